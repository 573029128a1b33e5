/** The scene as it is derived and kept up to date: bindings (M5), order (M10), identity. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { elementsOf } from './document.ts'
import { compareElements, isOrderKey, repairOrder } from './order.ts'
import { BoardScene } from './scene.ts'
import type { Person } from './testing.ts'
import { board, element, meet } from './testing.ts'

const shape = element('rectangle', { id: 'shape' })
const arrow = (id: string, index: string) => element('arrow', { id, index })
const attached = { startBinding: { elementId: 'shape', focus: 0.1, gap: 4 } }

describe('[M5] boundElements is derived', () => {
  test('[M5] two who attach arrows to one shape at the same time both stay attached', () => {
    const [a, b] = board(2, shape, arrow('w1', 'a1'), arrow('w2', 'a2')) as [Person, Person]
    a.change('w1', attached)
    b.change('w2', { endBinding: { elementId: 'shape', focus: 0, gap: 1, fixedPoint: [0.5, 1] } })
    meet(a, b)
    for (const { scene } of [a, b]) {
      expect(scene.get('shape')?.boundElements).toEqual([
        { id: 'w1', type: 'arrow' },
        { id: 'w2', type: 'arrow' },
      ])
    }
  })

  test('[M5] it follows what is detached, deleted and brought back, in stacking order', () => {
    const label = element('text', { id: 'label', index: 'a3', containerId: 'shape' })
    const [a] = board(1, shape, arrow('w1', 'a1'), arrow('w2', 'a2'), label) as [Person]
    const bound = () => a.shown('shape').boundElements.map(({ id }) => id)
    a.change('w1', attached)
    a.change('w2', attached)
    expect(bound()).toEqual(['w1', 'w2', 'label'])
    a.change('label', { isDeleted: true })
    a.change('w2', { startBinding: null })
    expect(bound()).toEqual(['w1'])
    a.change('label', { isDeleted: false })
    expect(bound()).toEqual(['w1', 'label'])
    a.change('w1', { index: 'a4' })
    expect(bound()).toEqual(['label', 'w1'])
  })

  test('[M5] it is there whichever comes first, the arrow or the shape, and is stored nowhere', () => {
    const [a] = board(1, { ...arrow('w', 'a1'), ...attached }) as [Person]
    a.draw({ ...shape, boundElements: [{ id: 'liar', type: 'arrow' }] })
    expect(a.shown('shape').boundElements).toEqual([{ id: 'w', type: 'arrow' }])
    expect(JSON.stringify(elementsOf(a.doc).toJSON())).not.toContain('boundElements')
  })

  test('[M5] a line and a stroke attach to nothing, and nothing attaches to itself', () => {
    const [a] = board(
      1,
      shape,
      { ...element('line', { id: 'l', index: 'a1' }), ...attached },
      element('arrow', { id: 'w', index: 'a2', startBinding: { elementId: 'w', focus: 0, gap: 1 } }),
    ) as [Person]
    expect(a.shown('shape').boundElements).toEqual([])
    expect(a.shown('w').boundElements).toEqual([])
  })
})

describe('[M10] one stacking order', () => {
  test('[M10] two inserts at one place are settled by id, without a write', () => {
    const [a, b] = board(2, element('rectangle', { id: 'm', index: 'a1' })) as [Person, Person]
    a.draw(element('rectangle', { id: 'z', index: 'a2' }))
    b.draw(element('rectangle', { id: 'k', index: 'a2' }))
    const counts = [a.updates.length, b.updates.length]
    meet(a, b)
    for (const { scene } of [a, b]) expect(scene.all().map(({ id }) => id)).toEqual(['m', 'k', 'z'])
    expect([a.updates.length, b.updates.length]).toEqual(counts.map((count) => count + 1))
  })

  test('[M10] many of one index that come at once are settled by id, too', () => {
    const [a, b] = board(2, element('rectangle', { id: 'x50', index: 'a1' })) as [Person, Person]
    const ids = Array.from({ length: 100 }, (_, i) => `x${100 + ((i * 37) % 100)}`)
    for (const id of ids) b.draw(element('rectangle', { id, index: 'a1' }))
    expect(a.scene.all()).toHaveLength(1)
    meet(a, b)
    expect(a.scene.all().map(({ id }) => id)).toEqual([...ids, 'x50'].sort())
  })

  test('[M10] indices are compared by code units, as Excalidraw does, not as words', () => {
    const [a] = board(
      1,
      element('rectangle', { id: 'lower', index: 'aa' }),
      element('rectangle', { id: 'upper', index: 'aZ' }),
      element('rectangle', { id: 'none', index: null }),
    ) as [Person]
    expect(a.scene.all().map(({ id }) => id)).toEqual(['upper', 'lower', 'none'])
  })

  test('[M10] the list is the sorted scene after any change, and a list handed out stays as it was', () => {
    const [a] = board(
      1,
      ...['e', 'd', 'c', 'b', 'a'].map((id, i) => element('ellipse', { id, index: `a${i}` })),
    )
    if (!a) throw new Error('nobody came')
    const steps: (() => void)[] = [
      () => a.change('c', { x: 1 }),
      () => a.change('e', { index: 'a9' }),
      () => a.draw(element('ellipse', { id: 'f', index: 'a2V' })),
      () => elementsOf(a.doc).delete('d'),
      () => a.change('f', { index: 'Zz', x: 3 }),
    ]
    for (const step of steps) {
      const handedOut = a.scene.all()
      const copy = [...handedOut]
      step()
      expect(handedOut).toEqual(copy)
      expect(a.scene.all()).toEqual(new BoardScene(a.doc).all())
      expect(a.scene.all()).toEqual([...a.scene.all()].sort(compareElements))
    }
    expect(a.scene.all().map(({ id }) => id)).toEqual(['f', 'c', 'b', 'a', 'e'])
  })

  test('[M10] a list without indices gets those that Excalidraw would give, a broken one is mended', () => {
    expect(repairOrder([null, undefined, 7])).toEqual(['a0', 'a1', 'a2'])
    expect(repairOrder(['a0', 'a1', 'a2'])).toEqual(['a0', 'a1', 'a2'])
    const mended = repairOrder(['a5', 'a5', 'a3', 'nonsense', 'a6', null])
    expect(mended[0]).toBe('a5')
    expect(mended[4]).toBe('a6')
    expect(mended).toEqual([...new Set(mended)].sort())
    expect(mended.every(isOrderKey)).toBe(true)
  })
})

describe('the scene', () => {
  test('keeps an element’s identity until it changes, and the list’s until something does', () => {
    const [a] = board(1, shape, arrow('w', 'a1')) as [Person]
    const before = a.scene.get('shape')
    const list = a.scene.all()
    expect(a.scene.all()).toBe(list)
    a.change('w', { x: 5 })
    expect(a.scene.get('shape')).toBe(before)
    expect(a.scene.all()).not.toBe(list)
    a.change('w', attached)
    expect(a.scene.get('shape')).not.toBe(before)
  })

  test('tells its listeners once a transaction, derived changes included, and whose it was', () => {
    const [a, b] = board(2, shape, arrow('w', 'a1')) as [Person, Person]
    const heard: [string[], unknown, boolean][] = []
    const listen = (person: Person) =>
      person.scene.observe((changed, { origin, local }) => heard.push([[...changed].sort(), origin, local]))
    const ends = [a, b].map(listen)
    a.change('w', { ...attached, strokeColor: '#000000' })
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc), 'wire')
    expect(heard).toEqual([
      [['shape', 'w'], a, true],
      [['shape', 'w'], 'wire', false],
    ])
    for (const end of ends) end()
    a.change('w', { x: 9 })
    expect(heard).toHaveLength(2)
  })

  test('stops following the document when it is destroyed', () => {
    const [a] = board(1, shape) as [Person]
    const scene = new BoardScene(a.doc)
    scene.destroy()
    a.change('shape', { x: 99 })
    expect(scene.get('shape')).toMatchObject({ x: 10.5 })
  })

  test('another version number goes with every change, the same one for all', () => {
    const [a, b] = board(2, shape) as [Person, Person]
    const seen = new Set<string>()
    for (const fields of [{ x: 1 }, { x: 2 }, { opacity: 50 }, { opacity: 51 }, { x: 1 }]) {
      a.change('shape', fields)
      meet(a, b)
      expect(b.shown('shape')).toEqual(a.shown('shape'))
      seen.add(`${a.shown('shape').version} ${a.shown('shape').versionNonce}`)
    }
    expect(seen.size).toBe(5)
  })
})

/** Two people at one board: what survives of what each does (M3, M7), and who stays silent (M9). */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { elementsOf } from './document.ts'
import type { Person } from './testing.ts'
import { board, element, meet } from './testing.ts'
import { writeChanges } from './write.ts'

const two = (...elements: Parameters<typeof board>[1][]) => board(2, ...elements) as [Person, Person]

describe('[M3] two changes to different properties', () => {
  const rectangle = element('rectangle', { id: 'r' })

  test('[M3] one moves it, another colours it: both survive', () => {
    const [a, b] = two(rectangle)
    a.change('r', { x: 500, y: 600 })
    b.change('r', { strokeColor: '#2f9e44' })
    meet(a, b)
    for (const { scene } of [a, b]) {
      expect(scene.get('r')).toMatchObject({ x: 500, y: 600, strokeColor: '#2f9e44', width: 100 })
    }
  })

  test('[M3] x changes with y, width with height: never one of each', () => {
    const [a, b] = two(rectangle)
    a.change('r', { x: 1, width: 11 })
    b.change('r', { y: 2, height: 22 })
    meet(a, b)
    const { x, y, width, height } = a.shown('r')
    expect([
      [1, -20.25],
      [10.5, 2],
    ]).toContainEqual([x, y])
    expect([
      [11, 50],
      [100, 22],
    ]).toContainEqual([width, height])
    expect(b.shown('r')).toEqual(a.shown('r'))
  })

  test('[M3] an arrow has the whole geometry of one of two people', () => {
    const [a, b] = two(element('arrow', { id: 'w' }))
    const ofA = { x: 1, y: 1, width: 5, height: 6, points: [[0, 0], [5, 6]] } // prettier-ignore
    const ofB = { x: 2, y: 2, width: 7, height: 8, points: [[0, 0], [7, 1], [7, 8]] } // prettier-ignore
    a.change('w', ofA)
    b.change('w', { ...ofB, elbowed: true })
    meet(a, b)
    const { x, y, width, height, points, elbowed } = a.shown('w')
    expect([
      { ...ofA, elbowed: false },
      { ...ofB, elbowed: true },
    ]).toContainEqual({ x, y, width, height, points, elbowed })
  })

  test('[M3] a property that no version knows is changed like any other, and taken away again', () => {
    const [a, b] = two(element('rectangle', { id: 'r', tags: ['x'], base: 1, xy: 2, text: '3' }))
    a.change('r', { tags: ['y'], base: 10, xy: 20 })
    b.change('r', { x: 77, customData: { by: 'b' } })
    meet(a, b)
    const changed = { tags: ['y'], base: 10, xy: 20, text: '3', x: 77, y: -20.25, customData: { by: 'b' } }
    expect(b.scene.get('r')).toMatchObject(changed)
    a.change('r', { tags: undefined, customData: undefined })
    expect(a.scene.get('r')).not.toHaveProperty('tags')
    expect(a.scene.get('r')).not.toHaveProperty('customData')
  })

  test('[M3] what a canvas has not been shown yet is not undone by its next change', () => {
    const [a, b] = two(element('rectangle', { id: 'r', groupIds: ['g'], customData: { of: 'both' } }))
    const shownToB = structuredClone(b.shown('r'))
    a.change('r', { groupIds: ['h'], customData: { of: 'a' }, width: 1, height: 2, link: '/elsewhere' })
    meet(a, b)
    const after = { ...structuredClone(shownToB), x: 5, locked: true }
    writeChanges(b.doc, [{ before: shownToB, after }], { origin: b })
    const both = { groupIds: ['h'], customData: { of: 'a' }, width: 1, height: 2, link: '/elsewhere', x: 5 }
    expect(b.shown('r')).toMatchObject({ ...both, locked: true })
  })

  test('[M3] a step of a drag writes one key', () => {
    const [a] = two(rectangle)
    for (let i = 0; i < 20; i++)
      a.change('r', { x: i, y: 2 * i, version: 100 + i, versionNonce: i, updated: i })
    const entry = elementsOf(a.doc).get('r')
    expect(entry instanceof Y.Map ? [...entry.keys()].sort() : []).toEqual(['base', 'xy'])
  })

  test('[M3] a value that was set back to its default is set, not forgotten', () => {
    const [a, b] = two(rectangle, element('arrow', { id: 'w' }))
    a.change('r', { strokeColor: '#1e1e1e', opacity: 100, roundness: null, x: 0, y: 0 })
    a.change('w', { endArrowhead: null })
    meet(a, b)
    expect(b.shown('r')).toMatchObject({ strokeColor: '#1e1e1e', opacity: 100, roundness: null, x: 0, y: 0 })
    expect(b.shown('w')).toMatchObject({ endArrowhead: null })
  })
})

describe('[M7] delete against edit', () => {
  test('[M7] it stays deleted for all, and undoing the deletion brings it back with the edit', () => {
    const [a, b] = two(element('rectangle', { id: 'r' }))
    a.change('r', { isDeleted: true })
    b.change('r', { backgroundColor: '#ffec99' })
    meet(a, b)
    for (const { scene } of [a, b]) expect(scene.get('r')).toMatchObject({ isDeleted: true })
    a.change('r', { isDeleted: false })
    meet(a, b)
    for (const { scene } of [a, b]) {
      expect(scene.get('r')).toMatchObject({ isDeleted: false, backgroundColor: '#ffec99' })
    }
  })

  test('[M7] a deleted element keeps its entry', () => {
    const [a] = two(element('text', { id: 't' }))
    a.change('t', { isDeleted: true })
    expect(elementsOf(a.doc).has('t')).toBe(true)
    expect(a.shown('t')).toMatchObject({ originalText: 'What we believe' })
  })
})

describe('[M9] silence', () => {
  const types = ['rectangle', 'arrow', 'freedraw', 'text', 'image', 'frame'] as const
  const elements = types.map((type) => element(type, { id: type }))

  test('[M9] showing the same again writes nothing', () => {
    const [a] = two(...elements)
    const count = a.updates.length
    for (const type of types) a.change(type, {})
    writeChanges(a.doc, [], { origin: null })
    expect(a.updates.length).toBe(count)
  })

  test('[M9] bookkeeping and derived properties are no change', () => {
    const [a] = two(...elements)
    const count = a.updates.length
    const bookkeeping = {
      version: 99,
      versionNonce: 5,
      updated: 7,
      boundElements: [{ id: 'x', type: 'arrow' }],
    }
    for (const type of types) a.change(type, { ...bookkeeping, lastCommittedPoint: [1, 2] })
    a.change('rectangle', { customData: undefined, strokeSharpness: undefined })
    expect(a.updates.length).toBe(count)
  })

  test('[M9] what the document holds already is not written again', () => {
    const [a, b] = two(...elements)
    const before = { ...b.shown('rectangle') }
    a.change('rectangle', { x: 3, locked: true })
    meet(a, b)
    const count = b.updates.length
    writeChanges(b.doc, [{ before, after: { ...before, x: 3, locked: true } }], { origin: b })
    expect(b.updates.length).toBe(count)
  })

  test('[M9] applying what others did makes no update of one’s own', () => {
    const [a, b] = two(...elements)
    const state = Y.encodeStateVector(b.doc)
    a.change('rectangle', { x: 3 })
    a.change('arrow', { startBinding: { elementId: 'rectangle', focus: 0, gap: 1 } })
    a.change('text', { originalText: 'more', text: 'more' })
    a.draw(element('ellipse', { id: 'rival', index: 'a0' }))
    let own = 0
    b.doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      if (transaction.local) own++
    })
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc, state))
    expect(b.scene.all()).toEqual(a.scene.all())
    expect(own).toBe(0)
  })

  test('[M9] that one canvas cannot load an image is not told to others; that it is there is', () => {
    const [a, b] = two(element('image', { id: 'i', status: 'pending' }))
    a.change('i', { status: 'error' })
    meet(a, b)
    expect(b.shown('i')).toMatchObject({ status: 'pending' })
    a.change('i', { status: 'saved' })
    meet(a, b)
    expect(b.shown('i')).toMatchObject({ status: 'saved' })
  })
})

test('[M13] what a canvas holds and goes on changing in place does not reach the document', () => {
  const held = { groupIds: ['g'], customData: { deep: { value: 1 } }, odd: { value: 1 }, points: [[0, 0], [1, 1]] } // prettier-ignore
  const copy = structuredClone(held)
  const [a] = two(element('arrow', { id: 'w', ...held }))
  held.groupIds.push('h')
  held.customData.deep.value = 2
  held.odd.value = 2
  held.points.push([2, 2])
  a.change('w', { opacity: 1 })
  expect(a.shown('w')).toMatchObject(copy)
})

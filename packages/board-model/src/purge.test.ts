/** What was deleted long ago goes, and those who were away lose nothing by it (M7). */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { ElementType } from './element.ts'
import { deletedIds, purgeElements } from './purge.ts'
import type { Person } from './testing.ts'
import { board, element, meet } from './testing.ts'
import { writeChanges } from './write.ts'

const TYPES: readonly ElementType[] = ['rectangle', 'arrow', 'freedraw', 'text', 'image']

/** Somebody who deletes, somebody who is away, and the server, which purges. */
const three = (...elements: Parameters<typeof board>[1][]) =>
  board(3, ...elements) as [Person, Person, Person]

/** What a canvas that still shows the content does once it sees that it is gone for others. */
function fillAgain(person: Person, shown: ReturnType<Person['shown']>): void {
  expect([...person.scene.broughtBackEmpty]).toEqual([shown.id])
  writeChanges(person.doc, [{ before: undefined, after: shown }], { origin: person })
}

describe('[M7] what was deleted long ago', () => {
  test.each(TYPES)('[M7] a purged %s is gone from the scene, for those who come later too', (type) => {
    const [a, b] = three(element(type, { id: 'e' }))
    a.change('e', { isDeleted: true })
    expect([...deletedIds(a.doc)]).toEqual(['e'])
    purgeElements(a.doc, ['e'])
    expect([...deletedIds(a.doc)]).toEqual([])
    meet(a, b)
    for (const { scene } of [a, b]) {
      expect(scene.all()).toEqual([])
      expect(scene.broughtBackEmpty.size).toBe(0)
    }
  })

  test('[M7] nothing that is not deleted is purged, and nothing twice', () => {
    const [a] = three(element('rectangle', { id: 'r' }), element('text', { id: 't' }))
    purgeElements(a.doc, ['r', 'nobody'])
    expect(a.shown('r')).toMatchObject({ isDeleted: false })
    a.change('t', { isDeleted: true })
    purgeElements(a.doc, ['t'])
    const updates = a.updates.length
    purgeElements(a.doc, ['t'])
    expect(a.updates).toHaveLength(updates)
  })

  test('[M7] what it held weighs next to nothing in the document afterwards', () => {
    const strokes = Array.from({ length: 100 }, (_, i) =>
      element('freedraw', {
        id: `stroke-${i}`,
        points: Array.from({ length: 100 }, (_, j) => [j * 3, Math.sin(j) * 40]),
        pressures: [],
      }),
    )
    const [a] = three(...strokes)
    const before = Y.encodeStateAsUpdate(a.doc).length
    for (const { id } of strokes) a.change(id, { isDeleted: true })
    purgeElements(a.doc, deletedIds(a.doc))
    expect(Y.encodeStateAsUpdate(a.doc).length).toBeLessThan(before / 3)
    expect(Y.encodeStateAsUpdate(a.doc).length / strokes.length).toBeLessThan(100)
  })

  test.each(TYPES)('[M7] a %s whose deletion was taken back offline comes back whole', (type) => {
    const [a, away, server] = three(element(type, { id: 'e' }))
    a.change('e', { isDeleted: true })
    meet(a, away, server)
    away.change('e', { isDeleted: false, opacity: 40 })
    const shown = away.shown('e')
    purgeElements(server.doc, ['e'])
    meet(away, server)
    fillAgain(away, shown)
    meet(a, away, server)
    const whole = { ...shown, version: expect.any(Number), versionNonce: expect.any(Number) }
    for (const { scene } of [a, away, server]) {
      expect(scene.get('e')).toEqual(whole)
      expect(scene.broughtBackEmpty.size).toBe(0)
    }
  })

  test('[M7] and with what others changed of it while they were away', () => {
    const [a, away, editor] = three(element('rectangle', { id: 'r' }))
    a.change('r', { isDeleted: true })
    meet(a, away, editor)
    editor.change('r', { backgroundColor: '#ffec99' })
    away.change('r', { isDeleted: false })
    const shown = away.shown('r')
    purgeElements(a.doc, ['r'])
    meet(a, away)
    fillAgain(away, shown)
    meet(a, away, editor)
    for (const { scene } of [a, away, editor]) {
      expect(scene.get('r')).toMatchObject({ backgroundColor: '#ffec99', width: 100, isDeleted: false })
    }
  })

  test('[M7] an edit that was made offline does not bring it back', () => {
    const [a, away] = three(element('text', { id: 't' }))
    away.change('t', { originalText: 'What we do not know', text: 'What we do not know', x: 5 })
    a.change('t', { isDeleted: true })
    purgeElements(a.doc, ['t'])
    meet(a, away)
    for (const { scene } of [a, away]) {
      expect(scene.get('t')).toBeUndefined()
      expect(scene.broughtBackEmpty.size).toBe(0)
    }
  })

  test.each(TYPES)(
    '[M7] neither does one of a %s that a canvas still shows; it counts once somebody does',
    (type) => {
      const [a] = three(element(type, { id: 'e' }))
      const shown = a.shown('e')
      a.change('e', { isDeleted: true })
      purgeElements(a.doc, ['e'])
      writeChanges(a.doc, [{ before: shown, after: { ...shown, strokeColor: '#e03131' } }], { origin: a })
      expect(a.scene.all()).toEqual([])
      expect(a.scene.broughtBackEmpty.size).toBe(0)
      a.draw(shown)
      expect(a.scene.get('e')).toMatchObject({ isDeleted: false, strokeColor: '#e03131' })
    },
  )

  test('[M4] letters that were typed into a text which is gone do not become another text', () => {
    const [a] = three(element('text', { id: 't' }))
    const shown = a.shown('t')
    a.change('t', { isDeleted: true })
    purgeElements(a.doc, ['t'])
    const entry = a.doc.getMap<Y.Map<unknown>>('elements').get('t')
    writeChanges(a.doc, [{ before: shown, after: { ...shown, originalText: 'a', text: 'a' } }], { origin: a })
    expect(entry?.has('text')).toBe(false)
  })

  test('[M7] undo in a page that was open all the time brings it back, its letters shared again', () => {
    const [a, b, server] = three(element('text', { id: 't' }))
    const shown = a.shown('t')
    a.change('t', { isDeleted: true })
    meet(a, b, server)
    purgeElements(server.doc, ['t'])
    meet(a, b, server)
    a.draw(shown)
    meet(a, b)
    a.change('t', { originalText: 'Now: What we believe', text: 'Now: What we believe' })
    b.change('t', { originalText: 'What we believe!', text: 'What we believe!' })
    meet(a, b)
    for (const { scene } of [a, b]) expect(scene.get('t')?.originalText).toBe('Now: What we believe!')
  })
})

/**
 * Clients that have the same updates show the same scene (M2): seeded simulation of people who draw at the same
 * time, with deliveries late, twice and in any order. fast-check prints the seed of a failure.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createDocument } from './document.ts'
import { MAX_UNKNOWN_PROPERTIES } from './limits.ts'
import { BoardScene } from './scene.ts'
import { board, element, meet, Person } from './testing.ts'
import { act, ACTS, PEOPLE, pick } from './testing-acts.ts'

/** After an act: nobody hears of it, or somebody takes in one update of somebody's, an old or a new one. */
const delivery = fc.option(
  fc.record({ from: fc.nat({ max: PEOPLE - 1 }), to: fc.nat({ max: PEOPLE - 1 }), which: fc.nat() }),
)

test('[M2] the same updates show the same scene, in whatever order, late and twice', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(act, delivery), { maxLength: 60, size: 'max' }),
      fc.nat(),
      (story, shuffle) => {
        const seeded = new Y.Doc()
        createDocument(seeded)
        const people = Array.from({ length: PEOPLE }, (_, i) => {
          const doc = new Y.Doc()
          doc.clientID = i + 1
          Y.applyUpdate(doc, Y.encodeStateAsUpdate(seeded))
          return new Person(doc)
        })
        for (const [done, delivered] of story) {
          const person = pick(people, done.who)
          ACTS[done.what](person, done)
          const from = delivered && pick(people, delivered.from)
          if (!from || from.updates.length === 0) continue
          Y.applyUpdate(pick(people, delivered.to).doc, pick(from.updates, delivered.which))
        }
        const all = people.flatMap(({ updates }) => updates.slice())
        for (const [i, { doc }] of people.entries()) {
          const order = all.map((update, j) => ({ update, at: (j * 7_919 + shuffle * (i + 1)) % 10_007 }))
          for (const { update } of order.sort((a, b) => a.at - b.at)) Y.applyUpdate(doc, update)
        }
        const [first, ...others] = people.map(({ scene }) => scene.all())
        for (const other of others) expect(other).toEqual(first)
        // What is kept up to date change by change is what is read afresh.
        for (const { doc, scene } of people) expect(new BoardScene(doc).all()).toEqual(scene.all())
      },
    ),
    { numRuns: 150 },
  )
}, 60_000)

test('[M2] which of too many unknown properties are shown does not depend on the order of arrival', () => {
  const [a, b] = board(2, element('rectangle', { id: 'r' })) as [Person, Person]
  const odd = (from: number) =>
    Object.fromEntries(Array.from({ length: MAX_UNKNOWN_PROPERTIES }, (_, i) => [`odd${from + i}`, i]))
  a.change('r', odd(0))
  b.change('r', odd(30))
  meet(a, b)
  expect(Object.keys(a.shown('r')).length).toBeLessThan(30 + 2 * MAX_UNKNOWN_PROPERTIES)
  expect(b.shown('r')).toEqual(a.shown('r'))
})

test('[M2] half a character is for its writer what it is for all others', () => {
  const half = '🙂'.slice(0, 1)
  const [a, b] = board(2, element('text', { id: 't', originalText: half, text: half })) as [Person, Person]
  a.draw(element('rectangle', { id: 'r', odd: half, customData: { [half]: half }, [half]: 1, frameId: half }))
  a.draw(element('rectangle', { id: half }))
  a.change('t', { originalText: `x${half}`, text: `x\n${half}`, strokeColor: half })
  a.change('r', { odd: `${half}.`, groupIds: [half] })
  meet(a, b)
  expect(b.scene.all()).toEqual(a.scene.all())
  expect(a.shown('t').originalText).toBe('x\ufffd')
})

/**
 * The drawing becomes what it was (H4): seeded stories of several people, restored to a moment of them. fast-check
 * prints the seed of a failure.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { BoardElement } from './element.ts'
import { purgeElements } from './purge.ts'
import { changesTo, restoreElements } from './restore.ts'
import { BoardScene } from './scene.ts'
import { board, element, meet, type Person } from './testing.ts'
import { type Act, act, ACTS } from './testing-acts.ts'

/** What is seen, without what the document derives from how it came about, and what is one canvas' own matter. */
const seen = (scene: BoardScene) =>
  scene
    .all()
    .filter(({ isDeleted }) => !isDeleted)
    .map(({ version: _v, versionNonce: _n, updated: _u, status: _s, ...shown }: BoardElement) => shown)

const sceneOf = (moment: Uint8Array) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, moment)
  return new BoardScene(doc)
}

/** Restores a person's copy, and answers what it was before. */
function restore(person: Person, moment: Uint8Array): Uint8Array {
  const before = Y.encodeStateAsUpdate(person.doc)
  restoreElements(person.doc, changesTo(person.scene, sceneOf(moment)), { origin: 'restore' })
  return before
}

const story = fc.array(fc.tuple(act, fc.boolean()), { minLength: 1, maxLength: 40, size: 'max' })

/** Plays a story among people who meet now and then, and answers the moments that one of them saw. */
function play(people: readonly Person[], acts: readonly (readonly [Act, boolean])[]): Uint8Array[] {
  const [witness] = people
  const moments: Uint8Array[] = []
  for (const [done, meets] of acts) {
    const person = people[done.who % people.length]
    if (person) ACTS[done.what](person, done)
    if (meets) meet(...people)
    if (witness) moments.push(Y.encodeStateAsUpdate(witness.doc))
  }
  return moments
}

describe('[H4] a restore', () => {
  test('shows exactly what was shown then, and restoring the moment before takes it back', () => {
    fc.assert(
      fc.property(story, fc.nat(), fc.array(fc.nat(9)), (acts, which, purged) => {
        const people = board(3)
        const moments = play(people, acts)
        meet(...people)
        const [live] = people as [Person]
        const gone = live.scene.all().filter(({ isDeleted }, n) => isDeleted && purged.includes(n))
        purgeElements(
          live.doc,
          gone.map(({ id }) => id),
        )
        const then = moments[which % moments.length] as Uint8Array
        const before = restore(live, then)
        expect(seen(live.scene)).toEqual(seen(sceneOf(then)))
        restore(live, before)
        expect(seen(live.scene)).toEqual(seen(sceneOf(before)))
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  test('is one update, and none where nothing differs', () => {
    const [a] = board(1, element('rectangle', { id: 'r' })) as [Person]
    const then = Y.encodeStateAsUpdate(a.doc)
    const before = a.updates.length
    restore(a, then)
    expect(a.updates.length).toBe(before)
    a.change('r', { x: 1 })
    a.draw(element('text', { id: 't' }))
    restore(a, then)
    expect(a.updates.length).toBe(before + 3)
  })

  test('[M2] while others go on, all come to see the same', () => {
    fc.assert(
      fc.property(story, story, fc.nat(), (acts, meanwhile, which) => {
        const people = board(3)
        const moments = play(people, acts)
        meet(...people)
        const [first, ...others] = people as [Person, ...Person[]]
        restore(first, moments[which % moments.length] as Uint8Array)
        play(others, meanwhile)
        meet(...people)
        for (const { scene } of others) expect(scene.all()).toEqual(first.scene.all())
      }),
      { numRuns: 50 },
    )
  }, 60_000)

  test('[M3] [M4] and what they do to what it does not touch is not lost, letters of a text neither', () => {
    const [a, b] = board(
      2,
      element('rectangle', { id: 'r' }),
      element('text', { id: 't', originalText: 'what we know', text: 'what we know' }),
    ) as [Person, Person]
    const then = Y.encodeStateAsUpdate(a.doc)
    a.change('r', { x: 500 })
    a.change('t', { originalText: 'what we knew', text: 'what we knew' })
    meet(a, b)
    restore(a, then)
    b.draw(element('ellipse', { id: 'new', index: 'a1' }))
    b.change('r', { strokeColor: '#123456' })
    b.change('t', { originalText: 'what we knew: nothing', text: 'what we knew: nothing' })
    meet(a, b)
    for (const person of [a, b]) {
      expect(person.shown('new').isDeleted).toBe(false)
      expect(person.shown('r')).toMatchObject({ x: 10.5, strokeColor: '#123456' })
      expect(person.shown('t').originalText).toBe('what we know: nothing')
    }
  })
})

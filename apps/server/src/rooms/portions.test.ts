import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { docOf, known } from './admission.fake.ts'
import { admit, type Admission } from './admission.ts'
import { portionsOf, type Parts } from './portions.ts'

function partsOf(admission: Admission): Parts {
  if (admission.verdict !== 'apply' && admission.verdict !== 'known') throw new Error(admission.verdict)
  return admission.parts
}

/** One step of one of three who draw: they write, delete, or take in what another has. */
const step = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom('insert', 'delete', 'set', 'nest', 'take'),
  at: fc.nat(50),
  from: fc.nat(2),
})

function play(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]): Y.Doc[] {
  const docs = [docOf(7), docOf(900), docOf(33)]
  for (const { who, what, at, from } of steps) {
    const [doc, other] = [docs[who], docs[from]]
    if (doc === undefined || other === undefined) continue
    const [text, map] = [doc.getText('text'), doc.getMap('map')]
    if (what === 'insert') text.insert(Math.min(at, text.length), 'abc')
    else if (what === 'delete' && at < text.length) text.delete(at, Math.min(2, text.length - at))
    else if (what === 'set') map.set(`key ${String(at % 4)}`, at)
    else if (what === 'nest') map.set(`key ${String(at % 4)}`, new Y.Map([['inner', at]]))
    else if (what === 'take') Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
  }
  return docs
}

test('[S5] an update in portions of any size comes to the same, and none rests on a later one', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.nat(60),
      fc.integer({ min: 1, max: 7 }),
      (steps, until, size) => {
        const all = docOf(2)
        for (const doc of play(steps)) Y.applyUpdate(all, Y.encodeStateAsUpdate(doc))
        const board = docOf(1)
        for (const doc of play(steps.slice(0, until))) Y.applyUpdate(board, Y.encodeStateAsUpdate(doc))
        const parts = partsOf(admit(Y.encodeStateAsUpdate(all), known(board)))
        board.transact(() => {
          for (const portion of portionsOf(
            parts,
            () => size,
            (client) => Y.getState(board.store, client),
          )) {
            expect(portion.size).toBeLessThanOrEqual(size)
            Y.applyUpdate(board, portion.update)
            expect(board.store.pendingStructs).toBeNull()
            expect(board.store.pendingDs).toBeNull()
          }
        })
        expect(Y.encodeStateVector(board)).toEqual(Y.encodeStateVector(all))
        expect(board.getText('text').toJSON()).toEqual(all.getText('text').toJSON())
        expect(board.getMap('map').toJSON()).toEqual(all.getMap('map').toJSON())
      },
    ),
    { numRuns: 500 },
  )
})

/**
 * Mutated updates against the admission check: whatever comes in, nothing may stay pending in a document.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { change, docOf, known } from '../../apps/server/src/rooms/admission.fake.ts'
import { admit } from '../../apps/server/src/rooms/admission.ts'

test('[S5] never throws, and what it lets in leaves nothing pending', () => {
  const author = docOf(7)
  author.getText('t').insert(0, 'some text')
  const parent = new Y.Map<unknown>()
  author.getMap('elements').set('a', parent)
  const base = Y.encodeStateAsUpdate(author)
  const b = docOf(8, base)
  const genuine = change(b, (doc) => {
    doc.getText('t').insert(4, ' more')
    ;(doc.getMap('elements').get('a') as Y.Map<unknown>).set('xy', [1, 2])
    doc.getText('t').delete(0, 2)
  })
  const mutation = fc.record({ at: fc.nat(genuine.byteLength - 1), to: fc.nat(255) })
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      const bytes = genuine.slice()
      for (const { at, to } of mutations) bytes[at] = to
      const board = docOf(1, base)
      if (admit(bytes, known(board)).verdict !== 'apply') return
      try {
        Y.applyUpdate(board, bytes)
      } catch {
        // Bytes can pass for an update and still be nonsense to a type: the room is then reloaded.
        return
      }
      expect(board.store.pendingStructs).toBeNull()
      expect(board.store.pendingDs).toBeNull()
    }),
    { numRuns: 3000 },
  )
})

/**
 * The live document of a board, and the bytes that joining costs (S8). Must never go on after an update failed halfway:
 * what the document then holds is in no log.
 */
import { encodeStep2 } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { applyAll } from '../history/history.ts'
import { admit, type Admission, type Known } from './admission.ts'
import { ELEMENTS, type Holding } from './capacity.ts'

/** One change as Yjs tells it: exactly what was new, in the server's own encoding. */
export type Change = { readonly update: Uint8Array; readonly moves: ReadonlyMap<number, number> }

export type LiveDocument = {
  readonly doc: Y.Doc
  admit(update: Uint8Array, sender: Pick<Known, 'mayExtend' | 'maySend'>): Admission
  /** The next clock of a client id. */
  clock(client: number): number
  /** Applies or writes, and answers what changed. After an update that failed, the document must be given up. */
  change(work: (doc: Y.Doc) => void): {
    readonly changes: readonly Change[]
    readonly failure: Error | undefined
  }
  /** Step 2 for this state vector. The whole document is encoded once for all who ask until it changes. */
  step2(stateVector: Uint8Array): Uint8Array
  /** The whole document. */
  encoded(): Uint8Array
  readonly holding: Holding
  stateVector(): Uint8Array
  clocks(): ReadonlyMap<number, number>
  destroy(): void
}

/** @throws if the updates cannot be applied */
export function createLiveDocument(updates: readonly Uint8Array[]): LiveDocument {
  const doc = new Y.Doc()
  applyAll(doc, updates)
  if (hasPending(doc)) throw new Error('the log rests on updates that are not in it')
  /** Step 2 with the whole document, and within it the document itself: large, so kept once. */
  let whole: { readonly frame: Uint8Array; readonly update: Uint8Array } | undefined
  let told: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => {
    whole = undefined
    told.push(update)
  })
  const kept = () => (whole ??= wholeOf(doc))
  const clock = (client: number) => Y.getState(doc.store, client)
  /** Whether it is the state vector of one who has nothing of this document, but perhaps something that is not in it. */
  const hasNothing = (stateVector: Uint8Array) =>
    [...Y.decodeStateVector(stateVector)].every(([client, known]) => known === 0 || clock(client) === 0)

  return {
    doc,
    admit: (update, { mayExtend, maySend }) => admit(update, { clock, mayExtend, maySend }),
    clock,
    change(work) {
      told = []
      let failure: Error | undefined
      try {
        doc.transact(() => {
          work(doc)
        })
        if (hasPending(doc)) failure = new Error('an update that was admitted could not be integrated')
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error))
      }
      const changes = told.map((update) => ({ update, moves: Y.parseUpdateMeta(update).to }))
      return { changes, failure }
    },
    step2: (stateVector) =>
      hasNothing(stateVector) ? kept().frame : encodeStep2(Y.encodeStateAsUpdate(doc, stateVector)),
    encoded: () => kept().update,
    holding: {
      measure: () => kept().update.byteLength,
      // Yjs counts a map's keys by going through them all; this is what it goes through.
      elements: () => doc.getMap(ELEMENTS)._map.size,
      clients: () => doc.store.clients.size,
    },
    stateVector: () => Y.encodeStateVector(doc),
    clocks: () => Y.decodeStateVector(Y.encodeStateVector(doc)),
    destroy() {
      doc.destroy()
    },
  }
}

function wholeOf(doc: Y.Doc): { readonly frame: Uint8Array; readonly update: Uint8Array } {
  const update = Y.encodeStateAsUpdate(doc)
  const frame = encodeStep2(update)
  return { frame, update: frame.subarray(frame.byteLength - update.byteLength) }
}

/** Yjs sets aside what it cannot integrate instead of failing. */
function hasPending({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null
}

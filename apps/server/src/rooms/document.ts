/**
 * The live document of a board, and the bytes that joining costs (S8). Must never go on after an update failed halfway:
 * what the document then holds is in no log.
 */
import { ELEMENTS, ERASER_CLIENT } from '@gamelan/board-model'
import { encodeStep2 } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { applyAll } from '../history/history.ts'
import { admit, type Admission, type Known } from './admission.ts'
import type { Holding } from './capacity.ts'
import { mapsOf, type Maps } from './map-rules.ts'
import type { Parts } from './portions.ts'
import { createWhole, type Deflate, type Whole } from './whole.ts'

/** One change as Yjs tells it: exactly what was new, in the server's own encoding. */
export type Change = { readonly update: Uint8Array; readonly moves: ReadonlyMap<number, number> }

export type LiveDocument = Holding & {
  readonly doc: Y.Doc
  admit(update: Uint8Array, sender: Pick<Known, 'mayExtend' | 'maySend'>): Admission
  /** The next clock of a client id. */
  clock(client: number): number
  /** Whether any of this is not deleted yet. All of it must be there. */
  deletesMore(deletions: Parts['deletions']): boolean
  /** Applies or writes, and answers what changed. After an update that failed, the document must be given up. */
  change(work: (doc: Y.Doc) => void): {
    readonly changes: readonly Change[]
    readonly failure: Error | undefined
  }
  /**
   * What brings one with this state vector up to date, as frames of which the last is step 2, or stands for it. A
   * promise where they are still being made, see `Whole`. `inflates`: whether they take message 104.
   */
  answer(stateVector: Uint8Array, inflates: boolean): readonly Uint8Array[] | Promise<void>
  /** Whether it is of one who has this document from before something was erased from it (H8). */
  isFromBefore(stateVector: Uint8Array): boolean
  /** Step 2 with the difference. */
  difference(stateVector: Uint8Array): Uint8Array
  /** The whole document. */
  encoded(): Uint8Array
  stateVector(): Uint8Array
  clocks(): ReadonlyMap<number, number>
  destroy(): void
}

/** A class, since every room has one. */
class RoomDocument implements LiveDocument {
  readonly doc = new Y.Doc()
  readonly #whole: Whole
  readonly #maps: Maps = mapsOf(this.doc)
  /** What Yjs has told of the change that is being made. */
  #told: Uint8Array[] = []

  constructor(updates: readonly Uint8Array[], deflate: Deflate) {
    applyAll(this.doc, updates)
    if (hasPending(this.doc)) throw new Error('the log rests on updates that are not in it')
    this.#whole = createWhole(this.doc, deflate)
    this.doc.on('update', (update: Uint8Array) => {
      this.#whole.changed(update.byteLength)
      this.#told.push(update)
    })
  }

  admit(update: Uint8Array, { mayExtend, maySend }: Pick<Known, 'mayExtend' | 'maySend'>): Admission {
    return admit(update, { clock: (client) => this.clock(client), mayExtend, maySend, maps: this.#maps })
  }

  clock(client: number): number {
    return Y.getState(this.doc.store, client)
  }

  deletesMore(deletions: Parts['deletions']): boolean {
    for (const [client, ranges] of deletions) {
      const structs = this.doc.store.clients.get(client) ?? []
      for (const { clock: start, len } of ranges) {
        for (let i = Y.findIndexSS(structs, start); i < structs.length; i++) {
          const struct = structs[i]
          if (struct === undefined || struct.id.clock >= start + len) break
          if (!struct.deleted) return true
        }
      }
    }
    return false
  }

  change(work: (doc: Y.Doc) => void): ReturnType<LiveDocument['change']> {
    this.#told = []
    let failure: Error | undefined
    try {
      this.doc.transact(() => {
        work(this.doc)
      })
      if (hasPending(this.doc)) failure = new Error('an update that was admitted could not be integrated')
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error))
    }
    const changes = this.#told.map((update) => ({ update, moves: Y.parseUpdateMeta(update).to }))
    return { changes, failure }
  }

  answer(stateVector: Uint8Array, inflates: boolean): readonly Uint8Array[] | Promise<void> {
    return this.#hasNothing(stateVector) ? this.#whole.frames(inflates) : [this.difference(stateVector)]
  }

  isFromBefore(stateVector: Uint8Array): boolean {
    const signs = this.clock(ERASER_CLIENT)
    if (signs === 0 || this.#hasNothing(stateVector)) return false
    return (Y.decodeStateVector(stateVector).get(ERASER_CLIENT) ?? 0) < signs
  }

  difference(stateVector: Uint8Array): Uint8Array {
    return encodeStep2(Y.encodeStateAsUpdate(this.doc, stateVector))
  }

  encoded(): Uint8Array {
    return this.#whole.encoded()
  }

  measure(): number {
    return this.encoded().byteLength
  }

  elements(): number {
    // Yjs counts a map's keys by going through them all; this is what it goes through.
    return this.doc.getMap(ELEMENTS)._map.size
  }

  clients(): number {
    return this.doc.store.clients.size
  }

  structs(): number {
    let sum = 0
    for (const structs of this.doc.store.clients.values()) sum += structs.length
    return sum
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  clocks(): ReadonlyMap<number, number> {
    return Y.decodeStateVector(this.stateVector())
  }

  destroy(): void {
    this.doc.destroy()
  }

  /** Whether it is the state vector of one who has nothing of this document, but perhaps something that is not in it. */
  #hasNothing(stateVector: Uint8Array): boolean {
    return [...Y.decodeStateVector(stateVector)].every(
      ([client, known]) => known === 0 || this.clock(client) === 0,
    )
  }
}

/** @throws if the updates cannot be applied */
export function createLiveDocument(updates: readonly Uint8Array[], deflate: Deflate): LiveDocument {
  return new RoomDocument(updates, deflate)
}

/** Yjs sets aside what it cannot integrate instead of failing. */
function hasPending({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null
}

/**
 * The whole document as bytes, for those who join with nothing (S8): encoded once, kept while the document moves on,
 * and followed by what has changed since. Must never leave out what a joiner then has no other way to get.
 */
import { encodeDeflated, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'

/** Makes bytes smaller: raw DEFLATE. */
export type Deflate = (bytes: Uint8Array) => Promise<Uint8Array>

/** A smaller frame goes out as it is: inflating would take a page longer than reading. */
const DEFLATED_FROM = 32 * 1024

/** What has changed since is sent beside the kept document up to this share of it; past it, the document is encoded anew. */
const CHANGED_SHARE = 1 / 8

export type Whole = {
  /** The document has changed. `bytes`: of the update. */
  changed(bytes: number): void
  /** The document as it is now. */
  encoded(): Uint8Array
  /**
   * All that one with nothing needs, as frames, of which the last is step 2 or stands for it. A promise where the deflated bytes are still being made: ask again when
   * it resolves. It never rejects.
   * @param inflates whether the one who asks takes message 104
   */
  frames(inflates: boolean): readonly Uint8Array[] | Promise<void>
}

type Base = {
  readonly update: Uint8Array
  readonly frame: Uint8Array
  readonly stateVector: Uint8Array
  /** The frame deflated; the frame itself where that failed or is not worth it; or the making of it. */
  deflated: Uint8Array | Promise<void> | undefined
}

/** A class, since every room has one. */
class WholeDocument implements Whole {
  readonly #doc: Y.Doc
  readonly #deflate: Deflate
  #base: Base | undefined
  #changedBytes = 0
  /** What has changed since the base was made, until the next change. */
  #rest: Uint8Array | undefined

  constructor(doc: Y.Doc, deflate: Deflate) {
    this.#doc = doc
    this.#deflate = deflate
  }

  changed(bytes: number): void {
    this.#changedBytes += bytes
    this.#rest = undefined
  }

  encoded(): Uint8Array {
    const base = this.#base !== undefined && this.#changedBytes === 0 ? this.#base : this.#renew()
    return base.update
  }

  frames(inflates: boolean): readonly Uint8Array[] | Promise<void> {
    const now = this.#current()
    if (inflates) now.deflated ??= this.#makeDeflated(now)
    const first = inflates ? now.deflated : now.frame
    if (!(first instanceof Uint8Array)) return first ?? Promise.resolve()
    if (this.#changedBytes === 0) return [first]
    // Its deletions are all that there are: those of what the kept document still shows are among them. It goes
    // first, and Yjs keeps it until the rest is there: for clients, everything is when step 2 is.
    this.#rest ??= encodeUpdate(Y.encodeStateAsUpdate(this.#doc, now.stateVector))
    return [this.#rest, first]
  }

  #current(): Base {
    const base = this.#base
    if (base === undefined || this.#changedBytes > base.update.byteLength * CHANGED_SHARE)
      return this.#renew()
    return base
  }

  #renew(): Base {
    const update = Y.encodeStateAsUpdate(this.#doc)
    const frame = encodeStep2(update)
    this.#changedBytes = 0
    this.#rest = undefined
    // The update is large, so it is a part of the frame instead of being kept twice.
    this.#base = {
      frame,
      update: frame.subarray(frame.byteLength - update.byteLength),
      stateVector: Y.encodeStateVector(this.#doc),
      deflated: frame.byteLength < DEFLATED_FROM ? frame : undefined,
    }
    return this.#base
  }

  async #makeDeflated(of: Base): Promise<void> {
    try {
      of.deflated = encodeDeflated(await this.#deflate(of.frame))
    } catch {
      // The document itself says the same.
      of.deflated = of.frame
    }
  }
}

export function createWhole(doc: Y.Doc, deflate: Deflate): Whole {
  return new WholeDocument(doc, deflate)
}

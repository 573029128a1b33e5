/**
 * What goes out to one connection, and what happens when it does not read (S6). Must keep the memory for a reader that
 * never reads bounded: presence goes first, then updates, which a resync makes up for; then the connection.
 */
import { KEEP_ALIVE } from '@gamelan/protocol/sync/messages'
import { BACKLOG, PRESENCE_BACKLOG, SLOW_READER_PATIENCE, UPDATE_BACKLOG } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import type { Connection } from './types.ts'

export type OutboxMetrics = Pick<Metrics, 'bytesSent' | 'framesSent'>

/** What has to be done for a reader that was too slow, when it is looked at again. */
export type Review =
  | { readonly next: 'nothing' | 'wait' | 'close' }
  /** It has read. `stateVector`: what it had when it fell behind; undefined: it missed presence alone. */
  | { readonly next: 'catch-up'; readonly stateVector: Uint8Array | undefined }

export type Outbox = {
  /** A whole document or a difference: sent however large, and not counted against the reader. */
  document(frame: Uint8Array): void
  /**
   * A change. Dropped for one who is behind: the resync brings it. Who falls behind with it is noted with what they
   * were sent so far, this change included: `stateVector`.
   */
  update(frame: Uint8Array, stateVector: () => Uint8Array): void
  /** Presence. Dropped for one who is slow. */
  presence(frame: Uint8Array): void
  /** What is small and must arrive: step 1, message 102. */
  note(frame: Uint8Array): void
  /** Whether this reader is slow and must be looked at again. */
  readonly slow: boolean
  /** Whether there is room for another document. */
  readonly drained: boolean
  review(now: number): Review
  /** Says something to a client that has heard nothing since the last call. */
  keepAlive(): void
}

/** A class, since every connection has one. */
class ConnectionOutbox implements Outbox {
  readonly #connection: Connection
  readonly #metrics: OutboxMetrics
  /** Bytes of documents that may still be on their way: not counted as backlog. */
  #excused = 0
  #isQuiet = false
  #missedPresence = false
  /** What the reader had when it fell behind. */
  #behind: Uint8Array | undefined
  /** When it last read something while it was slow, and how much it owed then. */
  #progress: { at: number; owed: number } | undefined

  constructor(connection: Connection, metrics: OutboxMetrics) {
    this.#connection = connection
    this.#metrics = metrics
  }

  document(frame: Uint8Array): void {
    if (this.drained) this.#excused = 0
    this.#excused += frame.byteLength
    this.note(frame)
  }

  update(frame: Uint8Array, stateVector: () => Uint8Array): void {
    if (this.#behind !== undefined) return
    this.note(frame)
    if (this.#connection.bufferedBytes() > UPDATE_BACKLOG) this.#behind = stateVector()
  }

  presence(frame: Uint8Array): void {
    if (this.#connection.bufferedBytes() > PRESENCE_BACKLOG) this.#missedPresence = true
    else this.note(frame)
  }

  note(frame: Uint8Array): void {
    this.#isQuiet = false
    this.#metrics.framesSent.add(1)
    this.#metrics.bytesSent.add(frame.byteLength)
    this.#connection.send(frame)
  }

  get slow(): boolean {
    return this.#behind !== undefined || this.#missedPresence || this.#owesTooMuch()
  }

  get drained(): boolean {
    return this.#connection.bufferedBytes() <= PRESENCE_BACKLOG
  }

  review(now: number): Review {
    if (this.#owesTooMuch()) return { next: 'close' }
    if (this.#behind === undefined && !this.#missedPresence) return { next: 'nothing' }
    const owed = this.#connection.bufferedBytes()
    if (owed <= PRESENCE_BACKLOG) {
      const stateVector = this.#behind
      this.#behind = undefined
      this.#missedPresence = false
      this.#progress = undefined
      this.#excused = 0
      return { next: 'catch-up', stateVector }
    }
    if (this.#progress === undefined || owed < this.#progress.owed) this.#progress = { at: now, owed }
    return { next: now - this.#progress.at > SLOW_READER_PATIENCE ? 'close' : 'wait' }
  }

  keepAlive(): void {
    if (this.#isQuiet) this.#connection.send(KEEP_ALIVE)
    this.#isQuiet = true
  }

  #owesTooMuch(): boolean {
    return this.#connection.bufferedBytes() > BACKLOG + this.#excused
  }
}

export function createOutbox(connection: Connection, metrics: OutboxMetrics): Outbox {
  return new ConnectionOutbox(connection, metrics)
}

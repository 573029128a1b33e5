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

export function createOutbox(connection: Connection, metrics: OutboxMetrics): Outbox {
  /** Bytes of documents that may still be on their way: not counted as backlog. */
  let excused = 0
  let quiet = false
  let missedPresence = false
  /** What the reader had when it fell behind. */
  let behind: Uint8Array | undefined
  /** When it last read something while it was slow, and how much it owed then. */
  let progress: { at: number; owed: number } | undefined

  function send(frame: Uint8Array): void {
    quiet = false
    metrics.framesSent.add(1)
    metrics.bytesSent.add(frame.byteLength)
    connection.send(frame)
  }

  const owesTooMuch = () => connection.bufferedBytes() > BACKLOG + excused
  const isDrained = () => connection.bufferedBytes() <= PRESENCE_BACKLOG

  return {
    document(frame) {
      if (isDrained()) excused = 0
      excused += frame.byteLength
      send(frame)
    },
    update(frame, stateVector) {
      if (behind !== undefined) return
      send(frame)
      if (connection.bufferedBytes() > UPDATE_BACKLOG) behind = stateVector()
    },
    presence(frame) {
      if (connection.bufferedBytes() > PRESENCE_BACKLOG) missedPresence = true
      else send(frame)
    },
    note: send,
    get slow() {
      return behind !== undefined || missedPresence || owesTooMuch()
    },
    get drained() {
      return isDrained()
    },
    review(now) {
      if (owesTooMuch()) return { next: 'close' }
      if (behind === undefined && !missedPresence) return { next: 'nothing' }
      const owed = connection.bufferedBytes()
      if (owed <= PRESENCE_BACKLOG) {
        const stateVector = behind
        behind = undefined
        missedPresence = false
        progress = undefined
        excused = 0
        return { next: 'catch-up', stateVector }
      }
      if (progress === undefined || owed < progress.owed) progress = { at: now, owed }
      return { next: now - progress.at > SLOW_READER_PATIENCE ? 'close' : 'wait' }
    },
    keepAlive() {
      if (quiet) connection.send(KEEP_ALIVE)
      quiet = true
    },
  }
}

/**
 * When a room keeps its whole document, so that the next one to load it need not read the whole log (H2). Must never
 * keep a position that is not committed: after a crash, the log would go on from one that it does not have.
 */
import type { History, Moment, Ownership } from '../history/types.ts'
import type { Log } from '../log.ts'

/**
 * Updates after which the document is kept, and how many are enough when the room closes. It is some hundred times as long
 * as an update; a player takes in all up to the next to show one moment.
 */
export const KEYFRAME_EVERY = 700
const AT_CLOSE = 50

type Parts = {
  readonly ownership: Ownership
  readonly history: Pick<History, 'keep'>
  readonly log: Log
  /** The whole document as it is now. */
  readonly encoded: () => Uint8Array
}

export type Keyframes = {
  /** The document is now at this position, not committed yet. */
  moved(head: number): void
  /** Everything up to this position is committed. */
  committed(seq: number): void
  /** The room may close, with everything committed up to its head. Never rejects. */
  atClose(head: number): Promise<void>
}

/** @param last position of the keyframe that the room was loaded from */
export function createKeyframes({ ownership, history, log, encoded }: Parts, last: number): Keyframes {
  let kept = last
  /** Waits for the commit of its position. */
  let next: Moment | undefined
  let keeping = Promise.resolve()

  async function keep(moment: Moment): Promise<void> {
    next = undefined
    // Also after a failure: the log has everything, and another keyframe comes by itself.
    kept = moment.seq
    try {
      await history.keep(ownership, moment)
    } catch (error) {
      log.warn({ err: error, seq: moment.seq }, 'keyframe could not be kept')
    }
  }

  return {
    moved(head) {
      if (next === undefined && head - kept >= KEYFRAME_EVERY) next = { seq: head, update: encoded() }
    },
    committed(seq) {
      if (next !== undefined && next.seq <= seq) keeping = keep(next)
    },
    async atClose(head) {
      // The database may be closed next.
      await keeping
      if (head - kept > AT_CLOSE) await keep({ seq: head, update: encoded() })
    },
  }
}

/**
 * Changes on their way to everybody on a board. In a quiet room each goes out at once; in a busy one, what comes
 * within a tick is merged into one frame, since the number of writes is what a server's speed hangs on. All get the
 * same bytes. A change does not go back to the peer it came from, unless it was merged with others'.
 */
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import type { Clock } from '../clock.ts'

/** Milliseconds within which a busy room's changes are merged. */
const TICK = 20
/** Frames in one tick from which on a room is busy. */
const BUSY = 50

export type Broadcast<Peer> = {
  /** Another change, already applied to the document. `origin`: whom it came from. */
  add(update: Uint8Array, origin: Peer | undefined): void
  stop(): void
}

/** `send` sends one frame to all but one, and answers to how many. */
export function createBroadcast<Peer>(
  clock: Clock,
  send: (frame: Uint8Array, except: Peer | undefined) => number,
): Broadcast<Peer> {
  let waiting: { readonly update: Uint8Array; readonly origin: Peer | undefined }[] = []
  let cancel: (() => void) | undefined
  let tickStart = Number.NEGATIVE_INFINITY
  let framesInTick = 0

  function flush(): void {
    cancel?.()
    cancel = undefined
    const [first] = waiting
    if (first === undefined) return
    const updates = waiting
    waiting = []
    const now = clock.elapsed()
    if (now - tickStart >= TICK) {
      tickStart = now
      framesInTick = 0
    }
    const update = updates.length === 1 ? first.update : Y.mergeUpdates(updates.map((item) => item.update))
    const sole = updates.every((item) => item.origin === first.origin) ? first.origin : undefined
    framesInTick += send(encodeUpdate(update), sole)
  }

  return {
    add(update, origin) {
      waiting.push({ update, origin })
      if (cancel !== undefined) return
      const left = tickStart + TICK - clock.elapsed()
      cancel = left > 0 && framesInTick >= BUSY ? clock.after(left, flush) : clock.soon(flush)
    },
    stop() {
      cancel?.()
      cancel = undefined
      waiting = []
    },
  }
}

/**
 * Finds sync sockets whose client is gone without a close. Each socket is judged by the time since its own ping, and one
 * timer serves all: several timers once cut healthy sockets, because each took the pings of the others for its own.
 */
import type { Clock } from '../clock.ts'
import { SYNC_PING_EVERY, SYNC_PING_PATIENCE } from '../limits.ts'

/** Milliseconds between two looks, at least: sockets that are due soon after one another share a look. */
const LOOK = 1000
/** A timer that is later than this, in ms, says that the process was busy or stopped. Then no answer could be read. */
const LATE = 5000

export type Pinged = {
  ping(): void
  /** It did not answer in time. */
  silent(): void
}

export type Pings<Socket> = {
  add(socket: Socket, pinged: Pinged): void
  answered(socket: Socket): void
  remove(socket: Socket): void
}

/** `due`: when to ping, or, while an answer is awaited, when it is too late. */
type Entry = Pinged & { due: number; isAwaited: boolean }

export function createPings<Socket>(clock: Pick<Clock, 'elapsed' | 'after'>): Pings<Socket> {
  const entries = new Map<Socket, Entry>()
  let stopTimer: (() => void) | undefined

  function lookIn(milliseconds: number): void {
    stopTimer = clock.after(milliseconds, look)
  }

  function look(): void {
    stopTimer = undefined
    const now = clock.elapsed()
    let next = Infinity
    for (const [socket, entry] of entries) {
      if (entry.due > now) {
        next = Math.min(next, entry.due)
        continue
      }
      if (entry.isAwaited && now - entry.due <= LATE) {
        entries.delete(socket)
        entry.silent()
        continue
      }
      entry.isAwaited = true
      entry.due = now + SYNC_PING_PATIENCE
      next = Math.min(next, entry.due)
      entry.ping()
    }
    if (entries.size > 0) lookIn(Math.max(LOOK, next - now))
  }

  return {
    add(socket, pinged) {
      entries.set(socket, { ...pinged, due: clock.elapsed() + SYNC_PING_EVERY, isAwaited: false })
      if (stopTimer === undefined) lookIn(SYNC_PING_EVERY)
    },
    answered(socket) {
      const entry = entries.get(socket)
      if (entry === undefined || !entry.isAwaited) return
      entry.isAwaited = false
      entry.due = clock.elapsed() + SYNC_PING_EVERY
    },
    remove(socket) {
      entries.delete(socket)
      if (entries.size > 0) return
      stopTimer?.()
      stopTimer = undefined
    },
  }
}

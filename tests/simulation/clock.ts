/** Time that passes only when the simulation says so: timers and frames of every client hang on it. */
import type { Timer } from '../../apps/web/src/sync/coalesce.ts'
import type { Frames } from '../../apps/web/src/canvas/frames.ts'

const FRAME_MS = 16

type Event = { readonly at: number; readonly order: number; readonly run: () => void }

export class Clock {
  now = 0
  #orders = 0
  #events: Event[] = []

  readonly timer: Timer = {
    set: (callback, ms) => this.after(ms, callback),
    clear: (handle) => this.#cancel(handle),
  }

  readonly frames: Frames = {
    request: (callback) => {
      const handle = this.after(FRAME_MS - (this.now % FRAME_MS), callback)
      return () => this.#cancel(handle)
    },
  }

  /** Calls back in `ms` milliseconds; what is due at one time comes in the order in which it was asked for. */
  after(ms: number, run: () => void): unknown {
    const event = { at: this.now + ms, order: this.#orders++, run }
    this.#events.push(event)
    return event
  }

  pass(ms: number): void {
    const until = this.now + ms
    for (let event = this.#next(until); event; event = this.#next(until)) {
      this.now = event.at
      event.run()
    }
    this.now = until
  }

  #next(until: number): Event | undefined {
    let first: Event | undefined
    for (const event of this.#events) {
      if (event.at > until) continue
      if (!first || event.at < first.at || (event.at === first.at && event.order < first.order)) first = event
    }
    if (first) this.#cancel(first)
    return first
  }

  #cancel(handle: unknown): void {
    this.#events = this.#events.filter((event) => event !== handle)
  }
}

/**
 * The board's picture for the list of boards: of all pages that have it open, one makes it, some seconds after the
 * drawing came to rest. Must never be made by a viewer's page, nor while the drawing moves.
 */
import type { Timer } from '../sync/coalesce.ts'

/** The drawing has to rest for this long, in milliseconds. */
export const REST_MS = 4_000
/** No two pictures within this time, in milliseconds. */
export const LEAST_INTERVAL_MS = 60_000

export type PictureOptions = {
  /** Whether this page is the one of all that makes the picture, and can reach the server. */
  readonly isMine: () => boolean
  /** Makes the picture and sends it; false where it did not arrive. */
  readonly make: () => Promise<boolean>
  readonly timer: Timer
  readonly now: () => number
}

export class PictureMaker {
  readonly #options: PictureOptions
  #timer: unknown
  #lastMade = -Infinity
  #isStale = false

  constructor(options: PictureOptions) {
    this.#options = options
  }

  /** The drawing has changed, by whomever. */
  changed(): void {
    this.#isStale = true
    this.#wait()
  }

  destroy(): void {
    this.#options.timer.clear(this.#timer)
  }

  #wait(): void {
    const { timer, now } = this.#options
    timer.clear(this.#timer)
    const pause = Math.max(REST_MS, this.#lastMade + LEAST_INTERVAL_MS - now())
    this.#timer = timer.set(() => void this.#rest(), pause)
  }

  async #rest(): Promise<void> {
    const { isMine, make, now } = this.#options
    // Whoever's turn it is makes it; this page only keeps in mind that one may be due.
    if (!this.#isStale || !isMine()) return
    this.#isStale = false
    this.#lastMade = now()
    if (await make()) return
    this.#isStale = true
    this.#wait()
  }
}

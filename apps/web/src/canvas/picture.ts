/**
 * The board's picture for the list of boards: of all pages that have it open, one makes it, some seconds after the
 * drawing came to rest. Must never be made by a viewer's page, nor while the drawing moves.
 */
import type { PresenceUser, StampedPresence } from '@gamelan/protocol/sync/awareness'
import type { Timer } from '../sync/coalesce.ts'

/** The drawing has to rest for this long, in milliseconds. */
export const REST_MS = 4_000
/** No two pictures within this time, in milliseconds. */
export const LEAST_INTERVAL_MS = 60_000

/** Leaving pages may send this much with `keepalive`, in bytes: browsers allow 64 KiB, other requests included. */
export const KEEPALIVE_BYTES = 60_000

/**
 * Whether the page with this awareness id is the first of those that may make the picture: all agree on it without a
 * word. Every page says from its start whether its person is there; a program that does not cannot make pictures,
 * and is not waited for.
 */
export function isFirstPage(
  clientId: number,
  peers: ReadonlyMap<number, Pick<StampedPresence, 'user' | 'idle'>>,
  mayMake: (user: PresenceUser) => boolean,
): boolean {
  for (const [other, { user, idle }] of peers) {
    if (other < clientId && idle !== undefined && mayMake(user)) return false
  }
  return true
}

export type PictureOptions = {
  /** Whether this page is the one of all that makes the picture, and can reach the server. */
  readonly isMine: () => boolean
  /** Makes the picture and sends it; false where it did not arrive. `isLeaving`: the page may be gone in a moment. */
  readonly make: (isLeaving: boolean) => Promise<boolean>
  readonly timer: Timer
  readonly now: () => number
}

export class PictureMaker {
  readonly #options: PictureOptions
  #timer: unknown
  #lastMade = -Infinity
  #isStale = false
  #isDestroyed = false

  constructor(options: PictureOptions) {
    this.#options = options
  }

  /** The drawing has changed, by whomever. */
  changed(): void {
    this.#isStale = true
    this.#wait()
  }

  /** The server is back, or somebody else has left: a picture that is due is not forgotten. */
  reconsider(): void {
    if (this.#isStale) this.#wait()
  }

  /** The page is left: what is due is made now, since nobody may be there when the drawing has rested. */
  leave(): void {
    if (this.#isStale && this.#options.isMine()) void this.#make(true)
  }

  destroy(): void {
    this.#isDestroyed = true
    this.#options.timer.clear(this.#timer)
  }

  #wait(): void {
    const { timer, now } = this.#options
    timer.clear(this.#timer)
    const pause = Math.max(REST_MS, this.#lastMade + LEAST_INTERVAL_MS - now())
    this.#timer = timer.set(() => this.#rest(), pause)
  }

  #rest(): void {
    // Whoever's turn it is makes it; this page only keeps in mind that one may be due.
    if (this.#isStale && this.#options.isMine()) void this.#make(false)
  }

  async #make(isLeaving: boolean): Promise<void> {
    this.#options.timer.clear(this.#timer)
    this.#isStale = false
    this.#lastMade = this.#options.now()
    if ((await this.#options.make(isLeaving)) || this.#isDestroyed) return
    this.#isStale = true
    this.#wait()
  }
}

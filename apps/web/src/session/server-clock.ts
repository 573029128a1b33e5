/**
 * The server's clock as this page knows it, so that a timer is the same on every screen whatever its own clock says. Pure.
 * Must never trust a sample more than its round trip allows: half of that is how wrong it can be.
 */

type Sample = { readonly roundTrip: number; readonly offset: number }

/** So many are looked back on: a clock drifts, and a fast answer of long ago says less than a slow one of now. */
const SAMPLES = 8
/** Both clocks tell whole milliseconds. */
const TICK = 2

export class ServerClock {
  readonly #now: () => number
  #samples: readonly Sample[] = []

  /** @param now this machine's clock, in milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now
  }

  /** The server said what time it was between two moments of this machine. */
  told(server: number, { asked, answered }: { readonly asked: number; readonly answered: number }): void {
    const sample = { roundTrip: answered - asked, offset: server - (asked + answered) / 2 }
    const best = this.#best()
    // Both cannot be right: this machine's clock was set anew, or drifted away.
    const hasMoved =
      best !== undefined &&
      Math.abs(sample.offset - best.offset) > (sample.roundTrip + best.roundTrip) / 2 + TICK
    this.#samples = hasMoved ? [sample] : [...this.#samples, sample].slice(-SAMPLES)
  }

  /** What the server's clock is ahead of this machine's, in whole milliseconds; null until the server has said anything. */
  get offset(): number | null {
    const best = this.#best()
    return best === undefined ? null : Math.round(best.offset)
  }

  /** Milliseconds since 1970 by the server's clock; by this machine's own until the server has said anything. */
  now(): number {
    return this.#now() + (this.offset ?? 0)
  }

  #best(): Sample | undefined {
    return this.#samples.toSorted((a, b) => a.roundTrip - b.roundTrip)[0]
  }
}

/**
 * The server's clock as this page knows it, so that a timer is the same on every screen whatever its own clock says. Pure.
 * Must never trust a sample more than its round trip allows: half of that is how wrong it can be.
 */

type Sample = { readonly roundTrip: number; readonly offset: number }

/** So many are looked back on: a clock drifts, and a fast answer of long ago says less than a slow one of now. */
const SAMPLES = 8

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
    this.#samples = [...this.#samples, sample].slice(-SAMPLES)
  }

  /** Milliseconds since 1970 by the server's clock; by this machine's own until the server has said anything. */
  now(): number {
    const [best] = this.#samples.toSorted((a, b) => a.roundTrip - b.roundTrip)
    return this.#now() + (best?.offset ?? 0)
  }
}

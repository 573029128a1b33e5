/**
 * A bucket of tokens: so many at once, so many a second on average. Pure: the caller says what time it is, by a clock
 * that never goes back.
 */

/** A class, since every connection has several. */
export class Rate {
  readonly #atOnce: number
  readonly #perSecond: number
  #tokens: number
  #last: number

  constructor(atOnce: number, perSecond: number, now: number) {
    this.#atOnce = atOnce
    this.#perSecond = perSecond
    this.#tokens = atOnce
    this.#last = now
  }

  /** Takes a token, or several; false: there are not so many. */
  take(now: number, some = 1): boolean {
    const tokens = Math.min(this.#atOnce, this.#tokens + ((now - this.#last) / 1000) * this.#perSecond)
    this.#last = now
    this.#tokens = tokens < some ? tokens : tokens - some
    return tokens >= some
  }
}

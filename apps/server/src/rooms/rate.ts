/**
 * A bucket of tokens: so many at once, so many a second on average. Pure: the caller says what time it is, by a clock
 * that never goes back.
 */

export type Rate = { /** Takes one token; false: there is none. */ take(now: number): boolean }

/** @param now milliseconds */
export function createRate(atOnce: number, perSecond: number, now: number): Rate {
  let tokens = atOnce
  let last = now
  return {
    take(now) {
      tokens = Math.min(atOnce, tokens + ((now - last) / 1000) * perSecond)
      last = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

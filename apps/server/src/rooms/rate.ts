/**
 * A bucket of tokens: so many at once, so many a second on average. Pure: the caller says what time it is, by a clock
 * that never goes back.
 */

export type Rate = {
  /** Takes a token, or several; false: there are not so many. */ take(now: number, some?: number): boolean
}

/** @param now milliseconds */
export function createRate(atOnce: number, perSecond: number, now: number): Rate {
  let tokens = atOnce
  let last = now
  return {
    take(now, some = 1) {
      tokens = Math.min(atOnce, tokens + ((now - last) / 1000) * perSecond)
      last = now
      if (tokens < some) return false
      tokens -= some
      return true
    },
  }
}

/** Says how long ago something was, in words: "2 hours ago", "yesterday". */

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** The largest unit that fits, and how many seconds it has. */
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['week', 7 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
]

/**
 * The time from `then` to `now` (both in milliseconds since 1970) in words. Undefined for less than a minute, and for
 * a `then` that lies ahead, as when clocks differ: the browser's word for it is a bare "now".
 */
export function relativeTime(then: number, now: number, locale: string): string | undefined {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const seconds = Math.max(0, (now - then) / 1000)
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return format.format(-Math.floor(seconds / length), unit)
  }
  return undefined
}

/** Times as a player says them. Pure but for the browser's own calendar and language. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long, by its largest unit. */
export type Length = { readonly unit: 'second' | 'minute' | 'hour' | 'day'; readonly count: number }

/** A length of time in its largest unit, rounded, one at least. */
export function lengthOf(milliseconds: number): Length {
  const in_ = (size: number) => Math.max(1, Math.round(milliseconds / size))
  if (milliseconds < MINUTE - 500) return { unit: 'second', count: in_(1000) }
  if (milliseconds < HOUR - MINUTE / 2) return { unit: 'minute', count: in_(MINUTE) }
  if (milliseconds < DAY - HOUR / 2) return { unit: 'hour', count: in_(HOUR) }
  return { unit: 'day', count: in_(DAY) }
}

/** Film time as a clock shows it: 4:07, or 1:04:07. */
export function clockOf(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0
    ? `${String(hours)}:${two(minutes)}:${two(seconds % 60)}`
    : `${String(minutes)}:${two(seconds % 60)}`
}

/** When a moment was: with its day where the history is of several. */
export function momentFormat(from: number, to: number, language: string): (at: number) => string {
  const isOneDay = new Date(from).toDateString() === new Date(to).toDateString()
  const format = new Intl.DateTimeFormat(language, {
    ...(isOneDay ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return (at) => format.format(at)
}

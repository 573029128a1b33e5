/** Days, times and zones as a person reads them. Pure: the words are the platform's own. */

import type { WeeklyRule } from '@gamelan/protocol/http/series'

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY = 24 * 60 * 60 * 1000

/** What a weekday (1: Monday, to 7: Sunday) is called. */
export function weekdayName(language: string, weekday: number): string {
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
  return format.format(MONDAY + (weekday - 1) * DAY)
}

/** The zone that this browser is in. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The zones to choose from; `chosen` may be an older name of one. */
export function zoneNames(chosen: string): string[] {
  return [...new Set([chosen, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].toSorted()
}

/** A date as this browser's calendar has it: YYYY-MM-DD. */
export function dateOf(at: Date): string {
  const part = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${part(at.getMonth() + 1)}-${part(at.getDate())}`
}

/**
 * The rule as it is changed: on another weekday it begins anew, since on the days before there were the sessions of the old
 * one. `today`: YYYY-MM-DD; a series that begins later still does.
 */
export function changedRule(before: WeeklyRule, after: WeeklyRule, today: string): WeeklyRule {
  if (before.weekday === after.weekday || after.from > today) return after
  return { ...after, from: today }
}

/** A weekday of a date, as ISO 8601 counts: 1 to 7. */
export function weekdayOf(at: Date): number {
  return at.getDay() || 7
}

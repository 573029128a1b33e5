/** Time zones as calendars are told of them (VTIMEZONE): the tz database, by way of a library. */
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library'

/** What the library answers for a name that is not among these it also writes to the console. */
const NAMES: ReadonlySet<string> = new Set(tzlib_get_timezones())

export type Zone = {
  /** What the block calls it: an older name is another one there. */
  readonly id: string
  readonly block: string
}

/** A time zone by its IANA name, older names included; undefined: there is none. */
export function zoneOf(name: string): Zone | undefined {
  if (!NAMES.has(name)) return undefined
  const [block] = tzlib_get_ical_block(name)
  const id = block === undefined ? undefined : /^TZID:(.+)$/m.exec(block)?.[1]?.trim()
  return block === undefined || id === undefined ? undefined : { id, block }
}

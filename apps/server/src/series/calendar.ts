/**
 * A series as a calendar (RFC 5545): one weekly event that nobody has to answer. Pure. Must never name a person: a feed
 * is published, and RFC 5545 (3.8.4.1) forbids ATTENDEE in what is published. That coming is optional is said as
 * clients understand it: without ORGANIZER and ATTENDEE there is nothing to reply to, it takes up no time
 * (TRANSP:TRANSPARENT, and Outlook's own word for it), and the description says so.
 */
import ICAL from 'ical.js'
import type { WeeklyRule } from '@gamelan/protocol/http/series'
import { zoneOf } from './time-zones.ts'

// Bytes of a line beside the space that a folded one begins with, which the library does not count: 75 in all (3.1).
ICAL.foldLength = 74

/** How often calendars are asked to look again. RFC 7986's word for it, and the older one that Outlook knows. */
const REFRESH = 'PT1H'

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

export type CalendarSeries = {
  readonly id: string
  readonly title: string
  readonly question: string
  readonly rule: WeeklyRule
  readonly revision: number
  readonly changedAt: Date
}

/** The first session, by the clocks of its zone; as milliseconds of a clock that has no zone. */
function firstSession({ weekday, start, from }: WeeklyRule): number {
  const earliest = Date.parse(`${from}T${start}:00Z`)
  const isoDay = new Date(earliest).getUTCDay() || 7
  return earliest + ((weekday - isoDay + 7) % 7) * DAY
}

function clockTime(at: number): ICAL.Time {
  const date = new Date(at)
  return ICAL.Time.fromData({
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    isDate: false,
  })
}

function utcTime(at: Date): ICAL.Time {
  const time = clockTime(at.getTime())
  time.zone = ICAL.Timezone.utcTimezone
  return time
}

function addTyped(to: ICAL.Component, name: string, type: string, value: unknown): ICAL.Property {
  const property = new ICAL.Property(name)
  property.resetType(type)
  property.setValue(value)
  to.addProperty(property)
  return property
}

/**
 * The calendar, with lines folded and ended as RFC 5545 asks. `link`: by which people join. Throws for a time zone that
 * `zoneOf` does not know.
 */
export function calendarOf(
  { id, title, question, rule, revision, changedAt }: CalendarSeries,
  link: string,
): string {
  const zone = zoneOf(rule.timeZone)
  if (zone === undefined) throw new Error(`the time zone ${rule.timeZone} is not known`)
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//Gamelan//Gamelan//EN')
  calendar.addPropertyWithValue('calscale', 'GREGORIAN')
  addTyped(calendar, 'name', 'text', title)
  addTyped(calendar, 'x-wr-calname', 'text', title)
  addTyped(calendar, 'refresh-interval', 'duration', ICAL.Duration.fromString(REFRESH))
  calendar.addPropertyWithValue('x-published-ttl', REFRESH)
  calendar.addSubcomponent(new ICAL.Component(ICAL.parse(zone.block)))

  const event = new ICAL.Component('vevent')
  event.addPropertyWithValue('uid', `series-${id}`)
  // Without METHOD it says when the event was last changed (3.8.7.2), so that what did not change is the same bytes.
  event.addPropertyWithValue('dtstamp', utcTime(changedAt))
  event.addPropertyWithValue('last-modified', utcTime(changedAt))
  event.addPropertyWithValue('sequence', revision)
  const first = firstSession(rule)
  for (const [name, at] of [
    ['dtstart', first],
    ['dtend', first + rule.minutes * MINUTE],
  ] as const)
    event.addPropertyWithValue(name, clockTime(at)).setParameter('tzid', zone.id)
  event.addPropertyWithValue(
    'rrule',
    new ICAL.Recur({ freq: 'WEEKLY', byday: [DAYS[rule.weekday - 1] ?? 'MO'] }),
  )
  event.addPropertyWithValue('summary', title)
  const said = [
    ...(question === '' ? [] : [question, '']),
    `Join: ${link}`,
    '',
    'Coming is optional, and late is fine. No reply is needed.',
  ]
  event.addPropertyWithValue('description', said.join('\n'))
  event.addPropertyWithValue('location', link)
  event.addPropertyWithValue('url', link)
  event.addPropertyWithValue('status', 'CONFIRMED')
  event.addPropertyWithValue('transp', 'TRANSPARENT')
  event.addPropertyWithValue('x-microsoft-cdo-busystatus', 'FREE')
  calendar.addSubcomponent(event)
  return `${calendar.toString()}\r\n`
}

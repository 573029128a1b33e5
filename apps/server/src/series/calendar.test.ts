/**
 * The calendar of a series, read by others: ical.js, which also writes it, a second library that checks what it reads by
 * a schema, and its own bytes.
 */
import { parseIcsCalendar } from '@ts-ics/schema-zod'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { WeeklyRule } from '@gamelan/protocol/http/series'
import { calendarOf, type CalendarSeries } from './calendar.ts'
import { zoneOf } from './time-zones.ts'

const LINK = `https://boards.example.org/s/${'s'.repeat(22)}#k=${'k'.repeat(32)}`
const RULE: WeeklyRule = {
  weekday: 2,
  start: '16:00',
  minutes: 60,
  timeZone: 'Europe/Berlin',
  from: '2026-03-01',
}

function seriesWith(changed: Partial<CalendarSeries> = {}): CalendarSeries {
  const id = 's'.repeat(22)
  const changedAt = new Date('2026-02-03T04:05:06Z')
  return { id, title: 'Gamelan', question: 'What breaks?', rule: RULE, revision: 4, changedAt, ...changed }
}

function eventOf(text: string): ICAL.Event {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const [event, ...others] = calendar.getAllSubcomponents('vevent')
  if (event === undefined || others.length > 0) throw new Error('not one event')
  return new ICAL.Event(event)
}

/** When the first sessions begin and how long each is, as somebody sees who has nothing but the file. */
function occurrences(rule: WeeklyRule, howMany: number): { at: string; minutes: number }[] {
  const text = calendarOf(seriesWith({ rule }), LINK)
  const calendar = new ICAL.Component(ICAL.parse(text))
  const block = calendar.getFirstSubcomponent('vtimezone')
  if (block === null) throw new Error('no time zone')
  const zone = new ICAL.Timezone(block)
  const event = eventOf(text)
  const times = event.iterator()
  return Array.from({ length: howMany }, () => {
    const time = times.next()
    const begin = event.getOccurrenceDetails(time)
    const start = begin.startDate.clone()
    start.zone = zone
    return {
      at: start.convertToZone(ICAL.Timezone.utcTimezone).toJSDate().toISOString(),
      minutes: event.duration.toSeconds() / 60,
    }
  })
}

/** Those instants as a clock of the zone shows them: asked of the engine, whose tz database is not the library's. */
function byClock(iso: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  return format.format(new Date(iso)).replace(',', '')
}

const NASTY = [
  'Commas, semicolons; and back\\slashes',
  '\\n is no line end, nor is \\\\n',
  'BEGIN:VEVENT',
  '“Quotes” "straight" and : colons',
  '👩‍🚒🔥 on call, 日本語 and ا العربية',
  'é'.repeat(150),
  '🎶'.repeat(75),
  'x'.repeat(300),
]

describe('the calendar of a series', () => {
  test.each(NASTY)('keeps its words: %s', (title) => {
    const question = `${title}\nline two; of it, \\too\n\n${title}`
    const text = calendarOf(seriesWith({ title, question }), LINK)
    const event = eventOf(text)
    expect(event.summary).toBe(title)
    expect(event.description).toBe(
      `${question}\n\nJoin: ${LINK}\n\nComing is optional, and late is fine. No reply is needed.`,
    )
    const again = new ICAL.Component(ICAL.parse(text))
    expect(`${again.toString()}\r\n`).toBe(text)
    // The other library looks for this anywhere in the text.
    if (title.includes('BEGIN:VEVENT')) return
    const [read] = parseIcsCalendar(text).events ?? []
    expect(read).toMatchObject({ summary: title, description: event.description, location: LINK, url: LINK })
  })

  test.each(NASTY)('has lines of 75 bytes at most, ended by CRLF, that break no letter: %s', (title) => {
    const bytes = Buffer.from(calendarOf(seriesWith({ title, question: title }), LINK))
    const lines = bytes.toString('latin1').split('\r\n')
    expect(lines.pop()).toBe('')
    for (const line of lines) {
      expect(line).not.toMatch(/[\r\n]/)
      expect(line.length).toBeLessThanOrEqual(75)
      expect(Buffer.from(Buffer.from(line, 'latin1').toString('utf8'), 'utf8').toString('latin1')).toBe(line)
      // A name, or the rest of the line before.
      expect(line).toMatch(/^(?: |[A-Z][A-Z0-9-]*[;:])/)
    }
  })

  test('says what RFC 5545 asks of an event that is published, and that nobody has to come or to reply', () => {
    const text = calendarOf(seriesWith(), LINK)
    const lines = text.split('\r\n')
    for (const line of [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Gamelan//Gamelan//EN',
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      `UID:series-${'s'.repeat(22)}`,
      'DTSTAMP:20260203T040506Z',
      'LAST-MODIFIED:20260203T040506Z',
      'SEQUENCE:4',
      'DTSTART;TZID=Europe/Berlin:20260303T160000',
      'DTEND;TZID=Europe/Berlin:20260303T170000',
      'RRULE:FREQ=WEEKLY;BYDAY=TU',
      'STATUS:CONFIRMED',
      'TRANSP:TRANSPARENT',
      'X-MICROSOFT-CDO-BUSYSTATUS:FREE',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
    ])
      expect(lines).toContain(line)
    expect(text).not.toMatch(/^(?:ATTENDEE|ORGANIZER|METHOD)/m)
    const event = eventOf(text)
    expect(event.location).toBe(LINK)
    expect(event.component.getFirstPropertyValue('url')).toBe(LINK)
    expect(parseIcsCalendar(text).events).toMatchObject([
      { status: 'CONFIRMED', timeTransparent: 'TRANSPARENT', recurrenceRule: { frequency: 'WEEKLY' } },
    ])
    expect(() => parseIcsCalendar(text.replace('STATUS:CONFIRMED', 'STATUS:PERHAPS'))).toThrow(/CONFIRMED/)
  })

  test.each([
    ['Europe/Berlin', '2026-03-26', 4, '16:00', ['2026-03-26T15:00', '2026-04-02T14:00']],
    ['America/New_York', '2026-03-05', 4, '09:30', ['2026-03-05T14:30', '2026-03-12T13:30']],
    ['America/New_York', '2026-10-29', 4, '09:30', ['2026-10-29T13:30', '2026-11-05T14:30']],
    ['Australia/Lord_Howe', '2026-04-02', 4, '08:00', ['2026-04-01T21:00', '2026-04-08T21:30']],
    ['Pacific/Auckland', '2026-09-24', 4, '10:00', ['2026-09-23T22:00', '2026-09-30T21:00']],
    ['Asia/Calcutta', '2026-03-26', 4, '16:00', ['2026-03-26T10:30', '2026-04-02T10:30']],
    ['UTC', '2026-03-26', 4, '16:00', ['2026-03-26T16:00', '2026-04-02T16:00']],
  ] as const)(
    'in %s from %s stays at its hour when the clocks change',
    (timeZone, from, weekday, start, at) => {
      const rule = { ...RULE, timeZone, from, weekday, start, minutes: 45 }
      const some = occurrences(rule, 60)
      expect(some.slice(0, 2).map((one) => one.at.slice(0, 16))).toEqual(at)
      for (const one of some) {
        expect(byClock(one.at, timeZone)).toBe(`Thu ${start}`)
        expect(one.minutes).toBe(45)
      }
    },
  )

  test.each([1, 2, 3, 4, 5, 6, 7])('begins on the first day %i from its date on', (weekday) => {
    // A Wednesday.
    const [first, second] = occurrences({ ...RULE, weekday, from: '2026-05-06', timeZone: 'UTC' }, 2)
    const days = (Date.parse(first?.at ?? '') - Date.parse('2026-05-06T16:00Z')) / 86_400_000
    expect(days).toBe((weekday - 3 + 7) % 7)
    expect(Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '')).toBe(7 * 86_400_000)
  })

  test('what did not change is the same bytes', () => {
    expect(calendarOf(seriesWith(), LINK)).toBe(calendarOf(seriesWith(), LINK))
  })
})

test('every zone that a browser may name is known, and what is none is not', () => {
  for (const name of [...Intl.supportedValuesOf('timeZone'), 'UTC', 'GMT', 'Asia/Calcutta', 'US/Pacific'])
    expect([name, zoneOf(name)?.block.startsWith('BEGIN:VTIMEZONE')]).toEqual([name, true])
  for (const name of ['', 'Europe', 'Nowhere/City', '__proto__', 'constructor'])
    expect(zoneOf(name)).toBeUndefined()
})

import { expect, test } from 'vitest'
import { changedRule, dateOf, weekdayName, weekdayOf, zoneNames } from './weekdays.ts'

test('days are counted from Monday, as ISO 8601 counts', () => {
  const names = [1, 2, 3, 4, 5, 6, 7].map((day) => weekdayName('en', day))
  expect(names).toEqual(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])
  const sunday = new Date(2026, 4, 3, 23, 59)
  expect([weekdayOf(sunday), dateOf(sunday)]).toEqual([7, '2026-05-03'])
  expect(weekdayName('en', weekdayOf(new Date(2026, 4, 4)))).toBe('Monday')
})

test('on another weekday a series begins anew, and keeps what has not begun', () => {
  const rule = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'UTC', from: '2026-03-03' }
  const today = '2026-05-04'
  expect(changedRule(rule, { ...rule, weekday: 4 }, today)).toEqual({ ...rule, weekday: 4, from: today })
  expect(changedRule(rule, { ...rule, start: '17:00' }, today)).toEqual({ ...rule, start: '17:00' })
  const later = { ...rule, from: '2026-06-01' }
  expect(changedRule(later, { ...later, weekday: 4 }, today)).toEqual({ ...later, weekday: 4 })
})

test('the zone that was chosen can be chosen, whatever name of it', () => {
  expect(zoneNames('US/Pacific')).toContain('US/Pacific')
  expect(zoneNames('UTC').filter((name) => name === 'UTC')).toHaveLength(1)
})

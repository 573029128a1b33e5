import { expect, test } from 'vitest'
import { relativeTime } from './relative-time.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

test.each([
  [0, undefined],
  [59 * SECOND, undefined],
  [MINUTE, '1 minute ago'],
  [59 * MINUTE, '59 minutes ago'],
  [2 * HOUR + 40 * MINUTE, '2 hours ago'],
  [DAY, 'yesterday'],
  [3 * DAY, '3 days ago'],
  [7 * DAY, 'last week'],
  [29 * DAY, '4 weeks ago'],
  [30 * DAY, 'last month'],
  [364 * DAY, '12 months ago'],
  [2 * 365 * DAY, '2 years ago'],
])('%d ms ago is %j', (age, expected) => {
  expect(relativeTime(NOW - age, NOW, 'en')).toBe(expected)
})

test('a moment ahead, as when clocks differ, has no age', () => {
  expect(relativeTime(NOW + HOUR, NOW, 'en')).toBeUndefined()
})

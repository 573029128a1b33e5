import { expect, test } from 'vitest'
import { segmentAt, segmentsOf } from './segments.ts'

test('[H2] every moment lies in the segment whose updates lead to it', () => {
  const segments = segmentsOf([500, 1000, 1500], 1700)
  expect(segments).toEqual([
    { start: 0, end: 500 },
    { start: 500, end: 1000 },
    { start: 1000, end: 1500 },
    { start: 1500, end: 1700 },
  ])
  for (let seq = 1; seq <= 1700; seq++) {
    const segment = segments[segmentAt(segments, seq)]
    expect(segment && segment.start < seq && seq <= segment.end).toBe(true)
  }
  expect(segmentAt(segments, 0)).toBe(0)
})

test('keyframes close together are not all worth loading, and one at the head is none', () => {
  expect(segmentsOf([50, 100, 600, 650, 900], 900)).toEqual([
    { start: 0, end: 600 },
    { start: 600, end: 900 },
  ])
  expect(segmentsOf([], 10)).toEqual([{ start: 0, end: 10 }])
})

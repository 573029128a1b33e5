import { describe, expect, test } from 'vitest'
import { layOutMarks } from './mark-places.ts'

/** The least distance between two neighbours. */
const closest = (lefts: readonly number[]) =>
  Math.min(...lefts.slice(1).map((left, i) => left - (lefts[i] ?? 0)))

describe('[UX UM3] marks under the timeline', () => {
  test('stand at their place where there is room', () => {
    expect(layOutMarks([0, 0.5], 1000, 26)).toEqual([0, 500])
  })

  test('do not cover each other where they were made at once, nor at the end', () => {
    for (const places of [
      [0.5, 0.5, 0.5],
      [0.99, 1, 1],
      [0, 0, 0.01, 1],
    ]) {
      const lefts = layOutMarks(places, 1000, 26)
      expect(closest(lefts)).toBeGreaterThanOrEqual(26)
      expect(Math.max(...lefts)).toBeLessThanOrEqual(974)
    }
  })

  test('overlap evenly where there is no room for all', () => {
    const lefts = layOutMarks(
      Array.from({ length: 30 }, () => 1),
      300,
      26,
    )
    expect(closest(lefts)).toBeGreaterThan(9)
    expect([Math.min(...lefts), Math.round(Math.max(...lefts))]).toEqual([0, 274])
  })

  test('of a row without width, or without marks', () => {
    expect(layOutMarks([0.5, 1], 0, 26)).toEqual([0, 0])
    expect(layOutMarks([], 100, 26)).toEqual([])
  })
})

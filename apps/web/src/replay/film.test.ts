import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Activity } from './film.ts'
import { CUT_FROM, CUT_LENGTH, filmAt, filmOf, lanesOf, wallAt } from './film.ts'

const FROM = 1_700_000_000_000

/** Stretches of a second each, as the server lists them. */
const activities = fc.uniqueArray(fc.nat(5000), { maxLength: 60 }).map((stretches): Activity => {
  const sorted = [...new Set([0, ...stretches])].sort((a, b) => a - b)
  return { every: 1000, cells: sorted.map((stretch, i) => [stretch, 0, 1, i + 1]) }
})

test('what nobody drew is cut to a moment, and what somebody drew never is', () => {
  fc.assert(
    fc.property(activities, (activity) => {
      const film = filmOf(activity, FROM)
      let end = 0
      for (const piece of film.pieces) {
        expect(piece.start).toBe(end)
        end += piece.length
        expect(piece.length).toBe(piece.kind === 'cut' ? CUT_LENGTH : piece.until - piece.from)
      }
      expect(film.length).toBe(end)
      for (const cut of film.pieces.filter(({ kind }) => kind === 'cut')) {
        const isDrawn = activity.cells.some(([stretch]) => {
          const at = FROM + stretch * activity.every
          return at < cut.until && at + activity.every > cut.from
        })
        expect(isDrawn).toBe(false)
      }
      // No time is in no piece.
      const ends = film.pieces.map(({ until }) => until)
      expect(film.pieces.slice(1).map(({ from }) => from)).toEqual(ends.slice(0, -1))
    }),
  )
})

test('film time and wall time lead to each other', () => {
  fc.assert(
    fc.property(activities, fc.double({ min: 0, max: 1, noNaN: true }), (activity, share) => {
      const film = filmOf(activity, FROM)
      const at = share * film.length
      expect(filmAt(film, wallAt(film, at))).toBeCloseTo(at, 3)
    }),
  )
})

test('a pause that is short stays', () => {
  const gap = CUT_FROM / 1000
  const film = filmOf(
    {
      every: 1000,
      cells: [
        [0, 0, 1, 1],
        [gap + 1, 0, 1, 2],
      ],
    },
    FROM,
  )
  expect(film.pieces.map(({ kind }) => kind)).toEqual(['work'])
  const longer = filmOf(
    {
      every: 1000,
      cells: [
        [0, 0, 1, 1],
        [gap + 2, 0, 1, 2],
      ],
    },
    FROM,
  )
  expect(longer.pieces.map(({ kind }) => kind)).toEqual(['work', 'cut', 'work'])
})

test('a board of one change has a film, too, and one without any has none', () => {
  expect(filmOf({ every: 1000, cells: [[0, 0, 1, 1]] }, FROM).length).toBe(2000)
  expect(wallAt(filmOf({ every: 1000, cells: [] }, FROM), 0)).toBe(FROM)
})

test('each author has a lane, and a single change among thousands is seen', () => {
  const activity: Activity = {
    every: 1000,
    cells: [
      [0, 0, 5000, 5000],
      [3, 1, 1, 5001],
    ],
  }
  const film = filmOf(activity, FROM)
  const [busy, quiet] = lanesOf(film, activity, FROM, 2, 50)
  expect(busy).toHaveLength(1)
  expect(busy?.[0]?.share).toBe(1)
  expect(quiet).toHaveLength(1)
  expect(quiet?.[0]?.share).toBeGreaterThan(0.2)
  expect(quiet?.[0]?.from).toBeGreaterThan(busy?.[0]?.from ?? 1)
})

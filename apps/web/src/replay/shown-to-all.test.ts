import { expect, test } from 'vitest'
import { filmOf } from './film.ts'
import { isNews, placeOf, wordOf } from './shown-to-all.ts'

const FROM = 1_000_000
/** A minute of work, ten minutes of talk, another minute. */
const film = filmOf(
  { every: 1000, cells: Array.from({ length: 120 }, (_, i) => [i < 60 ? i : i + 600, 0, 1, i + 1] as const) },
  FROM,
)
const state = {
  position: 0,
  length: film.length,
  isPlaying: false,
  speed: 4,
  shown: { seq: 30, at: FROM + 29_500, author: 'kim' },
  isFollowing: true,
} as const
const shown = {
  board: null,
  by: 'kim',
  since: 0,
  seq: 30,
  moment: FROM + 10_000,
  at: 500,
  speed: 4,
}

test('what stands is told by its moment, what plays by where the film is', () => {
  expect(wordOf(state, film)).toEqual({ seq: 30, moment: FROM + 29_500, speed: 0 })
  expect(wordOf({ ...state, isPlaying: true, position: 5000 }, film)).toEqual({
    seq: 30,
    moment: FROM + 5000,
    speed: 4,
  })
  expect(wordOf({ ...state, shown: null }, film)).toBeNull()
})

test('while it plays nothing needs to be said, until it is held, or played faster', () => {
  const playing = { seq: 30, moment: 1, speed: 4 }
  expect(isNews(playing, null)).toBe(true)
  expect(isNews({ ...playing, seq: 90, moment: 2 }, playing)).toBe(false)
  expect(isNews({ ...playing, speed: 8 }, playing)).toBe(true)
  const held = { ...playing, speed: 0 }
  expect(isNews(held, playing)).toBe(true)
  expect(isNews({ ...held, seq: 31 }, held)).toBe(true)
  expect(isNews(held, held)).toBe(false)
})

test('a follower is where the leader is by now, across the cuts', () => {
  expect(placeOf(shown, film, 500)).toEqual({ position: 10_000, speed: 4, isPlaying: true })
  expect(placeOf(shown, film, 5500)).toEqual({ position: 30_000, speed: 4, isPlaying: true })
  // The minute is over: into the second one, which the film joins to it.
  expect(placeOf(shown, film, 500 + 15_000).position).toBe(70_000)
  expect(placeOf({ ...shown, speed: 0 }, film, 90_000)).toMatchObject({ position: 10_000, isPlaying: false })
})

test('at its end it stands, and a clock that is behind takes nobody back', () => {
  expect(placeOf(shown, film, 10_000_000)).toMatchObject({ position: film.length, isPlaying: false })
  expect(placeOf(shown, film, 0).position).toBe(10_000)
})

import { expect, test } from 'vitest'
import { filmOf } from './film.ts'
import type { Move, Playback } from './playback.ts'
import { moved, nextSpeed } from './playback.ts'

/** Two changes, nine seconds apart: a film with a cut. */
const film = filmOf(
  {
    every: 1000,
    cells: [
      [0, 0, 1, 1],
      [60, 0, 1, 2],
    ],
  },
  0,
)
const still: Playback = { film, position: 0, isPlaying: false, speed: 1 }
const after = (playback: Playback, ...moves: readonly Move[]) => moves.reduce(moved, playback)

test('time passes at the chosen speed, and only while it plays', () => {
  expect(moved(still, { kind: 'tick', passed: 500 })).toBe(still)
  expect(after(still, { kind: 'play' }, { kind: 'tick', passed: 500 }).position).toBe(500)
  const twice = after(still, { kind: 'speed', speed: 2 }, { kind: 'play' }, { kind: 'tick', passed: 500 })
  expect(twice.position).toBe(1000)
})

test('it stops at its end, and from there, or from its last change, begins again', () => {
  const end = after(still, { kind: 'play' }, { kind: 'tick', passed: 10 * film.length })
  expect(end).toMatchObject({ position: film.length, isPlaying: false })
  expect(moved(end, { kind: 'play' })).toMatchObject({ position: 0, isPlaying: true })
  expect(after(still, { kind: 'jump', to: film.last }, { kind: 'play' }).position).toBe(0)
  const before = film.last - 1
  expect(after(still, { kind: 'jump', to: before }, { kind: 'play' }).position).toBe(before)
})

test('a drag stops it, a jump does not, and neither leaves the film', () => {
  const playing = moved(still, { kind: 'play' })
  expect(moved(playing, { kind: 'drag', to: -5 })).toMatchObject({ position: 0, isPlaying: false })
  expect(moved(playing, { kind: 'jump', to: 1e9 })).toMatchObject({ position: film.length, isPlaying: true })
})

test('speeds go up and down, and no further than the last', () => {
  expect(nextSpeed(1, 1)).toBe(2)
  expect(nextSpeed(16, 1)).toBe(16)
  expect(nextSpeed(0.5, -1)).toBe(0.5)
})

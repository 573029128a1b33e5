import { expect, test } from 'vitest'
import { wayTo } from './places.ts'

const way = (board: string | null, state: 'planned' | 'running' | 'parked', here: string) =>
  wayTo({ board, state }, here, 'session')

test('a block leads to its board from every other one, also back to the session’s', () => {
  expect(way('fresh', 'running', 'session')).toEqual({ to: '/b/fresh', isSessionBoard: false })
  expect(way('fresh', 'running', 'another')).toEqual({ to: '/b/fresh', isSessionBoard: false })
  expect(way(null, 'parked', 'fresh')).toEqual({ to: '/b/session', isSessionBoard: true })
  expect(way('session', 'running', 'fresh')).toEqual({ to: '/b/session', isSessionBoard: true })
})

test('where it is here, or not played yet, there is nowhere to go', () => {
  expect(way('fresh', 'running', 'fresh')).toBeUndefined()
  expect(way(null, 'running', 'session')).toBeUndefined()
  expect(way(null, 'planned', 'fresh')).toBeUndefined()
  // One that was parked on a fresh board is planned there.
  expect(way('fresh', 'planned', 'session')).toEqual({ to: '/b/fresh', isSessionBoard: false })
})

import { expect, test } from 'vitest'
import type { Round } from '@gamelan/protocol/session/rounds'
import { NEW_SESSION } from '@gamelan/protocol/session/session'
import { isOwnBoard } from './own-board.ts'

const round = (id: string, more: Partial<Round> = {}): Round => ({
  id,
  question: '?',
  openedAt: 1,
  revealedAt: null,
  drawers: { me: 'drawing' },
  boards: {},
  ...more,
})
const at = (rounds: readonly Round[], own: { round: string; board: string } | null = null) => ({
  state: { ...NEW_SESSION, rounds },
  own,
  line: 'open' as const,
})
const says = (snapshot: Parameters<typeof isOwnBoard>[0]) => isOwnBoard(snapshot, 'me', 'mine')

test('a board is one’s own in the round that is open, and in one that was revealed', () => {
  expect(says(at([round('r')], { round: 'r', board: 'mine' }))).toBe(true)
  expect(says(at([round('r', { revealedAt: 2, boards: { me: 'mine' } }), round('s')]))).toBe(true)
})

test('nothing is said before the session has told which board is whose', () => {
  expect(says({ state: null, own: null, line: 'connecting' })).toBeUndefined()
  expect(says({ state: null, own: null, line: 'lost' })).toBeUndefined()
  expect(says(at([round('r')]))).toBeUndefined()
  expect(
    says(at([round('r', { revealedAt: 2 }), round('s')], { round: 'r', board: 'other' })),
  ).toBeUndefined()
})

test('an address that claims another board of a session is not believed', () => {
  expect(says(at([]))).toBe(false)
  expect(says(at([round('r')], { round: 'r', board: 'other' }))).toBe(false)
  expect(says(at([round('r', { drawers: {} })]))).toBe(false)
  expect(says(at([round('r', { revealedAt: 2, boards: { you: 'mine' } })]))).toBe(false)
  expect(says({ state: null, own: null, line: 'ended' })).toBe(false)
})

import { NEW_SESSION, type SessionState } from '@gamelan/protocol/session/session'
import { expect, test } from 'vitest'
import { begunAt, missedBy } from './late.ts'

const NOW = 10_000_000_000
const minutesAgo = (minutes: number) => NOW - minutes * 60_000

const block = (state: 'planned' | 'running' | 'finished', startedAt: number | null, question = 'Why?') => ({
  id: 'b'.repeat(22),
  title: 'On-call',
  format: 'talk' as const,
  question,
  steps: [],
  minutes: 10,
  owner: null,
  state,
  startedAt,
  endedAt: null,
  reason: null,
  board: null,
})
const session = (part: Partial<SessionState>): SessionState => ({ ...NEW_SESSION, ...part })

test('who comes in the middle hears what is asked, and what was', () => {
  const state = session({
    agenda: [block('finished', minutesAgo(30)), block('running', minutesAgo(12)), block('planned', null)],
    rounds: [
      {
        id: 'r'.repeat(22),
        question: 'How does money move?',
        openedAt: minutesAgo(20),
        revealedAt: minutesAgo(15),
        drawers: {},
        boards: {},
      },
    ],
  })
  expect(missedBy(state, NOW)).toEqual({
    question: 'Why?',
    since: minutesAgo(30),
    blocks: 1,
    turns: 0,
    rounds: 1,
  })
})

test('a block without a question is called by its title', () => {
  const state = session({ agenda: [block('running', minutesAgo(5), '')] })
  expect(missedBy(state, NOW)?.question).toBe('On-call')
})

test('who comes in time, or when nothing goes on, has missed nothing', () => {
  expect(missedBy(session({ agenda: [block('running', minutesAgo(0.5))] }), NOW)).toBeNull()
  expect(missedBy(session({ agenda: [block('finished', minutesAgo(30))] }), NOW)).toBeNull()
  expect(missedBy(NEW_SESSION, NOW)).toBeNull()
})

test('last week is not counted', () => {
  const lastWeek = minutesAgo(7 * 24 * 60)
  const state = session({ agenda: [block('finished', lastWeek), block('running', minutesAgo(3))] })
  expect(missedBy(state, NOW)).toMatchObject({ since: minutesAgo(3), blocks: 0 })
})

test('one session is named by when it began, as long as it goes on', () => {
  const begun = [block('finished', minutesAgo(30)), block('running', minutesAgo(12))]
  expect(begunAt(session({ agenda: begun }), NOW)).toBe(minutesAgo(30))
  expect(begunAt(session({ agenda: begun.slice(0, 1) }), NOW)).toBeNull()
  expect(begunAt(session({ agenda: [block('running', minutesAgo(0.5))] }), NOW)).toBe(minutesAgo(0.5))
})

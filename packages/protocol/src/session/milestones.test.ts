import { expect, test } from 'vitest'
import { MILESTONE_EVENTS, milestonesOf, milestonesOn } from './milestones.ts'
import { sessionEventSchema, type SessionEvent } from './session.ts'

const id = (letter: string) => letter.repeat(22)
const [mina, talk, cdn, cert, turn, round, fresh] = ['m', 't', 'c', 'e', 'u', 'r', 'f'].map(id)

const text = { title: 'Why', format: 'talk', question: 'Why on call?', steps: [], minutes: 10, owner: null }

/** Events, one a second; `at` of the nth is n seconds. */
const happened = (...all: { type: string; data: unknown }[]): SessionEvent[] =>
  all.map((one, i) => sessionEventSchema.parse({ seq: i + 1, at: (i + 1) * 1000, by: null, ...one }))

const SESSION = happened(
  { type: 'block-added', data: { id: talk, text, board: null } },
  { type: 'block-started', data: { block: talk } },
  { type: 'block-edited', data: { block: talk, text: { title: 'Why do we?' } } },
  { type: 'block-parked', data: { block: talk, reason: 'The CDN is out' } },
  { type: 'block-added', data: { id: cdn, text: { ...text, title: 'CDN' }, board: fresh } },
  { type: 'block-started', data: { block: cdn } },
  {
    type: 'theme-added',
    data: { id: cert, text: { theme: 'Cert', who: '', what: '', where: '', plain: '' } },
  },
  { type: 'person-drawn', data: { turn, wedges: [mina], landed: 0 } },
  { type: 'theme-drawn', data: { turn, wedges: [cert], landed: 0, lap: 1 } },
  { type: 'turn-begun', data: { turn } },
  { type: 'turn-ended', data: { turn, outcome: 'found-live' } },
  { type: 'round-opened', data: { round, question: 'How does money move?' } },
  { type: 'round-revealed', data: { round, boards: {} } },
  { type: 'block-finished', data: { block: cdn } },
  { type: 'block-taken-up', data: { block: talk } },
  { type: 'block-started', data: { block: talk } },
)

test('blocks, pivots, turns and rounds, each from when to when, in the order in which they began', () => {
  expect(milestonesOf(SESSION)).toEqual([
    { kind: 'block', at: 2000, until: 4000, board: null, title: 'Why do we?', question: 'Why on call?' },
    {
      kind: 'pivot',
      at: 4000,
      until: 4000,
      board: null,
      to: fresh,
      reason: 'The CDN is out',
      parked: 'Why do we?',
    },
    { kind: 'block', at: 6000, until: 14_000, board: fresh, title: 'CDN', question: 'Why on call?' },
    {
      kind: 'turn',
      at: 10_000,
      until: 11_000,
      board: fresh,
      theme: 'Cert',
      person: mina,
      outcome: 'found-live',
    },
    { kind: 'round', at: 12_000, until: 13_000, board: fresh, question: 'How does money move?' },
    // Taken up again, it is a stretch of its own.
    { kind: 'block', at: 16_000, until: null, board: null, title: 'Why do we?', question: 'Why on call?' },
  ])
})

test('on a board that a pivot made stands what was there, and what led there; on the session’s own all of it', () => {
  const all = milestonesOf(SESSION)
  const kinds = (board: string | null) => milestonesOn(all, board).map(({ kind }) => kind)
  expect(kinds(fresh ?? '')).toEqual(['pivot', 'block', 'turn', 'round'])
  expect(kinds(null)).toEqual(all.map(({ kind }) => kind))
  expect(kinds(id('x'))).toEqual([])
  const away = happened(
    ...SESSION.slice(0, 6),
    { type: 'block-parked', data: { block: cdn, reason: 'It is back' } },
    { type: 'block-added', data: { id: cert, text: { ...text, title: 'After' }, board: null } },
    { type: 'block-started', data: { block: cert } },
  )
  expect(milestonesOn(milestonesOf(away), fresh ?? '')).toMatchObject([
    { kind: 'pivot', board: null, to: fresh },
    { kind: 'block', title: 'CDN' },
    { kind: 'pivot', board: fresh, to: null },
  ])
})

test('the events that are listed are all that it takes', () => {
  const listed = new Set<string>(MILESTONE_EVENTS)
  expect(milestonesOf(SESSION.filter(({ type }) => listed.has(type)))).toEqual(milestonesOf(SESSION))
})

test('a turn whose theme was not drawn is none yet', () => {
  expect(milestonesOf(happened({ type: 'person-drawn', data: { turn, wedges: [mina], landed: 0 } }))).toEqual(
    [],
  )
})

/** Where everybody looks: on which of the session's boards, and by whom. */
import { expect, test } from 'vitest'
import type { Request } from '@gamelan/protocol/session/commands'
import {
  applyEvent,
  NEW_SESSION,
  sessionEventSchema,
  sessionStateSchema,
  type Happening,
  type SessionState,
} from '@gamelan/protocol/session/session'
import { BOARD, personId } from '../live.fake.ts'
import { decide } from './decide.ts'
import { isRefusal, type Asker } from './decision.ts'

const FRESH = 'f'.repeat(22)
let ids = 0
const kim: Asker = { id: personId('kim'), role: 'facilitator', isProgram: false }
const bot: Asker = { id: personId('bot'), role: 'facilitator', isProgram: true }

const after = (state: SessionState, happenings: readonly Happening[]): SessionState =>
  happenings.reduce(
    (before, happening) =>
      applyEvent(before, { seq: before.seq + 1, at: before.seq, by: null, ...happening }),
    state,
  )

const asked = (state: SessionState, request: Request, asker = kim) =>
  decide(state, request, {
    asker,
    board: BOARD,
    newId: () => String(++ids).padStart(22, '0'),
    draw: () => 0,
    freshBoard: FRESH,
  })

function did(state: SessionState, request: Request, asker = kim): SessionState {
  const decision = asked(state, request, asker)
  if (isRefusal(decision)) throw new Error(decision.message)
  return after(state, decision)
}

const text = {
  title: 'Now',
  format: 'talk' as const,
  question: '',
  steps: [],
  minutes: 10,
  owner: null,
}
const come = ({ id, role, isProgram }: Asker): Happening => ({
  type: 'came',
  data: { id, name: id.slice(0, 3), color: '#1864ab', role, isProgram },
})
const table = after(NEW_SESSION, [kim, bot].map(come))
const pivoted = did(table, { type: 'pivot', reason: 'It is down', to: text, onFreshBoard: true })

test('a call, a spotlight and a replay say on which board they are; the session’s own is null, however it was said', () => {
  for (const [board, named] of [
    [FRESH, FRESH],
    [BOARD, null],
    [undefined, null],
  ] as const) {
    const at = board === undefined ? {} : { board }
    const called = did(pivoted, { type: 'call-everyone', ...at })
    expect(called.attention.call).toMatchObject({ by: kim.id, board: named })
    const lit = did(pivoted, { type: 'spotlight', region: [0, 0, 1, 1], ...at })
    expect(lit.attention.spotlight).toEqual({ region: [0, 0, 1, 1], board: named })
    expect(did(lit, { type: 'spotlight', region: null }).attention.spotlight).toBeNull()
    const shown = did(pivoted, { type: 'show-replay', seq: 1, moment: 1, speed: 0, ...at })
    expect(shown.attention.replay).toMatchObject({ by: kim.id, board: named })
  }
})

test('a board that is none of the session is refused, whether there is one or not', () => {
  const elsewhere = { board: 'e'.repeat(22) }
  for (const request of [
    { type: 'call-everyone', ...elsewhere },
    { type: 'spotlight', region: [0, 0, 1, 1], ...elsewhere },
    { type: 'show-replay', seq: 1, moment: 1, speed: 0, ...elsewhere },
  ] satisfies Request[])
    expect(asked(pivoted, request)).toMatchObject({ code: 'no-such-thing' })
  expect(asked(table, { type: 'call-everyone', board: FRESH })).toMatchObject({ code: 'no-such-thing' })
})

test('a pivot stays on the board on which it was asked, or goes onto a fresh one', () => {
  const boardAfter = (request: { board?: string; onFreshBoard: boolean }) =>
    did(pivoted, { type: 'pivot', reason: 'Again', to: { ...text, title: 'Then' }, ...request }).agenda.find(
      ({ state }) => state === 'running',
    )?.board
  expect(boardAfter({ onFreshBoard: false, board: FRESH })).toBe(FRESH)
  expect(boardAfter({ onFreshBoard: false, board: BOARD })).toBeNull()
  expect(boardAfter({ onFreshBoard: false })).toBeNull()
  expect(boardAfter({ onFreshBoard: true, board: BOARD })).toBe(FRESH)
})

test('a replay of another board is another showing', () => {
  const first = did(pivoted, { type: 'show-replay', seq: 1, moment: 1, speed: 0 })
  const { since } = first.attention.replay ?? {}
  const goesOn = did(first, { type: 'show-replay', seq: 2, moment: 2, speed: 0 })
  expect(goesOn.attention.replay?.since).toBe(since)
  const other = did(goesOn, { type: 'show-replay', seq: 1, moment: 1, speed: 0, board: FRESH })
  expect(other.attention.replay?.since).not.toBe(since)
})

test('what was kept before boards were named means the session’s own, and who came then was a person', () => {
  const old = [
    { type: 'came', data: { id: kim.id, name: 'kim', color: '#1864ab', role: 'facilitator' } },
    { type: 'everyone-called', data: { person: kim.id } },
    { type: 'spotlight-moved', data: { region: [0, 0, 1, 1] } },
    { type: 'replay-shown', data: { person: kim.id, seq: 1, moment: 1, speed: 0 } },
  ]
  let state = NEW_SESSION
  for (const [at, one] of old.entries())
    state = applyEvent(state, sessionEventSchema.parse({ seq: at + 1, at, by: kim.id, ...one }))
  expect(state.attention).toMatchObject({
    call: { board: null },
    spotlight: { board: null },
    replay: { board: null },
  })
  expect(state.people.people[kim.id]?.isProgram).toBe(false)
  const { board: _call, ...call } = state.attention.call ?? { board: null }
  const kept = { ...state, attention: { ...state.attention, call } }
  expect(sessionStateSchema.parse(JSON.parse(JSON.stringify(kept)))).toEqual(state)
})

test('a program has no hand, no turn, no round and no view, and still does what its role lets it do', () => {
  for (const request of [
    { type: 'raise-hand', up: true },
    { type: 'react', reaction: 'clap' },
    { type: 'play', plays: true },
    { type: 'call-everyone' },
  ] satisfies Request[])
    expect(asked(table, request, bot)).toMatchObject({ code: 'not-allowed' })
  expect(asked(table, { type: 'present', person: bot.id })).toMatchObject({ code: 'not-now' })
  const round = did(table, { type: 'open-round', question: 'Where?' })
  expect(Object.keys(round.rounds[0]?.drawers ?? {})).toEqual([kim.id])
  expect(asked(round, { type: 'join-round' }, bot)).toMatchObject({ code: 'not-allowed' })
  // One that said so before programs were told from people.
  const plays = after(table, [{ type: 'played', data: { person: bot.id, plays: true } }])
  expect(asked(plays, { type: 'draw-person' })).toMatchObject({ code: 'not-now' })
  expect(did(table, { type: 'start-timer', minutes: 5 }, bot).timer).not.toBeNull()
})

test('the end of a replay that is named ends no other', () => {
  const led = did(table, { type: 'show-replay', seq: 3, moment: 1, speed: 1 })
  const since = led.attention.replay?.since ?? -1
  expect(asked(led, { type: 'end-replay', since: since + 1 })).toEqual([])
  expect(did(led, { type: 'end-replay', since }).attention.replay).toBeNull()
  expect(did(led, { type: 'end-replay' }).attention.replay).toBeNull()
  expect(asked(table, { type: 'end-replay', since })).toEqual([])
})

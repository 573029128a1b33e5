/** The draw, with the randomness that ships. What is drawn among is in the events, so that it can be told. */
import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  applyEvent,
  NEW_SESSION,
  type Happening,
  type SessionEvent,
  type SessionState,
} from '@gamelan/protocol/session/session'
import type { Request } from '@gamelan/protocol/session/commands'
import { BOARD, personId } from '../live.fake.ts'
import { decide } from './decide.ts'
import { isRefusal, type Circumstances } from './decision.ts'

let ids = 0
const facilitator: Circumstances = {
  asker: { id: personId('facilitator'), role: 'facilitator', isProgram: false },
  board: BOARD,
  newId: () => String(++ids).padStart(22, '0'),
  draw: (count) => randomInt(count),
}

function after(state: SessionState, happenings: readonly Happening[]): SessionState {
  return happenings.reduce((before, happening) => {
    const event = { seq: before.seq + 1, at: before.seq, by: null, ...happening } satisfies SessionEvent
    return applyEvent(before, event)
  }, state)
}

function ask(state: SessionState, request: Request): SessionState {
  const decision = decide(state, request, facilitator)
  if (isRefusal(decision)) throw new Error(`${request.type}: ${decision.message}`)
  return after(state, decision)
}

const players = ['ada', 'ben', 'cho', 'dia', 'eli'].map(personId)

const come = (person: string): Happening[] => [
  {
    type: 'came',
    data: { id: person, name: person.slice(0, 3), color: '#1864ab', role: 'editor', isProgram: false },
  },
  { type: 'played', data: { person, plays: true } },
]

const table = after(NEW_SESSION, players.flatMap(come))

/** Draws a person, and ends their turn at once. */
function turn(state: SessionState): SessionState {
  return ask(ask(state, { type: 'draw-person' }), { type: 'end-turn', outcome: 'passed' })
}

const lastDrawn = ({ wheel }: SessionState) => wheel.turns.at(-1)?.person ?? ''

/** The sum of (seen - expected)² / expected. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

/** With 4 degrees of freedom, exceeded by chance once in a million runs. */
const UNLIKELY = 33.4

describe('the wheel', () => {
  test('draws everybody as likely as everybody else: 10,000 first draws', () => {
    const counts = new Map(players.map((person) => [person, 0]))
    for (let i = 0; i < 10_000; i++) {
      const drawn = lastDrawn(ask(table, { type: 'draw-person' }))
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1)
    }
    expect([...counts.keys()]).toEqual(players)
    expect(chiSquare([...counts.values()])).toBeLessThan(UNLIKELY)
  })

  test('draws every order as likely: 10,000 times who comes last of three', () => {
    const three = after(NEW_SESSION, players.slice(0, 3).flatMap(come))
    const counts = [0, 0, 0]
    for (let i = 0; i < 10_000; i++) {
      const last = players.indexOf(lastDrawn(turn(turn(turn(three)))))
      counts[last] = (counts[last] ?? 0) + 1
    }
    expect(chiSquare(counts)).toBeLessThan(UNLIKELY)
  })

  test('draws nobody twice before all who are present were drawn once, however often it is spun', () => {
    let state = table
    for (let lap = 0; lap < 100; lap++) {
      const drawn = new Set<string>()
      for (let i = 0; i < players.length; i++) {
        state = turn(state)
        drawn.add(lastDrawn(state))
      }
      expect(drawn.size).toBe(players.length)
      state = { ...state, wheel: { ...state.wheel, turns: [] } }
    }
  })

  test('draws nobody who did not opt in, is away, only watches, or has left', () => {
    const [ada = '', ben = '', cho = '', dia = '', eli = ''] = players
    const state = after(table, [
      { type: 'played', data: { person: ada, plays: false } },
      { type: 'was-away', data: { person: ben, away: true } },
      { type: 'observed', data: { person: cho, observes: true } },
      { type: 'left', data: { person: dia } },
    ])
    for (let i = 0; i < 100; i++) expect(lastDrawn(ask(state, { type: 'draw-person' }))).toBe(eli)
  })

  test('plays each theme once before any comes again, and one that is drawn anew is on it again', () => {
    const themes = ['DNS', 'Cert', 'Deploy', 'Login'].map((theme) => ({
      theme,
      who: '',
      what: '',
      where: '',
      plain: '',
    }))
    let state = ask(table, { type: 'set-themes', themes })
    for (let lap = 1; lap <= 50; lap++) {
      const played = new Set<string>()
      for (let i = 0; i < themes.length; i++) {
        state = ask(ask(state, { type: 'draw-person' }), { type: 'draw-theme' })
        if (i === 0) state = ask(state, { type: 'draw-theme' })
        played.add(state.wheel.turns.at(-1)?.theme ?? '')
        state = ask(state, { type: 'end-turn', outcome: 'answered' })
      }
      expect(played.size).toBe(themes.length)
      expect(state.wheel.lap).toBe(lap)
    }
  })

  test('an import keeps what was played of the themes that stay', () => {
    const text = (theme: string, plain = '') => ({ theme, who: '', what: '', where: '', plain })
    let state = ask(table, { type: 'set-themes', themes: [text('DNS'), text('Cert')] })
    state = ask(ask(state, { type: 'draw-person' }), { type: 'draw-theme' })
    const played = state.wheel.themes.find(({ lap }) => lap === 1)?.theme ?? ''
    state = ask(state, { type: 'set-themes', themes: [text(played, 'In plain words'), text('Deploy')] })
    expect(state.wheel.themes.map(({ theme, lap, plain }) => [theme, lap, plain])).toEqual([
      [played, 1, 'In plain words'],
      ['Deploy', 0, ''],
    ])
  })
})

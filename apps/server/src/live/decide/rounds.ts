/**
 * What comes of private rounds. Pure. Must never put a board into an event before the reveal: every client is told all
 * events.
 */
import { SESSION_ROUNDS } from '@gamelan/protocol/limits'
import { openRound } from '@gamelan/protocol/session/rounds'
import type { Happening, SessionState } from '@gamelan/protocol/session/session'
import { may } from '@gamelan/protocol/roles'
import { NOTHING, refuse, type Decide } from './decision.ts'

const NONE_OPEN = refuse('not-now', 'No round is open.')

/** Those who get a board of their own: who is here, may draw, does not only watch, and is no program. */
export function drawers({ people }: SessionState): string[] {
  return Object.values(people.people)
    .filter(({ here, observes, role, isProgram }) => here && !observes && !isProgram && may(role, 'draw'))
    .map(({ id }) => id)
}

export const openTheRound: Decide<'open-round'> = (state, { question }, { newId }) => {
  if (openRound(state.rounds) !== undefined) return refuse('not-now', 'A round is open. Reveal it first.')
  if (state.rounds.length >= SESSION_ROUNDS) {
    return refuse('session-full', 'The session has as many rounds as it may.')
  }
  const round = newId()
  return [
    { type: 'round-opened', data: { round, question } },
    ...drawers(state).map((person): Happening => ({ type: 'round-joined', data: { round, person } })),
  ]
}

export const joinRound: Decide<'join-round'> = (state, _request, { asker: { id: person } }) => {
  const round = openRound(state.rounds)
  if (round === undefined) return NONE_OPEN
  if (person in round.drawers) return NOTHING
  return [{ type: 'round-joined', data: { round: round.id, person } }]
}

export const beReady: Decide<'be-ready'> = (state, { ready }, { asker: { id: person } }) => {
  const round = openRound(state.rounds)
  const now = round?.drawers[person]
  if (round === undefined || now === undefined) return NONE_OPEN
  if ((now === 'ready') === ready) return NOTHING
  return [{ type: 'was-ready', data: { round: round.id, person, ready } }]
}

export const revealRound: Decide<'reveal-round'> = (state, _request, { boards }) => {
  const round = openRound(state.rounds)
  if (round === undefined) return NONE_OPEN
  if (boards === undefined) return refuse('unavailable', 'The boards of the round could not be read.')
  return [{ type: 'round-revealed', data: { round: round.id, boards: { ...boards } } }]
}

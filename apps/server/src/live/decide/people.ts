/** What comes of what people say of themselves. Pure. Must never let one person speak for another. */
import type { Person } from '@gamelan/protocol/session/people'
import type { SessionState } from '@gamelan/protocol/session/session'
import { NOTHING, refuse, type Decide, type Decision } from './decision.ts'

const NOT_HERE = refuse('no-such-thing', 'Nobody by this name is in the session.')

const self = ({ people }: SessionState, id: string): Person | undefined => people.people[id]

function lowered(state: SessionState, person: string): Decision {
  const found = self(state, person)
  if (found === undefined) return NOT_HERE
  return found.hand === null ? NOTHING : [{ type: 'hand-lowered', data: { person } }]
}

export const raiseHand: Decide<'raise-hand'> = (state, { up }, { asker: { id: person } }) => {
  const found = self(state, person)
  if (found === undefined) return NOT_HERE
  if (!up) return lowered(state, person)
  return found.hand === null ? [{ type: 'hand-raised', data: { person } }] : NOTHING
}

export const lowerHand: Decide<'lower-hand'> = (state, { person }) => lowered(state, person)

export const beAway: Decide<'be-away'> = (state, { away }, { asker: { id: person } }) => {
  const found = self(state, person)
  if (found === undefined) return NOT_HERE
  return found.away === away ? NOTHING : [{ type: 'was-away', data: { person, away } }]
}

export const observe: Decide<'observe'> = (state, { observes }, { asker: { id: person } }) => {
  const found = self(state, person)
  if (found === undefined) return NOT_HERE
  return found.observes === observes ? NOTHING : [{ type: 'observed', data: { person, observes } }]
}

export const react: Decide<'react'> = (_state, { reaction }) => [{ type: 'reacted', data: { reaction } }]

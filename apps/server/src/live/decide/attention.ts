/** What comes of what the facilitator and the presenter do to where everybody looks. Pure. */
import type { SessionState } from '@gamelan/protocol/session/session'
import { NOTHING, refuse, type Decide } from './decision.ts'

const isHere = ({ people }: SessionState, id: string) => people.people[id]?.here === true

export const present: Decide<'present'> = (state, { person }) => {
  if (person === state.attention.presenter) return NOTHING
  if (person !== null && !isHere(state, person)) {
    return refuse('no-such-thing', 'They are not in the session now.')
  }
  return [{ type: 'presented', data: { person } }]
}

export const lock: Decide<'lock'> = ({ attention }, { locked }) =>
  attention.locked === locked ? NOTHING : [{ type: 'lock-changed', data: { locked } }]

export const callEveryone: Decide<'call-everyone'> = (_state, _request, { asker: { id: person } }) => [
  { type: 'everyone-called', data: { person } },
]

export const releaseEveryone: Decide<'release-everyone'> = ({ attention }) =>
  attention.call === null ? NOTHING : [{ type: 'everyone-released', data: {} }]

export const spotlight: Decide<'spotlight'> = ({ attention }, { region }) =>
  region === null && attention.spotlight === null ? NOTHING : [{ type: 'spotlight-moved', data: { region } }]

export const showReplay: Decide<'show-replay'> = (
  _state,
  { seq, moment, speed },
  { asker: { id: person } },
) => [{ type: 'replay-shown', data: { person, seq, moment, speed } }]

export const endReplay: Decide<'end-replay'> = ({ attention }) =>
  attention.replay === null ? NOTHING : [{ type: 'replay-ended', data: {} }]

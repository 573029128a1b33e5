/** What comes of what the facilitator and the presenter do to where everybody looks. Pure. */
import type { SessionState } from '@gamelan/protocol/session/session'
import { NOTHING, refuse, type Decide } from './decision.ts'
import { onBoard } from './place.ts'

const isHere = ({ people }: SessionState, id: string) => people.people[id]?.here === true

export const present: Decide<'present'> = (state, { person }) => {
  if (person === state.attention.presenter) return NOTHING
  if (person !== null && !isHere(state, person)) {
    return refuse('no-such-thing', 'They are not in the session now.')
  }
  if (person !== null && state.people.people[person]?.isProgram === true) {
    return refuse('not-now', 'This is a program: it shows no view, so it cannot present.')
  }
  return [{ type: 'presented', data: { person } }]
}

export const lock: Decide<'lock'> = ({ attention }, { locked }) =>
  attention.locked === locked ? NOTHING : [{ type: 'lock-changed', data: { locked } }]

export const callEveryone: Decide<'call-everyone'> = (state, request, circumstances) =>
  onBoard(state, request, circumstances, (board) => [
    { type: 'everyone-called', data: { person: circumstances.asker.id, board } },
  ])

export const releaseEveryone: Decide<'release-everyone'> = ({ attention }) =>
  attention.call === null ? NOTHING : [{ type: 'everyone-released', data: {} }]

export const spotlight: Decide<'spotlight'> = (state, request, circumstances) => {
  const { region } = request
  // What is put out is on no board.
  if (region === null)
    return state.attention.spotlight === null
      ? NOTHING
      : [{ type: 'spotlight-moved', data: { region, board: null } }]
  return onBoard(state, request, circumstances, (board) => [
    { type: 'spotlight-moved', data: { region, board } },
  ])
}

export const showReplay: Decide<'show-replay'> = (state, request, circumstances) =>
  onBoard(state, request, circumstances, (board) => {
    const { seq, moment, speed } = request
    const person = circumstances.asker.id
    return [{ type: 'replay-shown', data: { person, board, seq, moment, speed } }]
  })

export const endReplay: Decide<'end-replay'> = ({ attention: { replay } }, { since }) =>
  replay === null || (since ?? replay.since) !== replay.since ? NOTHING : [{ type: 'replay-ended', data: {} }]

/** What comes of what the facilitator and the presenter do to where everybody looks. Pure. */
import { isBoardOf } from '@gamelan/protocol/session/agenda'
import type { SessionState } from '@gamelan/protocol/session/session'
import { NOTHING, refuse, type Circumstances, type Decide, type Decision } from './decision.ts'

const NO_BOARD = refuse('no-such-thing', 'This board is none of the session. Ask from one of its boards.')

/** What happens on the board that is meant, as events name it: null is the session's own. Refused: it is none of them. */
function on(
  { agenda }: SessionState,
  board: string | undefined,
  circumstances: Pick<Circumstances, 'board'>,
  happens: (board: string | null) => Decision,
): Decision {
  if (board === undefined || board === circumstances.board) return happens(null)
  return isBoardOf(agenda, board) ? happens(board) : NO_BOARD
}

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
  on(state, request.board, circumstances, (board) => [
    { type: 'everyone-called', data: { person: circumstances.asker.id, board } },
  ])

export const releaseEveryone: Decide<'release-everyone'> = ({ attention }) =>
  attention.call === null ? NOTHING : [{ type: 'everyone-released', data: {} }]

export const spotlight: Decide<'spotlight'> = (state, { region, board: asked }, circumstances) =>
  on(state, asked, circumstances, (board) =>
    region === null && state.attention.spotlight === null
      ? NOTHING
      : // What is put out is on no board.
        [{ type: 'spotlight-moved', data: { region, board: region && board } }],
  )

export const showReplay: Decide<'show-replay'> = (
  state,
  { board: asked, seq, moment, speed },
  circumstances,
) =>
  on(state, asked, circumstances, (board) => [
    { type: 'replay-shown', data: { person: circumstances.asker.id, board, seq, moment, speed } },
  ])

export const endReplay: Decide<'end-replay'> = ({ attention }) =>
  attention.replay === null ? NOTHING : [{ type: 'replay-ended', data: {} }]

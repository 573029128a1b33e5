/** On which of the session's boards something happens that was asked. Pure. Must never name a board that is none of them. */
import { isBoardOf } from '@gamelan/protocol/session/agenda'
import type { SessionState } from '@gamelan/protocol/session/session'
import { refuse, type Circumstances, type Decision } from './decision.ts'

const NO_BOARD = refuse('no-such-thing', 'This board is none of the session. Ask from one of its boards.')

/** @param happens what happens there; the board as events name it: null is the session's own */
export function onBoard(
  { agenda }: SessionState,
  { board }: { readonly board?: string | undefined },
  circumstances: Pick<Circumstances, 'board'>,
  happens: (board: string | null) => Decision,
): Decision {
  if (board === undefined || board === circumstances.board) return happens(null)
  return isBoardOf(agenda, board) ? happens(board) : NO_BOARD
}

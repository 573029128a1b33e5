/** What a command needs that the state does not have, and that takes the database: asked for before it is decided. */
import type { Request } from '@gamelan/protocol/session/commands'
import { openRound } from '@gamelan/protocol/session/rounds'
import type { SessionState } from '@gamelan/protocol/session/session'
import { decide } from './decide/decide.ts'
import { isRefusal, type Circumstances } from './decide/decision.ts'

export type Prepared = Pick<Circumstances, 'freshBoard' | 'boards'>

/** Rejects where it cannot be had. Makes nothing for a command that would be refused. */
export type Prepare = (
  boardId: string,
  state: SessionState,
  request: Request,
  circumstances: Circumstances,
) => Promise<Prepared>

type Parts = {
  /** Makes a board for who asks, onto which all may come who may come onto the session's, and answers its id. */
  readonly makeBoard: (title: string, person: string, sessionBoardId: string) => Promise<string>
  /** The boards of a round by their owners. */
  readonly boardsOf: (round: string) => Promise<Readonly<Record<string, string>>>
}

const NONE: Prepared = {}

export function createPrepare({ makeBoard, boardsOf }: Parts): Prepare {
  return async (boardId, state, request, circumstances) => {
    if (request.type === 'pivot' && request.onFreshBoard) {
      const tried = decide(state, request, { ...circumstances, freshBoard: '' })
      if (isRefusal(tried)) return NONE
      return { freshBoard: await makeBoard(request.to.title, circumstances.asker.id, boardId) }
    }
    if (request.type === 'reveal-round') {
      const round = openRound(state.rounds)
      if (round === undefined || isRefusal(decide(state, request, { ...circumstances, boards: {} })))
        return NONE
      return { boards: await boardsOf(round.id) }
    }
    return NONE
  }
}

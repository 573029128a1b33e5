/**
 * What a command needs that the state does not have, and the boards that it makes. Must never make anything itself: the
 * boards are made in the transaction that stores the events, so that none is left without them.
 */
import type { Request } from '@gamelan/protocol/session/commands'
import { openRound } from '@gamelan/protocol/session/rounds'
import type { Happening, SessionState } from '@gamelan/protocol/session/session'
import type { SessionBoard } from '../boards/types.ts'
import { decide } from './decide/decide.ts'
import { isRefusal, type Circumstances } from './decide/decision.ts'

export type Prepared = Pick<Circumstances, 'freshBoard' | 'boards'>

/** Rejects where it cannot be had. */
export type Prepare = (
  boardId: string,
  state: SessionState,
  request: Request,
  circumstances: Circumstances,
) => Promise<Prepared>

type Parts = {
  /** The boards of a round by their owners. */
  readonly boardsOf: (round: string) => Promise<Readonly<Record<string, string>>>
}

const NONE: Prepared = {}

export function createPrepare({ boardsOf }: Parts): Prepare {
  return async (_boardId, state, request, circumstances) => {
    if (request.type === 'pivot' && request.onFreshBoard) return { freshBoard: circumstances.newId() }
    if (request.type === 'reveal-round') {
      const round = openRound(state.rounds)
      if (round === undefined || isRefusal(decide(state, request, { ...circumstances, boards: {} })))
        return NONE
      return { boards: await boardsOf(round.id) }
    }
    return NONE
  }
}

/** The boards that have to be made for what happens: that of a pivot, and one for each person who draws in a round. */
export function boardsMadeBy(
  happenings: readonly Happening[],
  state: SessionState,
  {
    asker,
    sessionBoardId,
    newId,
    freshBoard,
  }: Pick<Circumstances, 'asker' | 'newId' | 'freshBoard'> & { readonly sessionBoardId: string },
): readonly SessionBoard[] {
  let question = openRound(state.rounds)?.question ?? ''
  const boards: SessionBoard[] = []
  for (const { type, data } of happenings) {
    if (type === 'round-opened') question = data.question
    if (type === 'round-joined') {
      const { round, person } = data
      boards.push({ id: newId(), title: question, person, sessionBoardId, round })
    }
    if (type === 'block-added' && data.board !== null && data.board === freshBoard)
      boards.push({
        id: data.board,
        title: data.text.title,
        person: asker.id,
        sessionBoardId,
        round: undefined,
      })
  }
  return boards
}

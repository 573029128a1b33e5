/** Whether a board is the one on which somebody draws alone, as the session says. Pure. */
import { openRound, type Round } from '@gamelan/protocol/session/rounds'
import type { SessionSnapshot } from '../../../session/session-connection.ts'

/** The round in which this board is this person's. */
export function ownRound(
  { state, own }: Pick<SessionSnapshot, 'state' | 'own'>,
  me: string,
  boardId: string,
): Round | undefined {
  return state?.rounds.find(
    ({ id, boards }) => boards[me] === boardId || (own?.board === boardId && own.round === id),
  )
}

/** undefined: the session has not said it yet. */
export function isOwnBoard(
  snapshot: Pick<SessionSnapshot, 'state' | 'own' | 'line'>,
  me: string,
  boardId: string,
): boolean | undefined {
  const { state, own, line } = snapshot
  if (ownRound(snapshot, me, boardId) !== undefined) return true
  if (line === 'ended') return false
  if (state === null) return undefined
  // Which board they have in the round that is open is told after the state.
  const open = openRound(state.rounds)
  return open !== undefined && me in open.drawers && own?.round !== open.id ? undefined : false
}

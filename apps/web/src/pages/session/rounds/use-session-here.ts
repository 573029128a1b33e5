/**
 * The session that a board's page belongs to: the board's own, or where somebody draws alone, that of the round. One, and
 * never both. What the address says of it must never be believed: where that session does not name the board as this
 * person's, it is the board's own.
 */
import { boardIdSchema } from '@gamelan/protocol/ids'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useSession, useSessionSnapshot } from '../use-session.ts'
import { isOwnBoard, ownRound } from './own-board.ts'

export function useSessionHere(boardId: string, me: string) {
  const [search] = useSearchParams()
  const claimed = boardIdSchema.nullable().catch(null).parse(search.get('of'))
  const [refuted, setRefuted] = useState<string | null>(null)
  const sessionBoard = claimed === null || claimed === refuted ? boardId : claimed
  const session = useSession(sessionBoard)
  const snapshot = useSessionSnapshot(session)
  const isClaimed = sessionBoard !== boardId
  const isOwn = isClaimed && isOwnBoard(snapshot, me, boardId)
  if (isClaimed && isOwn === false) setRefuted(claimed)
  return {
    session,
    snapshot,
    sessionBoard,
    /** Whether the page is of a board on which somebody draws alone; true also as long as that is not known. */
    isAlone: isClaimed,
    /** In which they draw alone here, once the session has said so. */
    round: isClaimed ? ownRound(snapshot, me, boardId) : undefined,
  }
}

/**
 * Boards that belong to the session of another: a pivot's, on which everybody has the role that they have on the session's
 * board, and those of private rounds, at which they may look once they are revealed. A round is revealed by the session's
 * own event and by nothing else, so that nobody can look before all are told that everybody may. Must never give more than
 * the session's board gives.
 */
import { and, eq, exists, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Queries } from '../database/database.ts'
import { boards, roundBoards, sessionEvents } from '../database/schema.ts'

/** Where a board is: in use, or in the trash. */
export const PLACES = { kept: isNull(boards.trashedAt), trashed: isNotNull(boards.trashedAt) }
export type BoardPlace = keyof typeof PLACES

export type Belonging = {
  readonly sessionBoardId: string
  /** What it gives to those who have a role there: the same one, a look at what was revealed, or nothing. */
  readonly gives: 'role' | 'look' | 'nothing'
}

/** To whose session a board belongs; undefined: to its own, or there is no such board in this place. */
export async function belongingOf(
  on: Queries,
  boardId: string,
  place: BoardPlace = 'kept',
): Promise<Belonging | undefined> {
  const revealed = exists(
    on
      .select({ seq: sessionEvents.seq })
      .from(sessionEvents)
      .where(
        and(
          eq(sessionEvents.boardId, boards.sessionBoardId),
          sql`${sessionEvents.type} = 'round-revealed'`,
          sql`${sessionEvents.data} ->> 'round' = ${roundBoards.roundId}`,
        ),
      ),
  )
  const [row] = await on
    .select({
      sessionBoardId: boards.sessionBoardId,
      round: roundBoards.roundId,
      isRevealed: sql<boolean>`${revealed}`,
    })
    .from(boards)
    .leftJoin(roundBoards, eq(roundBoards.boardId, boards.id))
    .where(and(eq(boards.id, boardId), PLACES[place]))
  if (row?.sessionBoardId == null) return undefined
  const { sessionBoardId, round, isRevealed } = row
  return { sessionBoardId, gives: round === null ? 'role' : isRevealed ? 'look' : 'nothing' }
}

/** The board whose session is held on a board: its own, but for those that a pivot made. */
export async function sessionBoardOf(on: Queries, boardId: string): Promise<string> {
  const belonging = await belongingOf(on, boardId)
  return belonging?.gives === 'role' ? belonging.sessionBoardId : boardId
}

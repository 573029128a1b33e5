/**
 * Whether a board of a private round is revealed. It is so by the session's own event, and by nothing else: so that nobody
 * can look before all are told that everybody may.
 */
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../database/database.ts'
import { boards, roundBoards, sessionEvents } from '../database/schema.ts'

/** The board in whose session it was revealed; undefined: it is none of a round, or not revealed, or in the trash. */
export async function revealedIn(database: Database, boardId: string): Promise<string | undefined> {
  const [row] = await database.queries
    .select({ sessionBoardId: roundBoards.sessionBoardId })
    .from(roundBoards)
    .innerJoin(boards, eq(boards.id, roundBoards.boardId))
    .innerJoin(
      sessionEvents,
      and(
        eq(sessionEvents.boardId, roundBoards.sessionBoardId),
        sql`${sessionEvents.type} = 'round-revealed'`,
        sql`${sessionEvents.data} ->> 'round' = ${roundBoards.roundId}`,
      ),
    )
    .where(and(eq(roundBoards.boardId, boardId), isNull(boards.trashedAt)))
    .limit(1)
  return row?.sessionBoardId
}

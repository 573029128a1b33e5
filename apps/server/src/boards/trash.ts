/**
 * Boards in the trash: which a visitor may take out again, and taking one out. Must never bring back a board whose
 * time is over: the sweeper may have begun to erase it.
 */
import { and, desc, eq, gt, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { hasWayIn } from '../access/members.ts'
import type { Queries } from '../database/database.ts'
import { boards, links, members } from '../database/schema.ts'
import { TRASH_KEPT_FOR } from '../limits.ts'
import { startOf, writeCursor } from './cursor.ts'
import { boardColumns, boardOf } from './row.ts'
import type { BoardRow, PageQuery, TrashedBoard } from './types.ts'

/** Which boards, at `now` (milliseconds), may still be taken out. */
const stillKept = (now: number) => gt(boards.trashedAt, new Date(now - TRASH_KEPT_FOR))

/** See `Boards.trashed`. */
export async function listTrash(
  on: Queries,
  visitorId: string,
  now: number,
  { cursor, limit }: PageQuery,
): Promise<{ boards: TrashedBoard[]; next: string | null }> {
  const from = startOf(cursor)
  const sessionBoard = alias(boards, 'session_board')
  const rows = await on
    .select({ id: boards.id, title: boards.title, trashedAt: boards.trashedAt })
    .from(members)
    // Those of a session are for its facilitators to take out, where the session's own board is in use.
    .innerJoin(boards, or(eq(boards.id, members.boardId), eq(boards.sessionBoardId, members.boardId)))
    .leftJoin(sessionBoard, eq(sessionBoard.id, boards.sessionBoardId))
    .leftJoin(links, eq(links.id, members.linkId))
    .where(
      and(
        eq(members.visitorId, visitorId),
        eq(members.role, 'facilitator'),
        hasWayIn,
        isNotNull(boards.trashedAt),
        isNull(sessionBoard.trashedAt),
        stillKept(now),
        from && or(lt(boards.trashedAt, from.at), and(eq(boards.trashedAt, from.at), lt(boards.id, from.id))),
      ),
    )
    .orderBy(desc(boards.trashedAt), desc(boards.id))
    .limit(limit + 1)
  const found = rows.flatMap(({ trashedAt, ...board }) => {
    if (trashedAt === null) return []
    return [{ ...board, trashedAt, goneAt: new Date(trashedAt.getTime() + TRASH_KEPT_FOR) }]
  })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const next = found.length > limit && last ? writeCursor({ at: last.trashedAt, id: last.id }) : null
  return { boards: page, next }
}

/** Takes a board out of the trash; undefined: it is not in it, or its time is over. */
export async function takeOut(on: Queries, boardId: string, now: number): Promise<BoardRow | undefined> {
  const [row] = await on
    .update(boards)
    .set({ trashedAt: null })
    .where(and(eq(boards.id, boardId), stillKept(now)))
    .returning(boardColumns)
  return boardOf(row)
}

/**
 * The list of a visitor's boards, a page at a time. Must never show a board on which the visitor's way in has ended.
 */
import { and, asc, count, desc, eq, gte, ilike, inArray, isNull, lt, max, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Participant } from '@gamelan/protocol/http/boards'
import { visitorParticipant } from '../access/identity.ts'
import { hasWayIn } from '../access/members.ts'
import type { Queries } from '../database/database.ts'
import { boards, links, members, pictures, roundBoards, visitors } from '../database/schema.ts'
import { startOf, writeCursor } from './cursor.ts'
import { likePattern } from './search.ts'
import type { BoardListing, BoardQuery } from './types.ts'

/** Faces shown for one board. */
const PEOPLE_SHOWN = 5

/** See `Boards.list`. */
export async function listBoards(
  on: Queries,
  visitorId: string,
  { q, cursor, limit }: BoardQuery,
): Promise<{ boards: BoardListing[]; next: string | null }> {
  const from = startOf(cursor)
  // What is drawn on the board of a pivot is its session's as well.
  const at = from && sql.param(from.at, boards.changedAt)
  const changedAt = sql<Date>`greatest(${boards.changedAt}, (${ofPivots(on)}))`.mapWith(boards.changedAt)
  const rows = await on
    .select({
      id: boards.id,
      title: boards.title,
      changedAt,
      role: members.role,
      pictureVersion: pictures.sha256,
    })
    .from(members)
    .innerJoin(boards, eq(boards.id, members.boardId))
    .leftJoin(links, eq(links.id, members.linkId))
    .leftJoin(pictures, eq(pictures.boardId, boards.id))
    .where(
      and(
        eq(members.visitorId, visitorId),
        isNull(boards.trashedAt),
        hasWayIn,
        isNull(boards.sessionBoardId),
        q === undefined || q.trim() === '' ? undefined : ilike(boards.title, likePattern(q.trim())),
        from && or(lt(changedAt, at), and(eq(changedAt, at), lt(boards.id, from.id))),
      ),
    )
    .orderBy(desc(changedAt), desc(boards.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const people = await readPeople(
    on,
    page.map((row) => row.id),
  )
  return {
    boards: page.map((row) => Object.assign(row, people.get(row.id) ?? { people: [], peopleCount: 0 })),
    next: rows.length > limit && last ? writeCursor({ at: last.changedAt, id: last.id }) : null,
  }
}

/** When one of the boards was changed last that pivots made in a board's session. */
function ofPivots(on: Queries) {
  const own = alias(boards, 'own')
  return on
    .select({ last: max(own.changedAt) })
    .from(own)
    .leftJoin(roundBoards, eq(roundBoards.boardId, own.id))
    .where(and(eq(own.sessionBoardId, boards.id), isNull(roundBoards.boardId)))
}

type People = { people: Participant[]; peopleCount: number }

/** Who was on each of these boards, latest first. */
async function readPeople(on: Queries, boardIds: readonly string[]): Promise<ReadonlyMap<string, People>> {
  if (boardIds.length === 0) return new Map()
  const ranked = on.$with('ranked').as(
    on
      .select({
        boardId: members.boardId,
        visitorId: members.visitorId,
        rank: sql<number>`(row_number() over (partition by ${members.boardId} order by ${members.seenAt} desc, ${members.visitorId}))::int`.as(
          'rank',
        ),
        people: sql<number>`(${count()} over (partition by ${members.boardId}))::int`.as('people'),
      })
      .from(members)
      // Not those who have a role here since they had one on the board before, and did not come yet.
      .where(and(inArray(members.boardId, [...boardIds]), gte(members.seenAt, members.joinedAt))),
  )
  const rows = await on
    .with(ranked)
    .select({ boardId: ranked.boardId, people: ranked.people, visitor: visitors })
    .from(ranked)
    .innerJoin(visitors, eq(visitors.id, ranked.visitorId))
    .where(sql`${ranked.rank} <= ${PEOPLE_SHOWN}`)
    .orderBy(asc(ranked.boardId), asc(ranked.rank))
  const byBoard = new Map<string, People>()
  for (const row of rows) {
    const entry = byBoard.get(row.boardId) ?? { people: [], peopleCount: row.people }
    entry.people.push(visitorParticipant(row.visitor))
    byBoard.set(row.boardId, entry)
  }
  return byBoard
}

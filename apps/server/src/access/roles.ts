/** A caller's role on each of several boards, in one query. Must never tell of a board that they may not see (A3). */
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Role } from '@gamelan/protocol/roles'
import type { Queries } from '../database/database.ts'
import { boards, links, members } from '../database/schema.ts'
import type { Caller } from './caller.ts'
import { hashKey } from './link-keys.ts'
import { hasWayIn } from './members.ts'

/** See `Access.roles`. A ticket is of one board, and none here. */
export async function readRoles(
  on: Queries,
  caller: Caller,
  boardIds: readonly string[],
): Promise<ReadonlyMap<string, Role>> {
  if (boardIds.length === 0) return new Map()
  const ids = [...boardIds]
  if (caller.kind === 'key') {
    const rows = await on
      .select({ boardId: links.boardId, role: links.role })
      .from(links)
      .innerJoin(boards, eq(boards.id, links.boardId))
      .where(
        and(
          eq(links.keyHash, hashKey(caller.key)),
          inArray(links.boardId, ids),
          isNull(links.endedAt),
          isNull(boards.trashedAt),
        ),
      )
    return new Map(rows.map(({ boardId, role }) => [boardId, role]))
  }
  if (caller.kind !== 'visitor') return new Map()
  const rows = await on
    .select({ boardId: members.boardId, role: members.role })
    .from(members)
    .innerJoin(boards, eq(boards.id, members.boardId))
    .leftJoin(links, eq(links.id, members.linkId))
    .where(
      and(
        eq(members.visitorId, caller.visitorId),
        inArray(members.boardId, ids),
        hasWayIn,
        isNull(boards.trashedAt),
      ),
    )
  return new Map(rows.map(({ boardId, role }) => [boardId, role]))
}

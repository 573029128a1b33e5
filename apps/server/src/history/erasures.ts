/** What the log says of what was erased from it (H8). Must never hold what that was. */
import { eq, sql } from 'drizzle-orm'
import type { Queries } from '../database/database.ts'
import { erasures, updates } from '../database/schema.ts'
import { boardNo } from './rows.ts'

export type KeptErasure = {
  readonly id: string
  /** The change by which it was done. */
  readonly seq: number
  readonly at: Date
  readonly by: { readonly id: string; readonly name: string }
  readonly what: 'elements' | 'stretch'
  /** The first and the last change that lost something, and when the first was. */
  readonly first: number
  readonly last: number
  readonly firstAt: Date
  readonly elements: number
  readonly changes: number
}

/** What was erased from a board, by the change by which it was. */
export async function listErasures(queries: Queries, boardId: string): Promise<KeptErasure[]> {
  // Since then its second may have been folded: the next that is kept is when it was.
  const firstAt = sql<string>`(
    select u.at from ${updates} u where u.board = ${boardNo(boardId)} and u.seq >= ${erasures.first} order by u.seq limit 1)`
  const rows = await queries
    .select({
      id: erasures.id,
      seq: erasures.seq,
      at: erasures.at,
      by: { id: erasures.actorId, name: erasures.actorName },
      what: erasures.what,
      first: erasures.first,
      last: erasures.last,
      firstAt,
      elements: erasures.elements,
      changes: erasures.changes,
    })
    .from(erasures)
    .where(eq(erasures.boardId, boardId))
    .orderBy(erasures.seq)
  return rows.map((row) => ({ ...row, firstAt: new Date(row.firstAt) }))
}

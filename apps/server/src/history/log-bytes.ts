/**
 * How many bytes a board's log has (A6), without a look at all of it: what was counted up to a position is kept with the
 * board, and what came after that is added up, which the last keyframe keeps short. Must never be changed apart from the
 * rows that it counts: whoever makes those fewer says so in the same transaction.
 */
import { sql } from 'drizzle-orm'
import { type Queries, rowsOf } from '../database/database.ts'
import { boards, updates } from '../database/schema.ts'
import { boardNo } from './rows.ts'

/** The bytes of a board's log. 0: no such board. */
export async function readLogBytes(queries: Queries, boardId: string): Promise<number> {
  const [row] = await rowsOf<{ bytes: number }>(
    queries,
    sql`select (b.log_bytes + coalesce((
          select sum(octet_length(u.payload)) from ${updates} u
          where u.board = b.no and u.seq > b.log_counted_to
        ), 0))::float8 as bytes
        from ${boards} b where b.id = ${boardId}`,
  )
  return row?.bytes ?? 0
}

/** Counts up to a committed position, so that this need not be added up again. */
export async function countLog(on: Queries, boardId: string, until: number): Promise<void> {
  await on.execute(
    sql`update ${boards} b set log_counted_to = ${until}, log_bytes = b.log_bytes + coalesce((
          select sum(octet_length(u.payload)) from ${updates} u
          where u.board = b.no and u.seq > b.log_counted_to and u.seq <= ${until}
        ), 0)
        where b.id = ${boardId} and b.log_counted_to < ${until}`,
  )
}

/** Counts all of it anew, after any of its rows were written anew. */
export async function recountLog(tx: Queries, boardId: string): Promise<void> {
  await tx.execute(
    sql`update ${boards} b set log_counted_to = u.last, log_bytes = u.bytes
        from (select max(seq) as last, sum(octet_length(payload)) as bytes from ${updates} where board = ${boardNo(boardId)}) as u
        where b.id = ${boardId}`,
  )
}

/** So many bytes went from what is counted. */
export async function shrinkLog(tx: Queries, boardId: string, bytes: number): Promise<void> {
  await tx.execute(sql`update ${boards} set log_bytes = log_bytes - ${bytes} where id = ${boardId}`)
}

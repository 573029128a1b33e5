/**
 * The log's rows in order, a page at a time, so that a log of any length costs the memory of one page. Must never
 * pass a row whose checksum is wrong, nor step over one that is missing.
 *
 * Folding (H6) makes one second's rows into one for each author. These share their `first`, have seqs in a row, and
 * only together are they what was drawn: the seq of the last is kept, the seqs before it within the second are not.
 */
import { and, eq, gte, sql } from 'drizzle-orm'
import { type Queries, rowsOf } from '../database/database.ts'
import { updates } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import { REPLAY_PAGE_BYTES, REPLAY_PAGE_ROWS } from '../limits.ts'
import type { Log } from '../log.ts'
import { checksum, unpack } from './codec.ts'

/** A row's place in the log. */
export type Place = { readonly seq: number; readonly first: number | null }

export type LogRow = Place & {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly actor: string
  /** A Yjs V1 update. */
  readonly payload: Uint8Array
}

type StoredRow = {
  readonly seq: number
  readonly first: number | null
  readonly at: number
  readonly actor: string
  readonly encoding: number
  readonly payload: Uint8Array
  readonly checksum: number
}

/** What is told of a log that is not whole (S4). */
export function damaged(log: Log, boardId: string, seq: number, what: string): GamelanError {
  log.error({ board: boardId, seq }, `log entry ${what}`)
  return new GamelanError('board-unreadable', { detail: `entry ${seq} of its log ${what}` })
}

/** Whether a row goes on where the log was read to. */
export function follows(row: Place, before: Place): boolean {
  const ofOneSecond = row.first !== null && row.first === before.first
  return (ofOneSecond ? row.seq : (row.first ?? row.seq)) === before.seq + 1
}

/** The rows behind `after` up to `until`, as many as one page holds: at least one where there is any. */
export async function readPage(
  queries: Queries,
  log: Log,
  boardId: string,
  { after, until }: { readonly after: number; readonly until: number },
): Promise<LogRow[]> {
  const rows = await rowsOf<StoredRow>(
    queries,
    sql`with page as (
          select seq, sum(octet_length(payload)) over (order by seq) - octet_length(payload) as before
          from (select seq, payload from ${updates}
                where board_id = ${boardId} and seq > ${after} and seq <= ${until}
                order by seq limit ${REPLAY_PAGE_ROWS}) as rows
        )
        select u.seq, u.first, (extract(epoch from u.at) * 1000)::float8 as at, u.actor, u.encoding, u.payload, u.checksum
        from ${updates} u join page on page.seq = u.seq
        where u.board_id = ${boardId} and page.before < ${REPLAY_PAGE_BYTES}
        order by u.seq`,
  )
  return Promise.all(
    rows.map(async ({ seq, first, at, actor, encoding, payload, checksum: expected }) => {
      if (checksum(payload) !== expected) throw damaged(log, boardId, seq, 'has a wrong checksum')
      return { seq, first, at: Math.round(at), actor, payload: await unpack({ encoding, payload }) }
    }),
  )
}

/**
 * The rows behind `after`, page by page. Where it comes upon a second that was folded since its page before, or of which
 * the asker has a part, it begins again with that second: an update that is taken in twice changes nothing.
 */
export async function* readRows(
  read: (after: number) => Promise<readonly LogRow[]>,
  after: number,
  missing: (seq: number) => GamelanError,
): AsyncGenerator<readonly LogRow[], void, undefined> {
  let last: Place = { seq: after, first: null }
  for (;;) {
    const rows = await read(last.seq)
    if (rows.length === 0) return
    const found: LogRow[] = []
    for (const row of rows) {
      if (follows(row, last)) {
        found.push(row)
        last = row
      } else if (row.first !== null && row.first <= last.seq) {
        last = { seq: row.first - 1, first: null }
        break
      } else throw missing(last.seq + 1)
    }
    if (found.length > 0) yield found
  }
}

/** The last seq of a log; 0 for one without entries. */
export async function readHead(queries: Queries, boardId: string): Promise<number> {
  const [row] = await rowsOf<{ head: number | null }>(
    queries,
    sql`select max(seq) as head from ${updates} where board_id = ${boardId}`,
  )
  return row?.head ?? 0
}

/** The seq that is kept for a moment: its own, or the nearest before it. undefined: no such moment. */
export async function keptSeq(
  queries: Queries,
  log: Log,
  boardId: string,
  seq: number,
): Promise<number | undefined> {
  const [row, next] = await queries
    .select({ seq: updates.seq, first: updates.first })
    .from(updates)
    .where(and(eq(updates.boardId, boardId), gte(updates.seq, seq)))
    .orderBy(updates.seq)
    .limit(2)
  if (row === undefined) return undefined
  if (row.first === null) {
    if (row.seq !== seq) throw damaged(log, boardId, seq, 'is missing')
    return seq
  }
  return row.seq === seq && next?.first !== row.first ? seq : row.first - 1
}

/** The last seq of the second that a moment was folded into; the moment's own where it was not. */
export async function endOfSecond(queries: Queries, boardId: string, seq: number): Promise<number> {
  const rows = await rowsOf<{ last: number | null }>(
    queries,
    sql`select max(u.seq) as last from ${updates} u, (
          select seq, first from ${updates} where board_id = ${boardId} and seq >= ${seq} order by seq limit 1
        ) as here
        where u.board_id = ${boardId} and u.seq >= here.seq and u.seq < here.seq + ${AUTHORS_OF_SECOND}
          and u.first = here.first and here.first <= ${seq}`,
  )
  return rows[0]?.last ?? seq
}

/** More rows than one second can have: a board has no more people. */
const AUTHORS_OF_SECOND = 1000

/** When a row was written, or undefined for one that is not there. */
export async function timeOf(queries: Queries, boardId: string, seq: number): Promise<Date | undefined> {
  const [row] = await queries
    .select({ at: updates.at })
    .from(updates)
    .where(and(eq(updates.boardId, boardId), eq(updates.seq, seq)))
  return row?.at
}

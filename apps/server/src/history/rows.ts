/**
 * The log's rows in order, a page at a time, so that a log of any length costs the memory of one page. Must never
 * pass a row whose checksum is wrong, nor step over one that is missing.
 *
 * Folding (H6) makes one second's rows into one for each author. These share their `first`, have seqs in a row, and
 * only together are they what was drawn: the seq of the last is kept, the seqs before it within the second are not.
 */
import { setImmediate } from 'node:timers/promises'
import { and, eq, gte, type SQL, sql } from 'drizzle-orm'
import { type Queries, rowsOf } from '../database/database.ts'
import { authors, boards, updates } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import { REPLAY_PAGE_BYTES, REPLAY_PAGE_ROWS } from '../limits.ts'
import type { Log } from '../log.ts'
import { fromRow } from './codec.ts'
import { int4s, int8s, times } from './columns.ts'

/** A row's place in the log. */
export type Place = { readonly seq: number; readonly first: number | null }

export type LogRow = Place & {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly actor: string
  /** A Yjs V1 update. */
  readonly payload: Uint8Array
}

/** Runs a statement and answers its rows: by itself, or within a transaction. */
export type Run = <Row extends Record<string, unknown>>(query: SQL) => Promise<Row[]>

/** Statements of a transaction. */
export const runOn =
  (tx: Queries): Run =>
  (query) =>
    rowsOf(tx, query)

/** What the log calls a board. */
export const boardNo = (boardId: string): SQL => sql`(select no from ${boards} where id = ${boardId})`

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

/** A page as one row: of many, each alone costs the embedded database more than what is in it. */
type StoredPage = {
  readonly seqs: Uint8Array | null
  readonly firsts: Uint8Array
  readonly times: Uint8Array
  readonly authors: Uint8Array
  readonly checksums: Uint8Array
  readonly lengths: Uint8Array
  readonly payloads: Uint8Array
  /** Of each author their actor, as JSON. */
  readonly actors: string
}

/** The rows behind `after` up to `until`, as many as one page holds: at least one where there is any. */
export async function readPage(
  run: Run,
  log: Log,
  boardId: string,
  { after, until }: { readonly after: number; readonly until: number },
): Promise<LogRow[]> {
  const [page] = await run<StoredPage>(
    sql`with page as (
          select *, sum(octet_length(payload)) over (order by seq rows unbounded preceding) - octet_length(payload) as before
          from (select seq, first, at, author, checksum, payload from ${updates}
                where board = ${boardNo(boardId)} and seq > ${after} and seq <= ${until}
                order by seq limit ${REPLAY_PAGE_ROWS}) as rows
        ),
        held as (select * from page where before < ${REPLAY_PAGE_BYTES} order by seq)
        select string_agg(int8send(seq), '') as seqs,
          string_agg(int8send(coalesce(first, 0)), '') as firsts,
          string_agg(timestamptz_send(at), '') as times,
          string_agg(int4send(author), '') as authors,
          string_agg(int4send(checksum), '') as checksums,
          string_agg(int4send(octet_length(payload)), '') as lengths,
          string_agg(payload, '') as payloads,
          (select json_object_agg(no, actor)::text from ${authors} where no in (select author from held)) as actors
        from held`,
  )
  if (page === undefined || page.seqs === null) return []
  const actors = JSON.parse(page.actors) as Record<number, string>
  const [firsts, ats, by] = [int8s(page.firsts), times(page.times), int4s(page.authors)]
  const [checksums, lengths] = [int4s(page.checksums), int4s(page.lengths)]
  const rows: LogRow[] = []
  let start = 0
  for (const [i, seq] of int8s(page.seqs).entries()) {
    const end = start + (lengths[i] ?? 0)
    const stored = { payload: page.payloads.subarray(start, end), checksum: checksums[i] ?? 0 }
    const first = firsts[i] === 0 ? null : (firsts[i] ?? null)
    const found = fromRow(stored, first !== null)
    const payload = found instanceof Promise ? await found : found
    if (typeof payload === 'string') throw damaged(log, boardId, seq, payload)
    rows.push({ seq, first, at: ats[i] ?? 0, actor: actors[by[i] ?? 0] ?? '', payload })
    start = end
  }
  return rows
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
    // The embedded database answers without a turn of the event loop: a long log would keep all others waiting (H7).
    await setImmediate()
  }
}

/** The last seq of a log; 0 for one without entries. */
export async function readHead(run: Run, boardId: string): Promise<number> {
  const [row] = await run<{ head: number | null }>(
    sql`select max(seq) as head from ${updates} where board = ${boardNo(boardId)}`,
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
    .where(and(eq(updates.board, boardNo(boardId)), gte(updates.seq, seq)))
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
export async function endOfSecond(run: Run, boardId: string, seq: number): Promise<number> {
  const rows = await run<{ last: number | null }>(
    sql`select max(u.seq) as last from ${updates} u, (
          select seq, first from ${updates} where board = ${boardNo(boardId)} and seq >= ${seq} order by seq limit 1
        ) as here
        where u.board = ${boardNo(boardId)} and u.seq >= here.seq and u.seq < here.seq + ${AUTHORS_OF_SECOND}
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
    .where(and(eq(updates.board, boardNo(boardId)), eq(updates.seq, seq)))
  return row?.at
}

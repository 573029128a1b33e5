/**
 * The log as players read it: how a board came to be, piece by piece. It opens no room (H7), holds no more than a page
 * of the log at a time, and reads few of them at once, however many ask. Must never answer a piece that is not whole
 * as if it were.
 */
import { and, eq, sql } from 'drizzle-orm'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { authors, boards, keyframes, updates } from '../database/schema.ts'
import { REPLAY_READS } from '../limits.ts'
import type { Log } from '../log.ts'
import { createTurns } from '../turns.ts'
import { createActivities } from './activities.ts'
import type { Activity, Count } from './activity.ts'
import { checksum, unpack } from './codec.ts'
import { int4s, int8s } from './columns.ts'
import { type KeptErasure, listErasures } from './erasures.ts'
import {
  boardNo,
  damaged,
  endOfSecond,
  type LogRow,
  readHead,
  readPage,
  readRows,
  type Run,
  timeOf,
} from './rows.ts'
import type { History } from './types.ts'

export type Overview = Activity & {
  readonly head: number
  /** When the first and the last change came. */
  readonly from: Date
  readonly to: Date
  /** Positions at which the whole document is kept, rising. */
  readonly keyframes: readonly number[]
  /** What was erased, by the change by which it was. */
  readonly erasures: readonly KeptErasure[]
}

export type Replay = {
  /** How often the board's history was erased from (H8), and the position of its last change. undefined: no such board. */
  now(boardId: string): Promise<{ readonly generation: number; readonly head: number } | undefined>
  /** @param generation as `now` answers it */
  overview(boardId: string, generation: number): Promise<Overview>
  /**
   * The rows behind `after` up to `until`, page by page, in whole seconds where they were folded. Where `until` is within a second that was folded, all of that
   * second. Throws `board-unreadable`, perhaps after some pages.
   */
  pages(
    boardId: string,
    range: { readonly after: number; readonly until: number },
  ): AsyncGenerator<readonly LogRow[], void, undefined>
  /** The whole document at a position. undefined: none is kept there. */
  keyframe(boardId: string, seq: number): Promise<Uint8Array | undefined>
}

/** Many counts as one answer, as in rows.ts. */
type StoredCounts = {
  readonly seconds: Uint8Array | null
  readonly authors: Uint8Array
  readonly changes: Uint8Array
  readonly firsts: Uint8Array
  readonly lasts: Uint8Array
  readonly actors: string
}

type Parts = {
  readonly database: Database
  readonly clock: Clock
  readonly history: Pick<History, 'at'>
  readonly log: Log
}

export function createReplay({ database, clock, history, log }: Parts): Replay {
  const { queries } = database
  // Of two drivers one has a single connection, and the other's are for those who draw.
  const turns = createTurns(REPLAY_READS)

  const run: Run = (query) => database.often(query)

  /** Counts of a piece of the log by second and author. Seconds begin with the board. */
  async function counts(
    boardId: string,
    { after, until }: { readonly after: number; readonly until: number },
  ): Promise<Count[]> {
    const from = await timeOf(queries, boardId, 1)
    if (from === undefined) throw damaged(log, boardId, 1, 'is missing')
    const [found] = await run<StoredCounts>(
      sql`with counts as (
            select floor(date_part('epoch', at) - ${from.getTime() / 1000}::float8)::int as second, author,
              sum(coalesce(changes, 1))::int as changes, min(seq) as first, max(seq) as last
            from ${updates}
            where board = ${boardNo(boardId)} and seq > ${after} and seq <= ${until}
            group by 1, 2
          )
          select string_agg(int4send(second), '') as seconds,
            string_agg(int4send(author), '') as authors,
            string_agg(int4send(changes), '') as changes,
            string_agg(int8send(first), '') as firsts,
            string_agg(int8send(last), '') as lasts,
            (select json_object_agg(no, actor)::text from ${authors}
             where no in (select author from counts)) as actors
          from counts`,
    )
    if (found === undefined || found.seconds === null) return []
    const actors = JSON.parse(found.actors) as Record<number, string>
    const [by, changes] = [int4s(found.authors), int4s(found.changes)]
    const [firsts, lasts] = [int8s(found.firsts), int8s(found.lasts)]
    return int4s(found.seconds).map((second, i) => ({
      second,
      actor: actors[by[i] ?? 0] ?? '',
      changes: changes[i] ?? 0,
      firstSeq: firsts[i] ?? 0,
      lastSeq: lasts[i] ?? 0,
    }))
  }

  const activities = createActivities((boardId, piece) => turns.take(() => counts(boardId, piece)), clock)

  async function* pages(
    boardId: string,
    { after, until }: { readonly after: number; readonly until: number },
  ): AsyncGenerator<readonly LogRow[], void, undefined> {
    let end = await endOfSecond(run, boardId, until)
    let behind = after
    const missing = (seq: number) => damaged(log, boardId, seq, 'is missing')
    const page = (from: number) =>
      from < end
        ? turns.take(() => readPage(run, log, boardId, { after: from, until: end }))
        : Promise.resolve([])
    for (;;) {
      for await (const rows of readRows(page, behind, missing)) {
        behind = rows.at(-1)?.seq ?? behind
        yield rows
      }
      if (behind >= end) return
      // Unless it was folded meanwhile.
      const now = await endOfSecond(run, boardId, until)
      if (now === end) throw missing(behind + 1)
      end = now
    }
  }

  return {
    async now(boardId) {
      const [board] = await run<{ generation: number; head: number | null }>(
        sql`select b.generation, (select max(u.seq) from ${updates} u where u.board = b.no) as head
            from ${boards} b where b.id = ${boardId}`,
      )
      return board && { generation: board.generation, head: board.head ?? 0 }
    },

    async overview(boardId, generation) {
      const head = await readHead(run, boardId)
      const from = await timeOf(queries, boardId, 1)
      const to = await timeOf(queries, boardId, head)
      if (from === undefined || to === undefined) throw damaged(log, boardId, 1, 'is missing')
      const kept = await queries
        .select({ seq: keyframes.seq })
        .from(keyframes)
        .where(eq(keyframes.boardId, boardId))
        .orderBy(keyframes.seq)
      return {
        head,
        from,
        // A clock that was set back.
        to: to < from ? from : to,
        keyframes: kept.map(({ seq }) => seq),
        erasures: await listErasures(queries, boardId),
        ...(await activities.of({ boardId, generation, head })),
      }
    },

    pages: (boardId, range) => inSeconds(pages(boardId, range)),

    keyframe: (boardId, seq) =>
      turns.take(async () => {
        const [row] = await queries
          .select()
          .from(keyframes)
          .where(and(eq(keyframes.boardId, boardId), eq(keyframes.seq, seq)))
        if (row !== undefined && checksum(row.payload) === row.checksum) return unpack(row)
        if (row !== undefined) log.error({ board: boardId, seq }, 'keyframe is damaged and is made anew')
        // One that was there when the overview was read may have gone since: its moment stays (H6).
        const moment = await history.at(boardId, seq)
        return moment?.seq === seq ? moment.update : undefined
      }),
  }
}

/** Pages that end with a second: what the next may go on with waits for it. */
async function* inSeconds(
  pages: AsyncGenerator<readonly LogRow[], void, undefined>,
): AsyncGenerator<readonly LogRow[], void, undefined> {
  let held: readonly LogRow[] = []
  for await (const page of pages) {
    const rows = held.length === 0 ? page : [...held, ...page]
    const second = rows.at(-1)?.first ?? null
    const ended = second === null ? rows.length : rows.findIndex(({ first }) => first === second)
    held = rows.slice(ended)
    if (ended > 0) yield rows.slice(0, ended)
  }
  if (held.length > 0) yield held
}

/**
 * The log as players read it: how a board came to be, piece by piece. It opens no room (H7), holds no more than a page
 * of the log at a time, and reads few of them at once, however many ask. Must never answer a piece that is not whole
 * as if it were.
 */
import { and, eq, sql } from 'drizzle-orm'
import { type Database, rowsOf } from '../database/database.ts'
import { boards, keyframes, updates } from '../database/schema.ts'
import { ACTIVITY_CELLS, ACTIVITY_ROWS, REPLAY_READS } from '../limits.ts'
import type { Log } from '../log.ts'
import { createTurns } from '../turns.ts'
import { type Activity, type Count, createActivity } from './activity.ts'
import { checksum, unpack } from './codec.ts'
import { type KeptErasure, listErasures } from './erasures.ts'
import { damaged, endOfSecond, type LogRow, readHead, readPage, readRows, timeOf } from './rows.ts'
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
  overview(boardId: string): Promise<Overview>
  /**
   * The rows behind `after` up to `until`, page by page. Where `until` is within a second that was folded, all of that
   * second. Throws `board-unreadable`, perhaps after some pages.
   */
  pages(
    boardId: string,
    range: { readonly after: number; readonly until: number },
  ): AsyncGenerator<readonly LogRow[], void, undefined>
  /** The whole document at a position that the overview names, or at the head. undefined: none is kept there. */
  keyframe(boardId: string, seq: number): Promise<Uint8Array | undefined>
}

type Parts = {
  readonly database: Database
  readonly history: Pick<History, 'at'>
  readonly log: Log
}

export function createReplay({ database, history, log }: Parts): Replay {
  const { queries } = database
  // Of two drivers one has a single connection, and the other's are for those who draw.
  const turns = createTurns(REPLAY_READS)

  /** Counts of a piece of the log by second and author. Seconds begin with the board. */
  const counts = (boardId: string, from: Date, after: number) =>
    rowsOf<{ second: number; actor: string; changes: number; first_seq: number; last_seq: number }>(
      queries,
      sql`select floor(extract(epoch from at) - ${from.getTime() / 1000}::float8)::int as second, actor,
            sum(changes)::int as changes, min(seq) as first_seq, max(seq) as last_seq
          from ${updates}
          where board_id = ${boardId} and seq > ${after} and seq <= ${after + ACTIVITY_ROWS}
          group by 1, 2`,
    )

  async function activity(boardId: string, from: Date, head: number): Promise<Activity> {
    const activity = createActivity(ACTIVITY_CELLS)
    for (let after = 0; after < head; after += ACTIVITY_ROWS) {
      const rows = await turns.take(() => counts(boardId, from, after))
      activity.add(
        rows.map(({ second, actor, changes, first_seq, last_seq }): Count => ({
          second,
          actor,
          changes,
          firstSeq: first_seq,
          lastSeq: last_seq,
        })),
      )
    }
    return activity.result()
  }

  return {
    async now(boardId) {
      const [board] = await queries
        .select({ generation: boards.generation })
        .from(boards)
        .where(eq(boards.id, boardId))
      return board && { ...board, head: await readHead(queries, boardId) }
    },

    async overview(boardId) {
      const head = await readHead(queries, boardId)
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
        ...(await activity(boardId, from, head)),
      }
    },

    async *pages(boardId, { after, until }) {
      let end = await endOfSecond(queries, boardId, until)
      let behind = after
      const missing = (seq: number) => damaged(log, boardId, seq, 'is missing')
      const page = (from: number) =>
        turns.take(() => readPage(queries, log, boardId, { after: from, until: end }))
      for (;;) {
        for await (const rows of readRows(page, behind, missing)) {
          behind = rows.at(-1)?.seq ?? behind
          yield rows
        }
        if (behind >= end) return
        // Unless it was folded meanwhile.
        const now = await endOfSecond(queries, boardId, until)
        if (now === end) throw missing(behind + 1)
        end = now
      }
    },

    keyframe: (boardId, seq) =>
      turns.take(async () => {
        const [row] = await queries
          .select()
          .from(keyframes)
          .where(and(eq(keyframes.boardId, boardId), eq(keyframes.seq, seq)))
        if (row !== undefined && checksum(row.payload) === row.checksum) return unpack(row)
        if (row !== undefined) log.error({ board: boardId, seq }, 'keyframe is damaged and is made anew')
        else if (seq !== (await readHead(queries, boardId))) return undefined
        return (await history.at(boardId, seq))?.update
      }),
  }
}

/**
 * When a member was last on a board. Written a while after they have left, for all who left meanwhile at once: a room
 * of five hundred that goes home costs one statement. Must never keep anybody waiting, nor be relied on to the second.
 */
import { sql } from 'drizzle-orm'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { members } from '../database/schema.ts'
import type { News } from '../news.ts'

/** Milliseconds for which those who left are gathered. */
const GATHERED_FOR = 1000

export type Seen = {
  /** This actor was there until now. A program's is nobody's. */
  left(boardId: string, actor: string): void
}

export function createSeen({
  database,
  clock,
  news,
}: {
  database: Database
  clock: Clock
  news: Pick<News, 'tell'>
}): Seen {
  let gathered = new Map<string, { boardId: string; actor: string }>()

  async function write(): Promise<void> {
    const left = [...gathered.values()]
    gathered = new Map()
    const boardIds = sql.param(left.map(({ boardId }) => boardId))
    const actors = sql.param(left.map(({ actor }) => actor))
    const at = new Date(clock.now()).toISOString()
    await database.queries.execute(
      sql`update ${members} m set seen_at = greatest(m.seen_at, ${at}::timestamptz)
          from unnest(${boardIds}::text[], ${actors}::text[]) as gone (board_id, visitor_id)
          where m.board_id = gone.board_id and m.visitor_id = gone.visitor_id`,
    )
    for (const boardId of new Set(left.map((one) => one.boardId))) news.tell({ kind: 'members', boardId })
  }

  return {
    left(boardId, actor) {
      if (gathered.size === 0) {
        clock.after(GATHERED_FOR, () => {
          // With the database away, or closed, an older time stands: it is all that is lost.
          write().catch(() => undefined)
        })
      }
      gathered.set(`${boardId} ${actor}`, { boardId, actor })
    },
  }
}

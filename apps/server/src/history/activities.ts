/**
 * How busy the boards that are looked at were: counted once, and then only what has come. A page that shows a replay asks
 * every few seconds, and to count a long board takes the embedded database a good part of one. Must never answer for a
 * history from which something was erased since (H8), nor hold more than so many boards.
 */
import type { Clock } from '../clock.ts'
import { ACTIVITY_CELLS, ACTIVITY_ROWS } from '../limits.ts'
import { type Activity, type Count, createActivity } from './activity.ts'

/** Boards whose counts are held; past it, those that were asked for longest ago go. */
const HELD = 8
/** Milliseconds after which a board is counted anew: seconds may have been folded meanwhile, and count at their ends. */
const FRESH = 600_000

/** What is counted of a board: up to the position of its last change, of a history that nothing was erased from since. */
export type Counted = { readonly boardId: string; readonly generation: number; readonly head: number }

export type Activities = { of(board: Counted): Promise<Activity> }

type Entry = {
  readonly generation: number
  readonly since: number
  readonly counts: ReturnType<typeof createActivity>
  until: number
  /** One adds to the counts at a time, or each would add what another adds. */
  adding: Promise<unknown>
}

export function createActivities(
  /** Counts a piece of the log: what is behind `after`, up to `until`. */
  count: (
    boardId: string,
    piece: { readonly after: number; readonly until: number },
  ) => Promise<readonly Count[]>,
  clock: Pick<Clock, 'elapsed'>,
): Activities {
  /** Asked for last at its end. */
  const held = new Map<string, Entry>()

  function entryOf({ boardId, generation }: Counted): Entry {
    const found = held.get(boardId)
    const isGood = found?.generation === generation && clock.elapsed() - found.since < FRESH
    const entry: Entry = isGood
      ? found
      : {
          generation,
          since: clock.elapsed(),
          counts: createActivity(ACTIVITY_CELLS),
          until: 0,
          adding: Promise.resolve(),
        }
    held.delete(boardId)
    held.set(boardId, entry)
    for (const oldest of held.keys()) {
      if (held.size <= HELD) break
      held.delete(oldest)
    }
    return entry
  }

  return {
    async of(board) {
      const entry = entryOf(board)
      const add = async () => {
        while (entry.until < board.head) {
          const until = Math.min(board.head, entry.until + ACTIVITY_ROWS)
          entry.counts.add(await count(board.boardId, { after: entry.until, until }))
          entry.until = until
        }
        return entry.counts.result()
      }
      const answer = entry.adding.then(add, add)
      entry.adding = answer
      return answer
    },
  }
}

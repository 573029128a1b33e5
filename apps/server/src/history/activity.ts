/**
 * How busy each stretch of a board was, and by whom: counts that are added up as the log is read, in ever longer
 * stretches as they become too many. Pure. Must never hold more than so many, however long the board is.
 */

/** Milliseconds of a stretch, each a multiple of the one before. */
const STRETCHES = [1000, 5000, 30_000, 300_000, 3_600_000, 86_400_000, 2_592_000_000] as const

/** What one author did within one second. */
export type Count = {
  readonly second: number
  readonly actor: string
  readonly changes: number
  readonly firstSeq: number
  readonly lastSeq: number
}

/** [stretch, index into the actors, changes, last seq among them] */
export type Cell = [stretch: number, actor: number, changes: number, lastSeq: number]

export type Activity = { readonly every: number; readonly cells: Cell[]; readonly actors: string[] }

/** @param most cells; the longest stretch may have more, one for each author */
export function createActivity(most: number): {
  /** Counts of the next piece of the log, in any order. */
  add(counts: readonly Count[]): void
  result(): Activity
} {
  let step = 0
  let cells = new Map<string, Cell>()
  const actors = new Map<string, number>()

  function put(stretch: number, actor: number, changes: number, lastSeq: number): void {
    const key = `${stretch} ${actor}`
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [stretch, actor, changes, lastSeq])
    else {
      cell[2] += changes
      cell[3] = Math.max(cell[3], lastSeq)
    }
  }

  function lengthen(): void {
    const factor = (STRETCHES[step + 1] ?? 0) / (STRETCHES[step] ?? 1)
    const shorter = cells
    cells = new Map()
    step += 1
    for (const [stretch, ...rest] of shorter.values()) put(Math.floor(stretch / factor), ...rest)
  }

  return {
    add(counts) {
      for (const { actor } of counts.toSorted((a, b) => a.firstSeq - b.firstSeq))
        if (!actors.has(actor)) actors.set(actor, actors.size)
      for (const { second, actor, changes, lastSeq } of counts) {
        // A clock that was set back: what came then is shown with the first.
        const stretch = Math.floor((Math.max(0, second) * 1000) / (STRETCHES[step] ?? 1))
        put(stretch, actors.get(actor) ?? 0, changes, lastSeq)
        if (cells.size > most && step < STRETCHES.length - 1) lengthen()
      }
    },
    result: () => ({
      every: STRETCHES[step] ?? 1,
      cells: [...cells.values()].toSorted(([a, by], [b, other]) => a - b || by - other),
      actors: [...actors.keys()],
    }),
  }
}

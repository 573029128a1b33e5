/**
 * Erases what nobody can come back to: boards whose time in the trash is over, with log, keyframes, links, members and
 * pictures, then images that no board shows any more. Must never take a board that can still be restored, nor an image
 * that somebody is putting on a board; and it goes in small steps, since the embedded database serves nobody meanwhile.
 */
import { and, eq, inArray, lte, notExists, sql } from 'drizzle-orm'
import type { Clock } from '../clock.ts'
import { type Database, type Queries, rowsOf } from '../database/database.ts'
import {
  authors,
  blobs,
  boards,
  files,
  keyframes,
  links,
  members,
  series,
  seriesBoards,
  updates,
} from '../database/schema.ts'
import { boardNo } from '../history/rows.ts'
import { SWEEP_EVERY, TRASH_KEPT_FOR } from '../limits.ts'
import type { Log } from '../log.ts'

/** Rows of one step. Keyframes and images are large. */
const STEP = 1000
const LARGE_STEP = 10

/** Milliseconds after the start of the server: it has other things to do first. */
const FIRST_AFTER = 60_000

export type Sweeper = {
  /** Sweeps from time to time, until it is stopped. */
  start(): void
  /** Sweeps once. Answers how many boards and images were erased. */
  sweep(): Promise<{ boards: number; images: number }>
  /** Resolves when nothing is being erased any more. */
  stop(): Promise<void>
}

type Parts = { readonly database: Database; readonly clock: Clock; readonly log: Log }

export function createSweeper({ database, clock, log }: Parts): Sweeper {
  const { queries } = database
  let stopped = false
  let cancel = () => {}
  let running: Promise<void> = Promise.resolve()
  const goesOn = () => !stopped

  /** Closes the way back; from here on the board is erased, if not now then at the next sweep. */
  function seal(boardId: string, until: Date): Promise<boolean> {
    return database.transaction(async (tx) => {
      const [board] = await tx
        .select({ id: boards.id })
        .from(boards)
        .where(and(eq(boards.id, boardId), lte(boards.trashedAt, until)))
        .for('update')
      if (!board) return false
      await tx.delete(members).where(eq(members.boardId, boardId))
      await tx.delete(links).where(eq(links.boardId, boardId))
      // What belongs to its session goes with it.
      await tx.update(boards).set({ trashedAt: until }).where(eq(boards.sessionBoardId, boardId))
      return true
    })
  }

  async function erase(boardId: string): Promise<void> {
    const belonging = await queries
      .select({ id: boards.id })
      .from(boards)
      .where(eq(boards.sessionBoardId, boardId))
    // Before it: the database would take all of them with it in one step.
    for (const { id } of belonging) await erase(id)
    const inLog = sql`board = ${boardNo(boardId)}`
    for (const [table, step, ofBoard] of [
      [updates, STEP, inLog],
      [authors, STEP, inLog],
      [keyframes, LARGE_STEP, sql`board_id = ${boardId}`],
    ] as const) {
      for (let gone: number = step; gone === step && goesOn();) {
        const rows = await rowsOf(
          queries,
          sql`delete from ${table} where ctid in (
                select ctid from ${table} where ${ofBoard} limit ${step}) returning 1 as one`,
        )
        gone = rows.length
      }
    }
    if (stopped) return
    await queries.delete(boards).where(eq(boards.id, boardId))
    await queries
      .delete(series)
      .where(
        notExists(
          queries
            .select({ id: seriesBoards.boardId })
            .from(seriesBoards)
            .where(eq(seriesBoards.seriesId, series.id)),
        ),
      )
    log.info({ board: boardId }, 'board erased: its time in the trash is over')
  }

  /** Images of no board. Answers how many there were of this step. */
  function eraseImages(): Promise<number> {
    return database.transaction(async (tx) => {
      // Held first: whoever is about to name one of them waits, and then finds that it has to be kept anew.
      const orphans = await tx
        .select({ sha256: blobs.sha256 })
        .from(blobs)
        .where(unnamed(tx))
        .limit(LARGE_STEP)
        .for('update', { skipLocked: true })
      if (orphans.length === 0) return 0
      const held = orphans.map(({ sha256 }) => sha256)
      // Asked again: who has named one since the moment as which the first look saw the tables holds it no longer.
      const gone = await tx
        .delete(blobs)
        .where(and(inArray(blobs.sha256, held), unnamed(tx)))
        .returning({ sha256: blobs.sha256 })
      return gone.length
    })
  }

  async function sweep(): Promise<{ boards: number; images: number }> {
    const until = new Date(clock.now() - TRASH_KEPT_FOR)
    const over = await queries.select({ id: boards.id }).from(boards).where(lte(boards.trashedAt, until))
    const swept = { boards: 0, images: 0 }
    for (const { id } of over) {
      if (stopped || !(await seal(id, until))) continue
      await erase(id)
      swept.boards += 1
    }
    for (let gone: number = LARGE_STEP; gone === LARGE_STEP && goesOn(); swept.images += gone)
      gone = await eraseImages()
    return swept
  }

  function later(milliseconds: number): void {
    if (stopped) return
    cancel = clock.after(milliseconds, () => {
      running = sweep()
        .then(
          () => undefined,
          (error: unknown) => log.warn({ err: error }, 'the trash was not swept; it is tried again'),
        )
        .finally(() => later(SWEEP_EVERY))
    })
  }

  return {
    start: () => later(FIRST_AFTER),
    sweep,
    async stop() {
      stopped = true
      cancel()
      await running
    },
  }
}

const unnamed = (on: Queries) =>
  notExists(on.select({ sha256: files.sha256 }).from(files).where(eq(files.sha256, blobs.sha256)))

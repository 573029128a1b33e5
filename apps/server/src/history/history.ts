/**
 * The append-only log, read: a board's document now or at any moment, from the nearest keyframe on (H1, H2). What is
 * appended goes through writer.ts. Must never answer a document that is not whole: a damaged log is an error, never
 * an empty board (S4).
 */
import { and, desc, eq, lte, sql } from 'drizzle-orm'
import * as Y from 'yjs'
import type { Clock } from '../clock.ts'
import { type Database, type Queries, rowsOf } from '../database/database.ts'
import { describeFailure, isDatabaseAway } from '../database/failures.ts'
import { boards, keyframes, updates } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import type { Log } from '../log.ts'
import { appendWithin } from './batch.ts'
import { checksum, pack, unpack } from './codec.ts'
import { countLog, readLogBytes } from './log-bytes.ts'
import { boardNo, damaged, keptSeq, readPage, readRows, type Run, timeOf } from './rows.ts'
import type { FirstEntry, History, Loaded, Moment, Ownership } from './types.ts'

type Found = Omit<Loaded, 'logBytes'>

type Parts = { readonly database: Database; readonly clock: Clock; readonly log: Log }

/** The log of a database. */
export function createHistory({ database, clock, log }: Parts): History {
  const { queries } = database
  const run: Run = (query) => database.often(query)

  async function newestKeyframe(boardId: string, until: number): Promise<Moment | undefined> {
    // One at a time: each is a whole document, and hardly ever is more than one needed.
    for (let below = until; ;) {
      const [row] = await queries
        .select()
        .from(keyframes)
        .where(and(eq(keyframes.boardId, boardId), lte(keyframes.seq, below)))
        .orderBy(desc(keyframes.seq))
        .limit(1)
      if (row === undefined) return undefined
      // A keyframe only saves time: behind a damaged one, the log itself still has everything.
      if (checksum(row.payload) === row.checksum) return { seq: row.seq, update: await unpack(row) }
      log.error({ board: boardId, seq: row.seq }, 'keyframe is damaged and was passed over')
      below = row.seq - 1
    }
  }

  /** Everything up to `until`, in order. `head` is 0 for a log without entries. */
  async function read(boardId: string, until: number): Promise<Found> {
    const keyframe = await newestKeyframe(boardId, until)
    const start = keyframe?.seq ?? 0
    const found: Uint8Array[] = keyframe === undefined ? [] : [keyframe.update]
    let head = start
    const page = (after: number) => readPage(run, log, boardId, { after, until })
    for await (const rows of readRows(page, start, (seq) => damaged(log, boardId, seq, 'is missing'))) {
      for (const { seq, payload } of rows) {
        found.push(payload)
        head = seq
      }
    }
    return { head, keyframe: start, updates: found }
  }

  async function moment(boardId: string, seq: number | undefined): Promise<Moment | undefined> {
    if (seq !== undefined && (!Number.isSafeInteger(seq) || seq < 1)) return undefined
    const kept = seq === undefined ? Number.MAX_SAFE_INTEGER : await keptSeq(queries, log, boardId, seq)
    if (kept === undefined) return undefined
    const loaded = await read(boardId, kept)
    if (loaded.head === 0) return undefined
    if (seq === undefined || loaded.head === kept)
      return { seq: loaded.head, update: documentOf(boardId, loaded) }
    // Unless it was folded meanwhile.
    const now = await keptSeq(queries, log, boardId, seq)
    if (now !== loaded.head) throw damaged(log, boardId, kept, 'is missing')
    return { seq: loaded.head, update: documentOf(boardId, loaded) }
  }

  return {
    at: (boardId, seq) => away(() => moment(boardId, seq)),

    asOf: (boardId, time) =>
      away(async () => {
        const [row] = await queries
          .select({ seq: updates.seq })
          .from(updates)
          .where(and(eq(updates.board, boardNo(boardId)), lte(updates.at, new Date(time))))
          .orderBy(desc(updates.seq))
          .limit(1)
        return row === undefined ? undefined : moment(boardId, row.seq)
      }),

    timeOf: (boardId, seq) => away(() => timeOf(queries, boardId, seq)),

    async create(on: Queries, first: readonly FirstEntry[]) {
      const at = clock.now()
      await appendWithin(
        on,
        first.map(({ boardId, update, author }) => {
          const entry = { ...author, seq: 1, at, payload: update }
          return { boardId, epoch: 0, entries: [entry], touch: false }
        }),
      )
    },

    acquire: (boardId): Promise<Ownership | undefined> =>
      away(async () => {
        const [row] = await rowsOf<{ epoch: number }>(
          queries,
          sql`update ${boards} set epoch = epoch + 1 where id = ${boardId} and trashed_at is null returning epoch`,
        )
        return row === undefined ? undefined : { boardId, epoch: row.epoch }
      }),

    load: (boardId) =>
      away(async () => {
        const [loaded, logBytes] = await Promise.all([
          read(boardId, Number.MAX_SAFE_INTEGER),
          readLogBytes(queries, boardId),
        ])
        // A board is made with its first entry, so a log without any has lost them.
        if (loaded.head === 0) throw damaged(log, boardId, 1, 'is missing')
        return { ...loaded, logBytes }
      }),

    logBytes: (boardId) => away(() => readLogBytes(queries, boardId)),

    async keep({ boardId, epoch }, { seq, update }) {
      const { encoding, payload } = await pack(update)
      const row = { boardId, seq, at: new Date(clock.now()), encoding, payload, checksum: checksum(payload) }
      await database.transaction(async (tx) => {
        // Held: what is erased meanwhile must not come back by a document from before.
        const [board] = await tx
          .select({ epoch: boards.epoch })
          .from(boards)
          .where(eq(boards.id, boardId))
          .for('no key update')
        if (board?.epoch === epoch) await tx.insert(keyframes).values(row).onConflictDoNothing()
      })
      await countLog(queries, boardId, seq)
    },
  }

  /** A database that is away is `unavailable`: a passing state, unlike a damaged log. */
  async function away<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      if (!isDatabaseAway(error)) throw error
      log.warn(describeFailure(error), 'the database did not answer')
      throw new GamelanError('unavailable', { detail: 'the database does not answer', cause: error })
    }
  }

  function documentOf(boardId: string, { updates: found, head }: Found): Uint8Array {
    const [only] = found
    if (only !== undefined && found.length === 1) return only
    const doc = new Y.Doc()
    try {
      applyAll(doc, found)
      return Y.encodeStateAsUpdate(doc)
    } catch (error) {
      log.error({ board: boardId, seq: head, err: error }, 'log entries cannot be applied')
      throw new GamelanError('board-unreadable', { detail: 'its log cannot be applied', cause: error })
    } finally {
      doc.destroy()
    }
  }
}

/** Applies updates to a document as one transaction: many times cheaper than merging or applying one by one. */
export function applyAll(doc: Y.Doc, found: readonly Uint8Array[], origin?: unknown): void {
  doc.transact(() => {
    for (const update of found) Y.applyUpdate(doc, update, origin)
  }, origin)
}

/**
 * Makes old history small (H6): piece by piece, from one keyframe to the next, each second's rows become one for each
 * author. What would come of it is compared with what is there, and with the next keyframe, before anything goes. Of the
 * keyframes behind it those stay that keep every moment near to one. Must
 * never lose a change, however it ends: each step is one transaction, and what was not done is done the next time.
 */
import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import * as Y from 'yjs'
import type { Clock } from '../clock.ts'
import type { Database, Queries } from '../database/database.ts'
import { boards, keyframes, marks, updates } from '../database/schema.ts'
import {
  FOLD_BYTES,
  FOLD_ROWS,
  FOLD_STEP,
  KEYFRAME_BYTES,
  KEYFRAME_CHANGES,
  KEYFRAME_ROWS,
} from '../limits.ts'
import type { Log } from '../log.ts'
import { checksum, fromRow, toRow, unpack } from './codec.ts'
import { type Fold, type FoldRow, planFolds, sameDocument } from './fold-plan.ts'
import { applyAll } from './history.ts'
import { countLog, shrinkLog } from './log-bytes.ts'
import { boardNo } from './rows.ts'

export type Folding = { readonly boards: number; readonly before: number; readonly after: number }

export type Folder = {
  /**
   * Folds what is older than so many milliseconds, on all boards. Answers how many boards were looked at, and how many
   * rows what was folded had and has. `told` hears of each piece.
   */
  fold(age: number, told?: (done: Folding) => void): Promise<Folding>
  /** Ends after the step that is being done. */
  stop(): void
}

type Parts = { readonly database: Database; readonly clock: Pick<Clock, 'now'>; readonly log: Log }

/** A piece of a log: from one keyframe to the next. */
type Piece = {
  readonly boardId: string
  readonly from: number
  readonly to: number
  /** Of the board when the piece was read: what is erased meanwhile must not come back. */
  readonly generation: number
}

export function createFolder({ database, clock, log }: Parts): Folder {
  const { queries } = database
  let stopped = false

  /** The boards that have something to fold, and up to where they have been. */
  const waiting = (until: Date) =>
    queries
      .selectDistinct({ id: boards.id, foldedTo: boards.foldedTo, generation: boards.generation })
      .from(boards)
      .innerJoin(keyframes, eq(keyframes.boardId, boards.id))
      .where(and(gt(keyframes.seq, boards.foldedTo), lte(keyframes.at, until), isNull(boards.trashedAt)))
      .orderBy(asc(boards.id))

  async function nextKeyframe(boardId: string, from: number, until: Date): Promise<number | undefined> {
    const [row] = await queries
      .select({ seq: keyframes.seq })
      .from(keyframes)
      .innerJoin(updates, and(eq(updates.board, boardNo(boardId)), eq(updates.seq, keyframes.seq)))
      .where(
        and(
          eq(keyframes.boardId, boardId),
          gt(keyframes.seq, from),
          lte(keyframes.at, until),
          lte(updates.at, until),
        ),
      )
      .orderBy(keyframes.seq)
      .limit(1)
    return row?.seq
  }

  /** A keyframe's document. undefined: there is none, or it is damaged. */
  async function keyframeAt(boardId: string, seq: number): Promise<Uint8Array | undefined> {
    if (seq === 0) return Y.encodeStateAsUpdate(new Y.Doc())
    const [row] = await queries
      .select()
      .from(keyframes)
      .where(and(eq(keyframes.boardId, boardId), eq(keyframes.seq, seq)))
    return row !== undefined && checksum(row.payload) === row.checksum ? unpack(row) : undefined
  }

  const within = (boardId: string, after: number, until: number) =>
    and(eq(updates.board, boardNo(boardId)), gt(updates.seq, after), lte(updates.seq, until))

  async function sizeOf(on: Queries, boardId: string, after: number, until: number) {
    const [size] = await on
      .select({
        rows: sql<number>`count(*)::int`,
        bytes: sql<number>`coalesce(sum(octet_length(${updates.payload})), 0)::float8`,
      })
      .from(updates)
      .where(within(boardId, after, until))
    return size ?? { rows: 0, bytes: 0 }
  }

  /** The rows of a piece; undefined: they are damaged, or more than can be compared at once. */
  async function rowsOfPiece({ boardId, from, to }: Piece): Promise<FoldRow[] | undefined> {
    const size = await sizeOf(queries, boardId, from, to)
    if (size.rows > FOLD_ROWS || size.bytes > FOLD_BYTES) return undefined
    const rows = await queries
      .select()
      .from(updates)
      .where(within(boardId, from, to))
      .orderBy(updates.seq)
    const found: FoldRow[] = []
    for (const row of rows) {
      const payload = await fromRow(row, row.first !== null)
      if (typeof payload === 'string') return undefined
      const { seq, first, at, author, changes } = row
      found.push({ seq, first, at: at.getTime(), author, changes: changes ?? 1, payload })
    }
    return found
  }

  /** Whether the folded rows come to what the rows came to, which is what the next keyframe holds. */
  async function isVerified(
    piece: Piece,
    rows: readonly FoldRow[],
    folds: readonly Fold[],
  ): Promise<boolean> {
    const [start, end] = [
      await keyframeAt(piece.boardId, piece.from),
      await keyframeAt(piece.boardId, piece.to),
    ]
    if (start === undefined || end === undefined) return false
    const gone = new Set(folds.flatMap((fold) => fold.gone))
    const after = [
      ...rows.filter((row) => !gone.has(row)),
      ...folds.flatMap(({ folded }) => folded),
    ].toSorted((a, b) => a.seq - b.seq)
    const docs = [
      [start, ...rows.map(({ payload }) => payload)],
      [start, ...after.map(({ payload }) => payload)],
      [end],
    ].map((found) => {
      const doc = new Y.Doc()
      applyAll(doc, found)
      return doc
    })
    const [was, will, kept] = docs
    const same =
      was !== undefined &&
      will !== undefined &&
      kept !== undefined &&
      sameDocument(was, will) &&
      sameDocument(was, kept)
    for (const doc of docs) doc.destroy()
    return same
  }

  /** One step. Answers false where something changed since it was planned. */
  function replace(piece: Piece, folds: readonly Fold[], isLast = false): Promise<boolean> {
    const { boardId, generation, to } = piece
    return database.transaction(async (tx) => {
      // Held: nobody names a moment meanwhile, and nobody else folds, nor erases.
      const [board] = await tx
        .select({ generation: boards.generation, no: boards.no })
        .from(boards)
        .where(eq(boards.id, boardId))
        .for('no key update')
      if (board?.generation !== generation || (await isMarked(tx, boardId, folds))) return false
      const gone = folds.flatMap((fold) => fold.gone)
      if (gone.length > 0) {
        // As it is before: what is folded must have been counted as what it was.
        await countLog(tx, boardId, Math.max(...gone.map(({ seq }) => seq)))
        const deleted = await tx
          .delete(updates)
          .where(
            and(
              eq(updates.board, board.no),
              isNull(updates.first),
              inArray(
                updates.seq,
                gone.map(({ seq }) => seq),
              ),
            ),
          )
          .returning({ bytes: sql<number>`octet_length(${updates.payload})::int` })
        if (deleted.length !== gone.length) throw new Error('the log was folded by somebody else')
        const folded = await Promise.all(
          folds.flatMap((fold) => fold.folded).map((row) => atRest(board.no, row)),
        )
        await tx.insert(updates).values(folded)
        const bytesOf = (rows: readonly { readonly bytes: number }[]) =>
          rows.reduce((sum, { bytes }) => sum + bytes, 0)
        const left = bytesOf(folded.map(({ payload }) => ({ bytes: payload.byteLength })))
        await shrinkLog(tx, boardId, bytesOf(deleted) - left)
      }
      if (isLast) {
        await thin(tx, piece)
        await tx.update(boards).set({ foldedTo: to }).where(eq(boards.id, boardId))
      }
      return true
    })
  }

  /**
   * The keyframe between a piece and the one before it goes, where what is then from one to the next is soon read. That
   * the log comes to the same without it was verified with the piece that ended there.
   */
  async function thin(tx: Queries, { boardId, from, to }: Piece): Promise<void> {
    const [before] = await tx
      .select({ seq: keyframes.seq })
      .from(keyframes)
      .where(and(eq(keyframes.boardId, boardId), lt(keyframes.seq, from)))
      .orderBy(desc(keyframes.seq))
      .limit(1)
    const start = before?.seq ?? 0
    if (to - start > KEYFRAME_CHANGES) return
    const { rows, bytes } = await sizeOf(tx, boardId, start, to)
    if (rows > KEYFRAME_ROWS || bytes > KEYFRAME_BYTES) return
    await tx.delete(keyframes).where(and(eq(keyframes.boardId, boardId), eq(keyframes.seq, from)))
  }

  async function atRest(board: number, { payload, at, ...row }: FoldRow) {
    return { ...row, board, at: new Date(at), ...(await toRow(payload, true)) }
  }

  /** Whether a moment was named since that would go. */
  async function isMarked(tx: Queries, boardId: string, folds: readonly Fold[]): Promise<boolean> {
    const named = await markedIn(tx, boardId)
    return folds.some(({ gone }) => gone.slice(0, -1).some(({ seq }) => named.has(seq)))
  }

  async function markedIn(on: Queries, boardId: string): Promise<Set<number>> {
    const rows = await on.select({ seq: marks.seq }).from(marks).where(eq(marks.boardId, boardId))
    return new Set(rows.map(({ seq }) => seq))
  }

  /** Folds a piece. Answers how many rows were folded into how many; undefined: it stays as it is. */
  async function foldPiece(piece: Piece): Promise<{ before: number; after: number } | undefined> {
    const { boardId } = piece
    const rows = await rowsOfPiece(piece)
    if (rows === undefined) {
      log.error({ ...piece }, 'a piece of the log cannot be folded: it is damaged, or too large')
      return undefined
    }
    const folds = planFolds(rows, await markedIn(queries, boardId))
    if (!(await isVerified(piece, rows, folds))) {
      log.error({ ...piece }, 'a piece of the log is not folded: it does not come to its keyframe')
      return undefined
    }
    for (const step of stepsOf(folds)) {
      if (stopped || !(await replace(piece, step))) return undefined
    }
    if (!(await replace(piece, [], true))) return undefined
    const count = (of: 'gone' | 'folded') => folds.reduce((sum, fold) => sum + fold[of].length, 0)
    return { before: count('gone'), after: count('folded') }
  }

  return {
    async fold(age, told = () => {}) {
      const until = new Date(clock.now() - age)
      const done = { boards: 0, before: 0, after: 0 }
      for (const { id: boardId, foldedTo, generation } of await waiting(until)) {
        if (stopped) break
        let from = foldedTo
        for (;;) {
          const to = stopped ? undefined : await nextKeyframe(boardId, from, until)
          const piece = to === undefined ? undefined : await foldPiece({ boardId, from, to, generation })
          if (to === undefined || piece === undefined) break
          done.before += piece.before
          done.after += piece.after
          told({ ...done })
          from = to
        }
        done.boards += 1
      }
      if (done.before > 0) log.info({ ...done }, 'old history folded')
      return done
    },
    stop() {
      stopped = true
    },
  }
}

/** Folds that go in one transaction. */
function stepsOf(folds: readonly Fold[]): Fold[][] {
  const steps: Fold[][] = []
  let rows = 0
  for (const fold of folds) {
    const step = steps.at(-1)
    if (step === undefined || rows >= FOLD_STEP) {
      steps.push([fold])
      rows = 0
    } else step.push(fold)
    rows += fold.gone.length
  }
  return steps
}

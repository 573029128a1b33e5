/**
 * Moments that have a name (H3): snapshots, bookmarks, and what the server names before a restore. Each costs a row. A
 * marked moment is one that folding keeps exact (H6): must never name a seq that is not kept.
 */
import { and, count, eq } from 'drizzle-orm'
import type { MarkKind } from '@gamelan/protocol/http/history'
import { MARKS_PER_BOARD } from '@gamelan/protocol/limits'
import type { Clock } from '../clock.ts'
import type { Database, Queries } from '../database/database.ts'
import { boards, marks } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { News } from '../news.ts'
import { keptSeq, readHead, runOn, timeOf } from './rows.ts'

export type Mark = {
  readonly id: string
  readonly kind: MarkKind
  readonly seq: number
  /** When that moment was. */
  readonly at: Date
  readonly name: string
  readonly note: string | null
  /** Who set it, by the name that they had then. */
  readonly by: { readonly id: string; readonly name: string }
}

export type NewMark = {
  readonly kind: MarkKind
  /** undefined: the last that is saved. */
  readonly seq: number | undefined
  readonly name: string
  readonly note?: string | undefined
  readonly by: Mark['by']
}

export type Marks = {
  /** Names a moment. Throws `moment-unknown` and `too-many-marks`. */
  set(boardId: string, mark: NewMark): Promise<Mark>
  /** Throws `too-many-marks` where `set` would now. */
  requireRoom(boardId: string): Promise<void>
  /** `set` within a transaction. Once that is committed, `announce` what it made. */
  setWithin(tx: Queries, boardId: string, mark: NewMark): Promise<Mark>
  /** Tells those who watch the board of a mark. */
  announce(boardId: string, mark: Mark): void
  /** All marks of a board, by seq. */
  list(boardId: string): Promise<Mark[]>
  read(boardId: string, markId: string): Promise<Mark | undefined>
  remove(boardId: string, markId: string): Promise<void>
}

type Parts = {
  readonly database: Database
  readonly clock: Pick<Clock, 'now'>
  readonly newId: () => string
  readonly log: Log
  readonly news: Pick<News, 'tell'>
}

const columns = {
  id: marks.id,
  kind: marks.kind,
  seq: marks.seq,
  at: marks.at,
  name: marks.name,
  note: marks.note,
  by: { id: marks.actorId, name: marks.actorName },
}

export function createMarks({ database, clock, newId, log, news }: Parts): Marks {
  const { queries } = database

  /** The moment that is kept for a seq, and when it was. */
  async function moment(on: Queries, boardId: string, asked: number | undefined) {
    const kept = await keptSeq(on, log, boardId, asked ?? (await readHead(runOn(on), boardId)))
    const at = kept === undefined ? undefined : await timeOf(on, boardId, kept)
    if (kept === undefined || at === undefined) throw new GamelanError('moment-unknown')
    return { seq: kept, at }
  }

  const announce = (boardId: string, mark: Mark): void =>
    news.tell({ kind: 'mark', boardId, mark: { ...mark, at: mark.at.toISOString() } })

  const one = (boardId: string, markId: string) => and(eq(marks.boardId, boardId), eq(marks.id, markId))

  async function requireRoom(on: Queries, boardId: string): Promise<void> {
    const [there] = await on.select({ count: count() }).from(marks).where(eq(marks.boardId, boardId))
    if ((there?.count ?? 0) >= MARKS_PER_BOARD) throw new GamelanError('too-many-marks')
  }

  async function setWithin(
    tx: Queries,
    boardId: string,
    { kind, seq, name, note, by }: NewMark,
  ): Promise<Mark> {
    // Held: two at once are counted one after the other, and nothing is folded meanwhile.
    await tx.select({ id: boards.id }).from(boards).where(eq(boards.id, boardId)).for('no key update')
    await requireRoom(tx, boardId)
    const mark: Mark = {
      id: newId(),
      kind,
      ...(await moment(tx, boardId, seq)),
      name,
      note: note === undefined || note === '' ? null : note,
      by,
    }
    await tx.insert(marks).values({
      ...mark,
      boardId,
      actorId: by.id,
      actorName: by.name,
      madeAt: new Date(clock.now()),
    })
    return mark
  }

  return {
    async set(boardId, mark) {
      const made = await database.transaction((tx) => setWithin(tx, boardId, mark))
      announce(boardId, made)
      return made
    },
    announce,
    setWithin,
    requireRoom: (boardId) => requireRoom(queries, boardId),

    list: (boardId) =>
      queries
        .select(columns)
        .from(marks)
        .where(eq(marks.boardId, boardId))
        .orderBy(marks.seq, marks.madeAt, marks.id),

    async read(boardId, markId) {
      const [row] = await queries.select(columns).from(marks).where(one(boardId, markId))
      return row
    },

    async remove(boardId, markId) {
      await queries.delete(marks).where(one(boardId, markId))
      news.tell({ kind: 'mark-removed', boardId, mark: markId })
    },
  }
}

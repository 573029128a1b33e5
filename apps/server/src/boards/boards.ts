/**
 * Boards: what is kept about each beside its drawing. Must never look at roles: who may call what is decided before,
 * at the edge.
 */
import { and, count, eq, isNull, or } from 'drizzle-orm'
import * as Y from 'yjs'
import { createDocument } from '@gamelan/board-model'
import type { Audit } from '../access/audit.ts'
import type { Changes } from '../access/changes.ts'
import { createLinks } from '../access/links.ts'
import { makeVisitors, saveVisitor } from '../access/visitors.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { boards, members, roundBoards } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import type { History } from '../history/types.ts'
import type { News } from '../news.ts'
import type { Limits } from '../settable-limits.ts'
import type { Storage } from '../storage.ts'
import { listBoards } from './list.ts'
import { boardColumns, boardOf } from './row.ts'
import { listTrash, takeOut } from './trash.ts'
import type { Boards } from './types.ts'

export type BoardsParts = {
  readonly database: Database
  readonly history: Pick<History, 'create'>
  readonly changes: Changes
  readonly news: Pick<News, 'tell'>
  readonly audit: Pick<Audit, 'record'>
  readonly limits: Pick<Limits, 'boardsPerVisitor'>
  readonly storage: Pick<Storage, 'requireRoom' | 'added'>
  readonly secret: string
  readonly clock: Clock
  /** In [0, 1): chooses colours. */
  readonly random: () => number
  /** 128 random bits, base64url. */
  readonly newId: () => string
}

/** Who wrote what a new document begins with: nobody's id, and the same on every board. */
const SEED_CLIENT = 1

/** What a new board's log begins with. */
function firstUpdate(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = SEED_CLIENT
  createDocument(doc)
  return Y.encodeStateAsUpdate(doc)
}

/** Whom the log names for the first entry of a board. */
const authorOf = (visitorId: string) => ({ actor: visitorId, connection: 'http' })

const kept = (boardId: string) => and(eq(boards.id, boardId), isNull(boards.trashedAt))

export function createBoards({
  database,
  history,
  changes,
  news,
  audit,
  limits,
  storage,
  secret,
  clock,
  random,
  newId,
}: BoardsParts): Boards {
  const db = database.queries
  return {
    async create({ title, visitorId: known, from }) {
      const at = new Date(clock.now())
      const visitorId = known ?? newId()
      const update = from?.update ?? firstUpdate()
      storage.requireRoom(update.byteLength)
      const board = { id: newId(), title, createdAt: at, changedAt: at, parent: from?.parent ?? null }
      const keys = await database.transaction(async (tx) => {
        await from?.hold?.(tx)
        const by = await saveVisitor(tx, visitorId, {}, { now: at, random: random() })
        // Two at once: the second waits for the visitor's row, and then counts the first. A session bounds its own boards.
        const [made] = await tx
          .select({ count: count() })
          .from(boards)
          .where(and(eq(boards.createdBy, visitorId), isNull(boards.sessionBoardId)))
        if ((made?.count ?? 0) >= limits.boardsPerVisitor) throw new GamelanError('too-many-boards')
        const { parent, ...row } = board
        await tx.insert(boards).values({
          ...row,
          createdBy: visitorId,
          ...(parent && { parentId: parent.id, parentSeq: parent.seq, parentAt: parent.at }),
        })
        await tx.insert(members).values({
          boardId: board.id,
          visitorId,
          role: 'facilitator',
          joinedAt: at,
          seenAt: at,
        })
        const keys = await createLinks(tx, board.id, { secret, now: at, newId })
        await audit.record(tx, board.id, { kind: 'made', by })
        await history.create(tx, [{ boardId: board.id, update, author: authorOf(visitorId) }])
        await from?.fill(tx, board.id, visitorId)
        return keys
      })
      storage.added(update.byteLength)
      return { board, visitorId, keys }
    },

    async makeForSession(tx, made) {
      const at = new Date(clock.now())
      const people = await makeVisitors(
        tx,
        made.map(({ person }) => person),
        { now: at, random },
      )
      await tx.insert(boards).values(
        made.map(({ id, title, person, sessionBoardId }) => ({
          id,
          title,
          createdAt: at,
          changedAt: at,
          createdBy: person,
          sessionBoardId,
        })),
      )
      const rounds = made.flatMap(({ id: boardId, person: personId, round: roundId }) =>
        roundId === undefined ? [] : [{ roundId, personId, boardId }],
      )
      if (rounds.length > 0) await tx.insert(roundBoards).values(rounds)
      for (const { id, person } of made)
        await audit.record(tx, id, { kind: 'made', by: people.get(person) ?? { id: person, name: '' } })
      const update = firstUpdate()
      await history.create(
        tx,
        made.map(({ id, person }) => ({ boardId: id, update, author: authorOf(person) })),
      )
    },

    async read(boardId) {
      const [row] = await db.select(boardColumns).from(boards).where(kept(boardId))
      return boardOf(row)
    },

    async rename(boardId, title) {
      const changedAt = new Date(clock.now())
      const [row] = await db
        .update(boards)
        .set({ title, changedAt })
        .where(kept(boardId))
        .returning(boardColumns)
      if (row) news.tell({ kind: 'title', boardId, title })
      return boardOf(row)
    },

    async trash(boardId, by) {
      await database.transaction(async (tx) => {
        const trashed = await tx
          .update(boards)
          .set({ trashedAt: new Date(clock.now()) })
          .where(kept(boardId))
          .returning({ id: boards.id })
        if (trashed.length > 0) await audit.record(tx, boardId, { kind: 'trashed', by })
      })
      changes.tell({ kind: 'ended', boardId, concerns: () => true })
    },

    takeOut: (boardId, by) =>
      database.transaction(async (tx) => {
        const board = await takeOut(tx, boardId, clock.now())
        if (board) await audit.record(tx, boardId, { kind: 'restored', by })
        return board
      }),

    async ofSession(boardId, person) {
      const rows = await db
        .select({ id: boards.id })
        .from(boards)
        .leftJoin(roundBoards, eq(roundBoards.boardId, boards.id))
        .where(
          and(
            eq(boards.sessionBoardId, boardId),
            or(
              isNull(roundBoards.roundId),
              person === undefined ? undefined : eq(roundBoards.personId, person),
            ),
            isNull(boards.trashedAt),
          ),
        )
      return rows.map(({ id }) => id)
    },

    list: (visitorId, query) => listBoards(db, visitorId, query),
    trashed: (visitorId, query) => listTrash(db, visitorId, clock.now(), query),
  }
}

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
import { saveVisitor } from '../access/visitors.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { boards, members, roundBoards } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import type { History } from '../history/types.ts'
import type { News } from '../news.ts'
import type { Limits } from '../settable-limits.ts'
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

const kept = (boardId: string) => and(eq(boards.id, boardId), isNull(boards.trashedAt))

export function createBoards({
  database,
  history,
  changes,
  news,
  audit,
  limits,
  secret,
  clock,
  random,
  newId,
}: BoardsParts): Boards {
  const db = database.queries
  return {
    async create({ title, visitorId: known, from, session }) {
      const at = new Date(clock.now())
      const visitorId = known ?? newId()
      const board = { id: newId(), title, createdAt: at, changedAt: at, parent: from?.parent ?? null }
      await database.transaction(async (tx) => {
        await from?.hold?.(tx)
        const by = await saveVisitor(tx, visitorId, {}, { now: at, random: random() })
        // Those of a session are made by what goes on there, and bounded by what a session holds.
        if (session === undefined) {
          // Two at once: the second waits for the visitor's row, and then counts the first.
          const [made] = await tx
            .select({ count: count() })
            .from(boards)
            .where(and(eq(boards.createdBy, visitorId), isNull(boards.sessionBoardId)))
          if ((made?.count ?? 0) >= limits.boardsPerVisitor) throw new GamelanError('too-many-boards')
        }
        const { parent, ...row } = board
        await tx.insert(boards).values({
          ...row,
          createdBy: visitorId,
          sessionBoardId: session?.boardId,
          ...(parent && { parentId: parent.id, parentSeq: parent.seq, parentAt: parent.at }),
        })
        const round = session?.round
        const role = round === undefined ? 'facilitator' : 'editor'
        // Of a pivot's board the session's says who may do what.
        if (session === undefined || round !== undefined)
          await tx.insert(members).values({ boardId: board.id, visitorId, role, joinedAt: at, seenAt: at })
        if (session === undefined) await createLinks(tx, board.id, { secret, now: at, newId })
        if (round !== undefined)
          await tx.insert(roundBoards).values({ roundId: round, personId: visitorId, boardId: board.id })
        await audit.record(tx, board.id, { kind: 'made', by })
        const update = from?.update ?? firstUpdate()
        await history.create(tx, board.id, update, { actor: visitorId, connection: 'http' })
        await from?.fill(tx, board.id, visitorId)
      })
      return { board, visitorId }
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

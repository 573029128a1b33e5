/**
 * Something is erased from a board for good (H8): from its log, its document, its images and its picture, in one
 * transaction and while nobody has the board open. Must never erase what was not shown to the one who asked for it.
 * Forks are boards of their own, and keep what they have.
 */
import { and, count, eq, gte } from 'drizzle-orm'
import type { Audit } from '../access/audit.ts'
import type { Permit } from '../access/types.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import { boards, marks, pictures } from '../database/schema.ts'
import { GamelanError } from '../errors.ts'
import { eraseFromLog, type Erasure } from '../history/erase.ts'
import { type ErasePlan, planErasing } from '../history/erase-plan.ts'
import type { Target } from '../history/erase-rule.ts'
import type { History } from '../history/types.ts'
import { createTurns } from '../turns.ts'
import type { Log } from '../log.ts'
import type { News } from '../news.ts'
import type { Rooms } from '../rooms/types.ts'
import { supportedDocument } from './supported.ts'
import type { Files } from './types.ts'

export type ShownPlan = ErasePlan & {
  /** Moments that have a name, since the first change that loses something. */
  readonly marks: number
  /** Boards that were made from this one. */
  readonly forks: number
}

export type Erasing = {
  /** What erasing this would take. Throws `nothing-to-erase`, `moment-unknown` and `document-newer`. */
  plan(boardId: string, target: Target): Promise<ShownPlan>
  /** Erases it, where that is what `digest` was made of. Throws as `plan` does, and `erase-differs`. */
  erase(
    boardId: string,
    target: Target,
    agreed: Agreed,
  ): Promise<{ readonly generation: number; readonly seq: number }>
}

/** `permit`: asked in the transaction, since access may have ended while others erased (A4). */
export type Agreed = Pick<Erasure, 'by' | 'author' | 'digest'> & { readonly permit: Permit }

type Parts = {
  readonly database: Database
  readonly history: Pick<History, 'at'>
  readonly rooms: Pick<Rooms, 'whileClosed'>
  readonly files: Pick<Files, 'erase'>
  readonly audit: Pick<Audit, 'record'>
  readonly clock: Pick<Clock, 'now'>
  readonly newId: () => string
  readonly log: Log
  readonly news: Pick<News, 'tell'>
}

export function createErasing({
  database,
  history,
  rooms,
  files,
  audit,
  clock,
  newId,
  log,
  news,
}: Parts): Erasing {
  const { queries } = database
  // Each goes through a whole log.
  const turns = createTurns(1)

  async function requireSupportedBoard(boardId: string): Promise<void> {
    const moment = await history.at(boardId, undefined)
    if (moment) supportedDocument(moment.update).destroy()
  }

  async function carryOut(
    target: Target,
    ownership: Parameters<typeof eraseFromLog>[2],
    { permit, ...agreed }: Agreed,
  ): Promise<{ readonly generation: number; readonly seq: number }> {
    const { boardId } = ownership
    const erasure = { ...agreed, id: newId(), at: new Date(clock.now()) }
    return database.transaction(async (tx) => {
      await permit(tx)
      const logged = { queries: tx, log, boardId }
      const { plan, generation, seq } = await eraseFromLog(logged, target, ownership, erasure)
      await files.erase(tx, boardId, plan.files)
      await tx.delete(pictures).where(eq(pictures.boardId, boardId))
      await audit.record(tx, boardId, {
        kind: 'erased',
        by: agreed.by,
        erased: {
          what: 'elements' in target ? 'elements' : 'stretch',
          elements: plan.elements.length,
          changes: plan.changes,
        },
      })
      return { generation, seq }
    })
  }

  return {
    plan: (boardId, target) =>
      turns.take(async () => {
        await requireSupportedBoard(boardId)
        const plan = await planErasing({ queries, log, boardId }, target)
        const [named] = await queries
          .select({ count: count() })
          .from(marks)
          .where(and(eq(marks.boardId, boardId), gte(marks.seq, plan.first)))
        const [forks] = await queries
          .select({ count: count() })
          .from(boards)
          .where(eq(boards.parentId, boardId))
        return { ...plan, marks: named?.count ?? 0, forks: forks?.count ?? 0 }
      }),

    erase: (boardId, target, agreed) =>
      turns.take(async () => {
        await requireSupportedBoard(boardId)
        // Asked before anybody is sent away for it.
        const { digest } = await planErasing({ queries, log, boardId }, target)
        if (digest !== agreed.digest) throw new GamelanError('erase-differs')
        const erased = await rooms.whileClosed(boardId, (ownership) => carryOut(target, ownership, agreed))
        news.tell({ kind: 'history', boardId })
        return erased
      }),
  }
}

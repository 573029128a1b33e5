/**
 * A new board that starts from a moment of another and knows where it came from (H5). It has nothing of the log before
 * that moment, and of the images those that it shows. Must never be half made: all of it is one transaction.
 */
import { BoardScene } from '@gamelan/board-model'
import type { Audit } from '../access/audit.ts'
import type { Permit } from '../access/types.ts'
import { GamelanError } from '../errors.ts'
import type { History } from '../history/types.ts'
import { FORK_LEAVES } from '../limits.ts'
import type { Limits } from '../settable-limits.ts'
import { supportedDocument } from './supported.ts'
import type { Beginning, Boards, Files, MadeBoard } from './types.ts'

export type Fork = {
  /** The moment of the parent; undefined: the last that is saved. */
  readonly seq: number | undefined
  /** undefined: as its parent. */
  readonly title: string | undefined
  /** The maker; undefined: somebody new, who came by a key. */
  readonly visitorId: string | undefined
  /** Who is told of as the one who did it. */
  readonly by: { readonly id: string; readonly name: string }
  /** Asked in the transaction: access may have ended while the moment was read (A4). */
  readonly permit: Permit
  /** What else is part of making it, in its transaction: before and after the rest. */
  readonly within?: Pick<Beginning, 'hold' | 'fill'> | undefined
}

export type Forks = {
  /** Throws `moment-unknown`, `fork-too-large`, `document-newer`, `too-many-boards` and `no-room`. undefined: there is no such board any more. */
  fork(boardId: string, fork: Fork): Promise<MadeBoard | undefined>
}

type Parts = {
  readonly history: Pick<History, 'at' | 'timeOf'>
  readonly boards: Pick<Boards, 'create' | 'read'>
  readonly files: Pick<Files, 'copy'>
  readonly audit: Pick<Audit, 'record'>
  readonly limits: Pick<Limits, 'historyBytesPerBoard'>
}

/** The images that a document shows. Throws `document-newer`. */
function shownFiles(update: Uint8Array): string[] {
  const doc = supportedDocument(update)
  const scene = new BoardScene(doc)
  const ids = new Set<string>()
  for (const { isDeleted, fileId } of scene.all()) {
    if (!isDeleted && typeof fileId === 'string') ids.add(fileId)
  }
  scene.destroy()
  doc.destroy()
  return [...ids]
}

export function createForks({ history, boards, files, audit, limits }: Parts): Forks {
  return {
    async fork(boardId, { seq, title, visitorId, by, permit, within }) {
      const parent = await boards.read(boardId)
      if (!parent) return undefined
      const moment = await history.at(boardId, seq)
      const at = moment && (await history.timeOf(boardId, moment.seq))
      if (!moment || !at) throw new GamelanError('moment-unknown')
      // Its log begins with all of it, whatever the parent's was folded to.
      if (moment.update.byteLength + FORK_LEAVES > limits.historyBytesPerBoard)
        throw new GamelanError('fork-too-large')
      const shown = shownFiles(moment.update)
      const made = await boards.create({
        title: title ?? parent.title,
        visitorId,
        from: {
          parent: { id: boardId, seq: moment.seq, at },
          update: moment.update,
          async fill(tx, made, maker) {
            await files.copy(tx, { from: boardId, to: made, fileIds: shown, addedBy: maker })
            await audit.record(tx, boardId, { kind: 'forked', by })
            await within?.fill(tx, made, maker)
          },
          async hold(tx) {
            await permit(tx)
            await within?.hold?.(tx)
          },
        },
      })
      return { ...made, parentTitle: parent.title }
    },
  }
}

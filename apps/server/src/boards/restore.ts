/**
 * The drawing becomes what it was (H4): a new change, which all who have the board open see, and after which nothing is
 * lost. The change, the mark on the moment before it and the audit entry are one transaction. Must never restore without
 * that mark: restoring it takes the restore back.
 */
import { BoardScene, changesTo, isSupported, resetVersion, restoreElements } from '@gamelan/board-model'
import type { ElementChange } from '@gamelan/board-model'
import * as Y from 'yjs'
import type { Audit } from '../access/audit.ts'
import type { Permit } from '../access/types.ts'
import type { Database, Queries } from '../database/database.ts'
import { GamelanError } from '../errors.ts'
import type { Mark, Marks } from '../history/marks.ts'
import type { Author, History } from '../history/types.ts'
import type { Rooms } from '../rooms/types.ts'
import { nameBeforeRestore } from './restore-name.ts'
import { requireSupported } from './supported.ts'

export type Restored = { readonly seq: number; readonly before: Mark }

/** Who restores, as the log and as the audit name them. */
export type Restorer = {
  readonly author: Author
  readonly by: Mark['by']
  readonly participant: { readonly id: string; readonly name: string }
  /** What the asker calls the state that they restore, if anything. */
  readonly label?: string | undefined
  /** Asked in the transaction: access may have ended while the past was read (A4). */
  readonly permit: Permit
}

export type Restores = {
  /**
   * Throws `moment-unknown`, `too-many-marks`, `drawing-too-large`, `document-newer`, `being-erased`, and what the permit
   * throws; then the drawing is as it was.
   */
  restore(boardId: string, seq: number, restorer: Restorer): Promise<Restored>
}

type Parts = {
  readonly database: Pick<Database, 'transaction'>
  readonly history: Pick<History, 'at' | 'timeOf'>
  readonly rooms: Pick<Rooms, 'open'>
  readonly marks: Pick<Marks, 'list' | 'setWithin' | 'requireRoom' | 'announce'>
  readonly audit: Pick<Audit, 'record'>
}

/** What has to change in a document so that it shows what `then` shows, also where its version is not supported. */
function changesFrom(doc: Y.Doc, then: BoardScene): ElementChange[] {
  const readable = isSupported(doc) ? doc : new Y.Doc()
  if (readable !== doc) {
    Y.applyUpdate(readable, Y.encodeStateAsUpdate(doc))
    resetVersion(readable)
  }
  const live = new BoardScene(readable)
  const changes = changesTo(live, then)
  live.destroy()
  if (readable !== doc) readable.destroy()
  return changes
}

export function createRestores({ database, history, rooms, marks, audit }: Parts): Restores {
  return {
    async restore(boardId, seq, { author, by, participant, label, permit }) {
      // First of all: what is erased from then on ends this room, and the change with it (H8).
      const room = await rooms.open(boardId)
      const past = new Y.Doc()
      let earlier: BoardScene | undefined
      let before: Mark | undefined
      let name = ''
      const book = async (tx: Queries, seqBefore: number) => {
        await permit(tx)
        before = await marks.setWithin(tx, boardId, { kind: 'before', seq: seqBefore, name, by })
        await audit.record(tx, boardId, { kind: 'restored-moment', by: participant })
      }
      try {
        const moment = await history.at(boardId, seq)
        if (!moment) throw new GamelanError('moment-unknown')
        // Also before the change: one that is refused leaves an empty entry in the log.
        await marks.requireRoom(boardId)
        Y.applyUpdate(past, moment.update)
        requireSupported(past)
        name = nameBeforeRestore(by.name, {
          seq,
          at: await history.timeOf(boardId, moment.seq),
          label,
          marks: await marks.list(boardId),
        })
        earlier = new BoardScene(past)
        // From here to the change nothing else can happen to the document.
        const changes = changesFrom(room.doc, earlier)
        const bytes = changes.reduce((sum, { after }) => sum + JSON.stringify(after).length, 0)
        const { seq: restored, isChanged } = await room.changeWith(
          author,
          (doc) => {
            resetVersion(doc)
            restoreElements(doc, changes, { origin: author })
          },
          // Every element that ever was has its place in the document already.
          { bytes, elements: 0 },
          (tx, seq) => book(tx, seq - 1),
        )
        // It is all as it was then: the mark and the audit say so.
        if (!isChanged) await database.transaction((tx) => book(tx, restored))
        if (before === undefined) throw new Error('a restore was committed without its mark')
        marks.announce(boardId, before)
        return { seq: restored, before }
      } finally {
        room.release()
        earlier?.destroy()
        past.destroy()
      }
    },
  }
}

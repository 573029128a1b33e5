/**
 * The drawing becomes what it was (H4): a new change, which all who have the board open see, and after which nothing is
 * lost. Must never restore without a mark on the moment before: restoring that takes it back.
 */
import { BoardScene, changesTo, isSupported, resetVersion, restoreElements } from '@gamelan/board-model'
import type { ElementChange } from '@gamelan/board-model'
import * as Y from 'yjs'
import { GamelanError } from '../errors.ts'
import type { Mark, Marks } from '../history/marks.ts'
import type { Author, History } from '../history/types.ts'
import type { Rooms } from '../rooms/types.ts'
import { requireSupported } from './supported.ts'

export type Restored = { readonly seq: number; readonly before: Mark }

export type Restores = {
  /** Throws `moment-unknown`, `too-many-marks`, `drawing-too-large`, `document-newer` and `being-erased`; then the drawing is as it was. */
  restore(boardId: string, seq: number, author: Author, by: Mark['by']): Promise<Restored>
}

type Parts = {
  readonly history: Pick<History, 'at'>
  readonly rooms: Pick<Rooms, 'open'>
  readonly marks: Pick<Marks, 'set' | 'move' | 'remove'>
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

export function createRestores({ history, rooms, marks }: Parts): Restores {
  return {
    async restore(boardId, seq, author, by) {
      // First of all: what is erased from then on ends this room, and the change with it (H8).
      const room = await rooms.open(boardId)
      const past = new Y.Doc()
      let then: BoardScene | undefined
      try {
        const moment = await history.at(boardId, seq)
        if (!moment) throw new GamelanError('moment-unknown')
        Y.applyUpdate(past, moment.update)
        requireSupported(past)
        const earlier = new BoardScene(past)
        then = earlier
        // Before the change, so that no end of the process leaves a restore without it; what others draw until the
        // change is made is brought in by moving it there.
        const marked = await marks.set(boardId, { kind: 'before', seq: undefined, name: '', by })
        try {
          // From here to the change nothing else can happen to the document.
          const changes = changesFrom(room.doc, earlier)
          const bytes = changes.reduce((sum, { after }) => sum + JSON.stringify(after).length, 0)
          let written = false
          const note = () => (written = true)
          room.doc.on('update', note)
          const changed = room.change(
            author,
            (doc) => {
              resetVersion(doc)
              restoreElements(doc, changes, { origin: author })
            },
            // Every element that ever was has its place in the document already.
            { bytes, elements: 0 },
          )
          room.doc.off('update', note)
          const { seq: restored } = await changed
          return {
            seq: restored,
            before: await marks.move(marked, boardId, written ? restored - 1 : restored),
          }
        } catch (error) {
          await marks.remove(boardId, marked.id)
          throw error
        }
      } finally {
        room.release()
        then?.destroy()
        past.destroy()
      }
    },
  }
}

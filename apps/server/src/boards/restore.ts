/**
 * The drawing becomes what it was (H4): a new change, which all who have the board open see, and after which nothing is
 * lost. Must never restore without a mark on the moment before: restoring that takes it back.
 */
import { BoardScene, changesTo, restoreElements } from '@gamelan/board-model'
import * as Y from 'yjs'
import { GamelanError } from '../errors.ts'
import type { Mark, Marks } from '../history/marks.ts'
import type { Author, History } from '../history/types.ts'
import type { Rooms } from '../rooms/types.ts'
import { nameBeforeRestore } from './restore-name.ts'

export type Restored = { readonly seq: number; readonly before: Mark }

export type Restores = {
  /** `label`: what the asker calls the moment. Throws `moment-unknown`, `too-many-marks`, `drawing-too-large`; then the drawing is as it was. */
  restore(boardId: string, seq: number, author: Author, by: Mark['by'], label?: string): Promise<Restored>
}

type Parts = {
  readonly history: Pick<History, 'at' | 'timeOf'>
  readonly rooms: Pick<Rooms, 'open'>
  readonly marks: Pick<Marks, 'list' | 'set' | 'move' | 'remove'>
}

export function createRestores({ history, rooms, marks }: Parts): Restores {
  return {
    async restore(boardId, seq, author, by, label) {
      // First of all: what is erased from then on ends this room, and the change with it (H8).
      const room = await rooms.open(boardId)
      const past = new Y.Doc()
      let then: BoardScene | undefined
      try {
        const moment = await history.at(boardId, seq)
        if (!moment) throw new GamelanError('moment-unknown')
        Y.applyUpdate(past, moment.update)
        const earlier = new BoardScene(past)
        then = earlier
        // Before the change, so that no end of the process leaves a restore without it; what others draw until the
        // change is made is brought in by moving it there.
        const name = nameBeforeRestore(by.name, {
          seq,
          at: await history.timeOf(boardId, moment.seq),
          label,
          marks: await marks.list(boardId),
        })
        const marked = await marks.set(boardId, { kind: 'before', seq: undefined, name, by })
        try {
          // From here to the change nothing else can happen to the document.
          const live = new BoardScene(room.doc)
          const changes = changesTo(live, earlier)
          live.destroy()
          const bytes = changes.reduce((sum, { after }) => sum + JSON.stringify(after).length, 0)
          let written = false
          const note = () => (written = true)
          room.doc.on('update', note)
          const changed = room.change(
            author,
            (doc) => restoreElements(doc, changes, { origin: author }),
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

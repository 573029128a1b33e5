/**
 * What was deleted long ago leaves the live document (M7), when nobody has the board open. The log keeps it: every
 * moment before can still be shown. It makes the document smaller and the log longer, so it keeps to what a log may have
 * (A6): a full one is no place for it, and folding makes room. Must never hold up an opening or a shutdown, and never
 * ends a room: where it fails, or has no room, it is for another time.
 */
import { deletedIds, purgeElements } from '@gamelan/board-model'
import * as Y from 'yjs'
import type { Clock } from '../clock.ts'
import type { Author, History } from '../history/types.ts'
import type { Log } from '../log.ts'

/** Milliseconds after which nobody takes a deletion back by undo: no page stays open for so long. */
export const PURGE_AFTER = 7 * 24 * 60 * 60 * 1000
/** Fewer are not worth reading the past for. */
export const PURGE_AT_LEAST = 200

const AUTHOR: Author = { actor: 'server', connection: 'purge' }

type Parts = {
  readonly history: Pick<History, 'asOf'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

type PurgedRoom = {
  readonly doc: Y.Doc
  logHasRoom(bytes: number): boolean
  change(author: Author, write: (doc: Y.Doc) => void): Promise<unknown>
}

/** Resolves once the change is committed, if there was any. Never rejects. */
export async function purgeOld(
  boardId: string,
  room: PurgedRoom,
  { history, clock, log }: Parts,
): Promise<void> {
  try {
    const deleted = deletedIds(room.doc).size
    // Each takes more than a byte: where not even that is left, the past is not read for nothing.
    if (deleted < PURGE_AT_LEAST || !room.logHasRoom(deleted)) return
    const moment = await history.asOf(boardId, clock.now() - PURGE_AFTER)
    if (moment === undefined) return
    // Asked again: while the past was read, somebody may have come and taken one back.
    const ids = deletedThenAndNow(moment.update, room.doc)
    if (ids.length < PURGE_AT_LEAST) return
    if (!room.logHasRoom(purgeBytes(room.doc, ids))) return
    await room.change(AUTHOR, (doc) => {
      purgeElements(doc, ids)
    })
    log.info({ board: boardId, elements: ids.length, before: moment.seq }, 'deleted elements purged')
  } catch (error) {
    log.warn({ err: error, board: boardId }, 'deleted elements could not be purged')
  }
}

/** How many bytes a purge adds to the log: tried on a copy, since how scattered the content is decides that. */
function purgeBytes(doc: Y.Doc, ids: readonly string[]): number {
  const copy = new Y.Doc()
  try {
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    copy.clientID = doc.clientID
    let bytes = 0
    copy.on('update', (update: Uint8Array) => (bytes += update.byteLength))
    purgeElements(copy, ids)
    return bytes
  } finally {
    copy.destroy()
  }
}

/** Ids of what is deleted in a document and was deleted in an earlier state of it. */
export function deletedThenAndNow(then: Uint8Array, now: Y.Doc): string[] {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, then)
    const before = deletedIds(doc)
    return [...deletedIds(now)].filter((id) => before.has(id))
  } finally {
    doc.destroy()
  }
}

/**
 * All that this browser keeps of a board goes, once the server says that this person may not see it: what they drew,
 * the images that they brought and saw, its history, as whom they were there. Must never be called for what is only out of reach.
 */
import { createImageStore } from '../../canvas/image-store.ts'
import { dropKept } from '../../http/kept-fetch.ts'
import { forgetAsked } from '../../session/outbox.ts'
import { forgetLocalCopy } from '../../sync/board-connection.ts'
import { forgetGeneration } from '../erase/erased-memory.ts'
import { rememberLeading } from '../replay/leading.ts'
import { forgetOffers } from '../session/offers.ts'
import { forgetDrafts } from '../session/use-kept-draft.ts'
import { keepTool } from '../session/use-open-tool.ts'
import { forget, recall } from './remembered.ts'
import { localShelf, tabShelf } from '../../storage/browser-storage.ts'

/** Never rejects: where the browser lets nothing be deleted it is tried again at the next visit. */
export async function forgetBoard(boardId: string): Promise<void> {
  // Who may not be on one board of a session may not be in it.
  for (const board of new Set([boardId, recall(localShelf, boardId)?.sessionBoard ?? boardId])) {
    forgetSession(board)
  }
  forget(localShelf, boardId)
  forgetGeneration(localShelf, boardId)
  await Promise.allSettled([forgetLocalCopy(boardId), forgetImages(boardId), dropKept(boardId)])
}

/** What this window keeps of the session of a board. */
function forgetSession(sessionBoard: string): void {
  forgetOffers(tabShelf, sessionBoard)
  rememberLeading(tabShelf, sessionBoard, null)
  keepTool(tabShelf, sessionBoard, null)
  forgetDrafts(tabShelf, sessionBoard)
  forgetAsked(tabShelf, sessionBoard)
}

async function forgetImages(boardId: string): Promise<void> {
  const images = createImageStore()
  for (const { fileId } of await images.list(boardId)) await images.remove(boardId, fileId)
}

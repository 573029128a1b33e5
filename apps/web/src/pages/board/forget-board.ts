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

/** Never rejects: where the browser lets nothing be deleted it is tried again at the next visit. */
export async function forgetBoard(boardId: string): Promise<void> {
  // Who may not be on one board of a session may not be in it.
  for (const board of new Set([boardId, recall(localStorage, boardId)?.sessionBoard ?? boardId])) {
    forgetSession(board)
  }
  forget(localStorage, boardId)
  forgetGeneration(localStorage, boardId)
  await Promise.allSettled([forgetLocalCopy(boardId), forgetImages(boardId), dropKept(boardId)])
}

/** What this window keeps of the session of a board. */
function forgetSession(sessionBoard: string): void {
  forgetOffers(sessionStorage, sessionBoard)
  rememberLeading(sessionStorage, sessionBoard, null)
  keepTool(sessionStorage, sessionBoard, null)
  forgetDrafts(sessionStorage, sessionBoard)
  forgetAsked(sessionStorage, sessionBoard)
}

async function forgetImages(boardId: string): Promise<void> {
  const images = createImageStore()
  for (const { fileId } of await images.list(boardId)) await images.remove(boardId, fileId)
}

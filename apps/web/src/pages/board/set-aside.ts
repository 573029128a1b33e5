/**
 * What a page does with its copy once the server does not take it. Must never let go of unsent work before that is set
 * aside.
 */
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import { dropKept } from '../../http/kept-fetch.ts'
import type { Aside, BoardConnection } from '../../sync/board-connection.ts'
import { noteReload } from '../erase/erased-memory.ts'
import { tabShelf } from '../../storage/browser-storage.ts'

/** Throws where nobody can tell yet. */
export function unsentOf(canvas: CanvasHandle | null): Aside | undefined {
  if (canvas === null) throw new Error('the drawing is not shown yet')
  return canvas.unsent()
}

/**
 * After something was erased (H8): lets go of all that this browser has kept of the board, and loads it afresh. Rejects
 * where unsent work cannot be set aside; then nothing has changed.
 */
export async function loadAfterErasing({
  boardId,
  connection,
  canvas,
  signal,
}: {
  boardId: string
  connection: BoardConnection
  /** Not asked where there is nothing that is unsent. */
  canvas: CanvasHandle | null
  /** Aborted when the page is left meanwhile. */
  signal: AbortSignal
}): Promise<void> {
  const hasUnsent = connection.unsent().size > 0
  await connection.setAside(hasUnsent ? unsentOf(canvas) : undefined)
  await dropKept(boardId)
  if (signal.aborted) return
  noteReload(tabShelf, boardId, 'seen')
  window.location.reload()
}

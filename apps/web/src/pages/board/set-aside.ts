/**
 * What a page does with its copy once the server does not take it. Must never let go of unsent work before that is set
 * aside.
 */
import type { RefObject } from 'react'
import type { CanvasHandle } from '../../canvas/BoardCanvas.tsx'
import { dropKept } from '../../http/kept-fetch.ts'
import type { Aside, BoardConnection } from '../../sync/board-connection.ts'
import { noteErasedReload } from '../erase/use-erased-notice.ts'

/** Milliseconds between two looks whether the drawing is shown, and looks after which it is given up. */
const LOOK_EVERY = 100
const LOOKS = 100

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
  canvas: RefObject<CanvasHandle | null>
  /** Aborted when the page is left meanwhile. */
  signal: AbortSignal
}): Promise<void> {
  const hasUnsent = connection.unsent().size > 0
  await connection.setAside(hasUnsent ? await unsentOnceShown(canvas, signal) : undefined)
  await dropKept(boardId)
  if (signal.aborted) return
  noteErasedReload(boardId)
  window.location.reload()
}

/** A copy that was closed as soon as it was opened is shown a moment later. */
async function unsentOnceShown(
  canvas: RefObject<CanvasHandle | null>,
  signal: AbortSignal,
): Promise<Aside | undefined> {
  for (let look = 0; look < LOOKS && !signal.aborted; look++) {
    try {
      return unsentOf(canvas.current)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
    }
  }
  throw new Error('the drawing is not shown')
}

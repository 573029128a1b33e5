/** Makes the board's picture and sends it. */
import type { BoardElement } from '@gamelan/board-model'
import { PICTURE_BYTES } from '@gamelan/protocol/limits'
import { exportToBlob } from '@excalidraw/excalidraw'
import type { BinaryFiles } from '@excalidraw/excalidraw/types'
import { timedFetch } from '../http/timed-fetch.ts'
import { toPicture } from './excalidraw-scene.ts'
import { mainPart } from './first-view.ts'
import { KEEPALIVE_BYTES } from './picture.ts'

/** The longer side, in pixels: a card on a sharp screen. */
const PICTURE_SIDE = 480
/** What a stray shape is measured by: a card shows what a screen shows first. */
const SCREEN = { width: 1280, height: 800 }
const QUALITIES = [0.8, 0.5, 0.2]

/** The drawing as a small picture, or undefined where there is nothing to show, or it does not become small enough. */
export async function makePicture(
  elements: readonly BoardElement[],
  files: BinaryFiles,
): Promise<Blob | undefined> {
  const shown = mainPart(
    elements.filter((element) => !element.isDeleted),
    SCREEN,
  )
  if (shown.length === 0) return undefined
  for (const quality of QUALITIES) {
    const blob = await exportToBlob({
      elements: toPicture(shown),
      files,
      appState: { exportBackground: true, viewBackgroundColor: '#ffffff' },
      mimeType: 'image/webp',
      quality,
      maxWidthOrHeight: PICTURE_SIDE,
      exportPadding: 8,
    })
    if (blob.size <= PICTURE_BYTES) return blob
  }
  return undefined
}

/**
 * Whether the server took the picture. `erased`: how often something had been erased from what it shows.
 * `isLeaving`: it has to arrive when the page is gone already.
 */
export async function sendPicture(
  boardId: string,
  picture: Blob,
  { erased, isLeaving }: { readonly erased: number; readonly isLeaving: boolean },
): Promise<boolean> {
  const address = `/api/boards/${encodeURIComponent(boardId)}/picture?g=${String(erased)}`
  // A larger one would be refused at once with `keepalive`, and may arrive without.
  const keepalive = isLeaving && picture.size <= KEEPALIVE_BYTES
  const response = await timedFetch(address, { method: 'PUT', body: picture, keepalive }).catch(
    () => undefined,
  )
  return response?.ok ?? false
}

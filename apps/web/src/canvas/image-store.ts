/**
 * Images that this browser brought in, kept until they have surely reached the server and a while longer: an image
 * pasted in a tunnel outlives a reload, and is shown before the tunnel ends. Where the browser keeps nothing, the
 * page goes on without; an image is then lost with the page, not with the board.
 */
import { createBrowserStore, keysUnder } from '../storage/browser-store.ts'

export type StoredImage = {
  readonly boardId: string
  readonly fileId: string
  readonly blob: Blob
  /** When the server had it, in milliseconds since the epoch; null: not yet. */
  readonly uploadedAt: number | null
}

export type ImageStore = {
  /** Resolves when the image would outlive the page. */
  put(image: StoredImage): Promise<void>
  /** All images of this board. */
  list(boardId: string): Promise<readonly StoredImage[]>
  remove(boardId: string, fileId: string): Promise<void>
}

/** The browser's own store. */
export function createImageStore(): ImageStore {
  const images = createBrowserStore<StoredImage>('gamelan-images', 'images', ['boardId', 'fileId'])
  return {
    put: (image) => images.put(image),
    list: (boardId) => images.all(keysUnder(boardId)),
    remove: (boardId, fileId) => images.remove([boardId, fileId]),
  }
}

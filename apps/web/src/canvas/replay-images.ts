/**
 * The images of a drawing that a player shows: each is fetched once. One that cannot be had stays a placeholder until it
 * is shown again.
 */
import type { BoardElement } from '@gamelan/board-model'
import type { BinaryFileData } from '@excalidraw/excalidraw/types'
import { createKeptFetch } from '../http/kept-fetch.ts'
import { dataUrlOf } from './data-url.ts'
import { createImageHttp } from './image-http.ts'
import type { ImageHttp } from './image-http.ts'

export class ReplayImages {
  readonly #http: Pick<ImageHttp, 'download'>
  readonly #asked = new Set<string>()

  constructor(boardId: string) {
    this.#http = createImageHttp(boardId, createKeptFetch(boardId, fetch.bind(window)))
  }

  /** Fetches what these elements show and is not here; each is handed to `add` when it has come. */
  look(elements: readonly BoardElement[], add: (file: BinaryFileData) => void): void {
    for (const { type, isDeleted, fileId } of elements) {
      if (type !== 'image' || isDeleted || !fileId || this.#asked.has(fileId)) continue
      this.#asked.add(fileId)
      void this.#fetch(fileId, add)
    }
  }

  async #fetch(fileId: string, add: (file: BinaryFileData) => void): Promise<void> {
    const blob = await this.#http.download(fileId)
    if (!blob) {
      this.#asked.delete(fileId)
      return
    }
    const file = { id: fileId, mimeType: blob.type, dataURL: await dataUrlOf(blob), created: Date.now() }
    add(file as BinaryFileData)
  }
}

/**
 * The images of a drawing that a player shows: each is fetched once. One that cannot be had stays a placeholder until it
 * is shown again.
 */
import type { BoardElement } from '@gamelan/board-model'
import type { BinaryFileData } from '@excalidraw/excalidraw/types'
import { createKeptFetch } from '../http/kept-fetch.ts'
import { timedFetch } from '../http/timed-fetch.ts'
import { dataUrlOf } from './data-url.ts'
import { isDrawable } from './drawable-image.ts'
import { createImageHttp } from './image-http.ts'
import type { ImageHttp } from './image-http.ts'

export class ReplayImages {
  readonly #http: Pick<ImageHttp, 'download'>
  readonly #asked = new Set<string>()

  constructor(boardId: string) {
    this.#http = createImageHttp(boardId, createKeptFetch(boardId, timedFetch))
  }

  /**
   * Fetches what these elements show and is not here; each is handed to `add` when it has come. Resolves when each has come or
   * cannot be had.
   */
  async look(elements: readonly BoardElement[], add: (file: BinaryFileData) => void): Promise<void> {
    const fetches: Promise<void>[] = []
    for (const { type, isDeleted, fileId } of elements) {
      if (type !== 'image' || isDeleted || !fileId || this.#asked.has(fileId)) continue
      this.#asked.add(fileId)
      fetches.push(this.#fetch(fileId, add))
    }
    await Promise.all(fetches)
  }

  async #fetch(fileId: string, add: (file: BinaryFileData) => void): Promise<void> {
    const blob = await this.#http.download(fileId)
    // It stays a placeholder, and is not asked for again.
    if (blob && !(await isDrawable(blob))) return
    const dataURL = blob && (await dataUrlOf(blob).catch(() => undefined))
    if (!blob || dataURL === undefined) {
      this.#asked.delete(fileId)
      return
    }
    add({ id: fileId, mimeType: blob.type, dataURL, created: Date.now() } as BinaryFileData)
  }
}

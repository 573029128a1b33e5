/** An image to the server and back. Must never retry: who asks knows when that is right. */
import { problemSchema } from '@gamelan/protocol/http/problems'
import type { ProblemCode } from '@gamelan/protocol/http/problems'

/**
 * `refused`: the server will not take this image, ever. `away`: it may later; with a `code` a person can do something about
 * it.
 */
export type UploadAnswer =
  | { readonly kind: 'stored' }
  | { readonly kind: 'refused'; readonly code: ProblemCode }
  | { readonly kind: 'away'; readonly code?: ProblemCode }

export type ImageHttp = {
  /** `generation`: how often something had been erased from the drawing that it is on. `away` where that was since. */
  upload(fileId: string, blob: Blob, generation: number): Promise<UploadAnswer>
  /** The image, or undefined where it cannot be had now. */
  download(fileId: string): Promise<Blob | undefined>
}

/** What says that the same bytes would be refused again. */
const FINAL: ReadonlySet<ProblemCode> = new Set([
  'image-too-large',
  'not-an-image',
  'too-large',
  'invalid-request',
])

/** What lasts until somebody makes room. */
const NO_ROOM: ReadonlySet<ProblemCode> = new Set(['no-room', 'server-full'])

/** The calls for the images of one board. */
export function createImageHttp(boardId: string, fetch: typeof globalThis.fetch): ImageHttp {
  const address = `/api/boards/${encodeURIComponent(boardId)}/files`
  return {
    upload: async (fileId, blob, generation) => {
      const query = new URLSearchParams({ fileId, g: String(generation) })
      const response = await fetch(`${address}?${query}`, { method: 'POST', body: blob }).catch(
        () => undefined,
      )
      if (!response) return { kind: 'away' }
      if (response.ok) return { kind: 'stored' }
      const problem = problemSchema.safeParse(await response.json().catch(() => undefined))
      if (!problem.success) return { kind: 'away' }
      const { code } = problem.data
      if (FINAL.has(code)) return { kind: 'refused', code }
      return NO_ROOM.has(code) ? { kind: 'away', code } : { kind: 'away' }
    },
    download: async (fileId) => {
      const response = await fetch(`${address}/${encodeURIComponent(fileId)}`).catch(() => undefined)
      return response?.ok ? response.blob().catch(() => undefined) : undefined
    },
  }
}

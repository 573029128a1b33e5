/**
 * Images as they come in, by whatever way: pasted, dropped, or chosen. Excalidraw shrinks them and then refuses what
 * is larger than it likes, 4 MiB, while a board takes 10 MB (A6). It asks for the id of a file before it shrinks it,
 * and shrinks none that it has: so what it would refuse is made smaller here, and given to it under that id.
 */
import { IMAGE_BYTES } from '@gamelan/protocol/limits'
import { dataUrlOf } from './data-url.ts'
import { isDrawable } from './drawable-image.ts'
import type { CanvasFile } from './images.ts'

/** Excalidraw makes neither side longer than this, in pixels. */
export const LONGEST_SIDE = 1440
/** Excalidraw refuses what is larger after that, in bytes. */
export const EXCALIDRAW_BYTES = 4 * 1024 * 1024

export type Size = { readonly width: number; readonly height: number }

/** What decodes and encodes images: the browser. */
export type Painter = {
  /** In pixels; undefined for what cannot be decoded. */
  size(image: Blob): Promise<Size | undefined>
  /** The image in this size. A browser that does not know `type` answers with another. `quality` is in [0, 1]. */
  encode(image: Blob, size: Size, type: string, quality: number): Promise<Blob>
}

export type IncomingOptions = {
  /** Whether Excalidraw has a file under this id. */
  readonly has: (id: string) => boolean
  readonly add: (file: CanvasFile) => void
  /** Keeps the image in this browser; resolves when it would outlive the page, or never can. */
  readonly keep: (id: string, image: Blob) => Promise<void>
  readonly paint: Painter
  readonly now: () => number
  /** What the person is told of an image over a limit. */
  readonly tooLarge: string
}

/**
 * Excalidraw's `generateIdForFile`. Resolves when the image is kept, since Excalidraw shows it then, and what a person
 * saw must be there after a reload. Rejects, with words for the person, what no board takes.
 */
export async function takeInImage(image: Blob, options: IncomingOptions): Promise<string> {
  const { has, add, keep, paint, now, tooLarge } = options
  if (image.size > IMAGE_BYTES) throw new Error(tooLarge)
  const id = await idOf(image)
  if (has(id)) return id
  // Before it is kept: it would be shown again after a reload.
  if (!(await isDrawable(image))) throw new Error(tooLarge)
  const smaller = await shrunk(image, paint)
  // What Excalidraw makes of it takes the place of the original when it is sent.
  await keep(id, smaller ?? image)
  if (smaller) add({ id, mimeType: smaller.type, dataURL: await dataUrlOf(smaller), created: now() })
  return id
}

/** The image within Excalidraw's bounds, or undefined where Excalidraw gets there by itself. */
export async function shrunk(image: Blob, paint: Painter): Promise<Blob | undefined> {
  // Excalidraw leaves drawings as they are.
  if (image.type === 'image/svg+xml') return image.size > EXCALIDRAW_BYTES ? image : undefined
  const full = await paint.size(image)
  if (!full) return undefined
  const size = fitted(full)
  // Four bytes a pixel, and some for the format: no encoding is larger.
  if (size.width * size.height * 4.1 < EXCALIDRAW_BYTES) return undefined
  for (const [type, quality] of encodings(image.type)) {
    const smaller = await paint.encode(image, size, type, quality)
    if (smaller.size <= EXCALIDRAW_BYTES) return smaller
  }
  return undefined
}

/** The size that Excalidraw makes of it. */
export function fitted({ width, height }: Size): Size {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** From the best to the smallest. JPEG, which has no transparency, is for browsers that do not write WebP. */
function encodings(type: string): (readonly [type: string, quality: number])[] {
  const own = type === 'image/jpeg' || type === 'image/webp' ? type : 'image/png'
  return [
    [own, 0.92],
    ['image/webp', 0.9],
    ['image/webp', 0.6],
    ['image/webp', 0.3],
    ['image/jpeg', 0.8],
    ['image/jpeg', 0.4],
  ]
}

/** SHA-1 of the bytes, as Excalidraw names files; a random name where the page is not served securely. */
async function idOf(image: Blob): Promise<string> {
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- absent over plain http
  const bytes = crypto.subtle
    ? new Uint8Array(await crypto.subtle.digest('SHA-1', await image.arrayBuffer()))
    : crypto.getRandomValues(new Uint8Array(20))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The browser's own canvas. */
export const browserPainter: Painter = {
  size: async (image) => {
    const bitmap = await createImageBitmap(image).catch(() => undefined)
    if (!bitmap) return undefined
    const { width, height } = bitmap
    bitmap.close()
    return { width, height }
  },
  encode: async (image, { width, height }, type, quality) => {
    const bitmap = await createImageBitmap(image, {
      resizeWidth: width,
      resizeHeight: height,
      resizeQuality: 'high',
    })
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    bitmap.close()
    return new Promise((resolve, reject) => {
      const take = (blob: Blob | null) =>
        blob ? resolve(blob) : reject(new Error('the browser did not encode the image'))
      canvas.toBlob(take, type, quality)
    })
  },
}

/**
 * What kind of image some bytes are, by the bytes alone (A8): what a request or a drawing claims is never asked.
 * Pure. Must never throw for bytes from outside, nor take time out of proportion to them.
 */
import { imageSize } from 'image-size'

/** `width` and `height` in pixels; undefined for an SVG that does not say them. */
export type ImageKind = {
  readonly mimeType: string
  readonly width: number | undefined
  readonly height: number | undefined
}

export const SVG_TYPE = 'image/svg+xml'

/** The types that Excalidraw lets in, by image-size's name for them. SVG has its own way in. */
const MIME_TYPES: ReadonlyMap<string | undefined, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['bmp', 'image/bmp'],
  ['ico', 'image/x-icon'],
  ['avif', 'image/avif'],
])

/** How far into a file an SVG's root is looked for. image-size's expressions are slow on long hostile text. */
const SVG_HEAD_BYTES = 64 * 1024

/** Says what kind of image the bytes are, or undefined where they are none that may be uploaded. */
export function readImage(bytes: Uint8Array): ImageKind | undefined {
  const head = new TextDecoder().decode(bytes.subarray(0, SVG_HEAD_BYTES))
  const root = svgRoot(head)
  if (root !== undefined) return { mimeType: SVG_TYPE, ...measure(new TextEncoder().encode(root)) }
  const size = measure(bytes)
  const mimeType = MIME_TYPES.get(size.type)
  if (mimeType === undefined || !size.width || !size.height) return undefined
  return { mimeType, width: size.width, height: size.height }
}

function measure(bytes: Uint8Array): {
  type?: string | undefined
  width: number | undefined
  height: number | undefined
} {
  try {
    return imageSize(bytes)
  } catch {
    // image-size throws for all that it cannot read, a cut-off file as well as a text.
    return { width: undefined, height: undefined }
  }
}

/** The `<svg ...>` tag of an SVG file, behind its prolog, comments and document type. */
function svgRoot(text: string): string | undefined {
  let at = 0
  for (;;) {
    at += /^\s*/.exec(text.slice(at, at + 1024))?.[0].length ?? 0
    const rest = text.slice(at, at + 9).toLowerCase()
    let end: number
    if (/^<svg[\s>/]/.test(rest)) {
      end = text.indexOf('>', at)
      return end < 0 ? undefined : text.slice(at, end + 1)
    } else if (rest.startsWith('<!--')) end = after(text, '-->', at)
    else if (rest.startsWith('<?')) end = after(text, '?>', at)
    else if (rest === '<!doctype') end = afterDoctype(text, at)
    else return undefined
    if (end < 0) return undefined
    at = end
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? -1 : found + mark.length
}

/** A document type may carry declarations in brackets, with `>` inside. */
function afterDoctype(text: string, from: number): number {
  const end = after(text, '>', from)
  const bracket = text.indexOf('[', from)
  if (bracket < 0 || bracket > end) return end
  const closed = after(text, ']', bracket)
  return closed < 0 ? -1 : after(text, '>', closed)
}

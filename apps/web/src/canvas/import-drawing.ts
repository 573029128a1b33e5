/**
 * Drawings that come in by hand: read here, written into the document as one change, placed where they were dropped.
 * Must never reach Excalidraw's own loading, which replaces the scene.
 */
import type { BoardElement, BoardScene, Drawing } from '@gamelan/board-model'
import { importDrawing, parseDrawing } from '@gamelan/board-model'
import { IMPORT_BYTES } from '@gamelan/protocol/limits'
import type * as Y from 'yjs'

export type ScenePoint = { readonly x: number; readonly y: number }

/** Why a file does not come in. The first two are also the server's codes, and have its words. */
export type ImportFault =
  'not-a-drawing' | 'drawing-too-large' | 'too-many-elements' | 'empty-drawing' | 'nothing-fits'

export type ReadDrawing =
  { readonly ok: true; readonly drawing: Drawing } | { readonly ok: false; readonly fault: ImportFault }

/** Reads a `.excalidraw` or `.excalidrawlib` file. `decode` gets the text out of it; it may be inside an image. */
export async function readDrawing(file: Blob, decode: (file: Blob) => Promise<string>): Promise<ReadDrawing> {
  if (file.size > IMPORT_BYTES) return { ok: false, fault: 'drawing-too-large' }
  let json: unknown
  try {
    json = JSON.parse(await decode(file))
  } catch {
    return { ok: false, fault: 'not-a-drawing' }
  }
  const parsed = parseDrawing(json)
  if (!parsed.ok) return { ok: false, fault: parsed.code }
  const { elements, dropped } = parsed.drawing
  if (elements.length === 0) return { ok: false, fault: dropped > 0 ? 'nothing-fits' : 'empty-drawing' }
  return parsed
}

/** Puts a drawing on the board: on an empty one, or in its own place, as it was; else with its middle at `at`. */
export function placeDrawing(
  drawing: Drawing,
  { doc, scene, at }: { doc: Y.Doc; scene: BoardScene; at: ScenePoint | 'its-own-place' },
): readonly string[] {
  const isEmpty = scene.all().every((element) => element.isDeleted)
  const { added } = importDrawing(doc, scene, drawing, {
    origin: placeDrawing,
    newId: () => crypto.randomUUID(),
    ...(isEmpty || at === 'its-own-place' ? {} : { offset: offsetTo(at, drawing.elements) }),
  })
  return added
}

/** By how much elements move so that the middle of what they cover is at `middle`; whole units keep a grid. */
export function offsetTo(middle: ScenePoint, elements: readonly BoardElement[]): { x: number; y: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, width, height } of elements) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  if (left > right) return { x: 0, y: 0 }
  return { x: Math.round(middle.x - (left + right) / 2), y: Math.round(middle.y - (top + bottom) / 2) }
}

/**
 * Drawings that come in by hand: read here, written into the document as one change, placed where they were dropped.
 * Must never reach Excalidraw's own loading, which replaces the scene.
 */
import type { BoardScene, Box, Drawing } from '@gamelan/board-model'
import { besideAll, boxOf, importDrawing, parseDrawing, unite } from '@gamelan/board-model'
import { IMPORT_BYTES } from '@gamelan/protocol/limits'
import type * as Y from 'yjs'
import type { ScenePoint } from './fit-view.ts'
import { freePlace } from './free-place.ts'

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

/**
 * Where a drawing goes. `near`: to the free place nearest to a point, as one group, or where the board is empty, to its own
 * place. `its-own-place`: exactly where it was, ungrouped.
 */
export type Placing = { readonly near: ScenePoint } | 'its-own-place'

/** Puts a drawing on the board, over nothing that is there. Answers the ids of its elements [UX UM4]. */
export function placeDrawing(
  drawing: Drawing,
  { doc, scene, placing }: { doc: Y.Doc; scene: BoardScene; placing: Placing },
): readonly string[] {
  const taken = scene
    .all()
    .filter(({ isDeleted }) => !isDeleted)
    .map(boxOf)
  const isBeside = placing !== 'its-own-place' && taken.length > 0
  const { added } = importDrawing(doc, scene, drawing, {
    origin: placeDrawing,
    newId: () => crypto.randomUUID(),
    isGrouped: isBeside,
    ...(isBeside && { offset: offsetTo(placing.near, drawing, taken) }),
  })
  return added
}

/** By how much a drawing moves to its free place; whole units keep a grid. */
function offsetTo(near: ScenePoint, { elements }: Drawing, taken: readonly Box[]): { x: number; y: number } {
  const box = unite(elements.map(boxOf))
  const all = unite(taken)
  if (box === undefined || all === undefined) return { x: 0, y: 0 }
  const [left, top, right, bottom] = box
  const place = freePlace({ width: right - left, height: bottom - top }, near, taken)
  // Nothing is free near it: then beside everything.
  if (place === undefined) return besideAll(all, box)
  return { x: Math.round(place.x - (left + right) / 2), y: Math.round(place.y - (top + bottom) / 2) }
}

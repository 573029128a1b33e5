/** What of a canvas is worth telling, and how finely. Pure. */
import type { BoardElementLike } from '@gamelan/board-model'
import { DEFAULT_STROKE_SCALE } from '@gamelan/board-model'

/** The finest and the coarsest steps of a stroke, per scene unit. */
const FINEST_STROKE_SCALE = 256
const COARSEST_STROKE_SCALE = 1

/**
 * A click that has not become anything yet is nobody's business; neither is what was deleted before it was seen, nor
 * an image that is still being read: were its page to end now, a placeholder would stay for ever.
 */
export function isWorthSharing(element: BoardElementLike): boolean {
  if (element['isDeleted'] === true) return false
  if (element.type === 'text') return element['originalText'] !== '' && element['text'] !== ''
  if (element.type === 'image' && element['fileId'] == null) return false
  const points = element['points']
  if (Array.isArray(points)) return points.length > 1
  return element['width'] !== 0 || element['height'] !== 0
}

/** Steps per scene unit, so that a step is finer than a pixel at this zoom; a power of two. */
export function strokeScale(zoom: number): number {
  const wanted = DEFAULT_STROKE_SCALE * 2 ** Math.ceil(Math.log2(zoom))
  return Math.min(FINEST_STROKE_SCALE, Math.max(COARSEST_STROKE_SCALE, wanted))
}

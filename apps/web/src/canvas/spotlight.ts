/** Where a lit region of the drawing lies on the screen. Pure. */
import type { Bounds } from './fit-view.ts'
import type { LayerView } from './cursor-layer.ts'

/** In pixels from the top left of the drawing's window. */
export type LitBox = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Room between what is lit and the dark, in pixels. */
const GAP = 8

export function litBox(
  [left, top, right, bottom]: Bounds,
  { scrollX, scrollY, zoom }: Pick<LayerView, 'scrollX' | 'scrollY' | 'zoom'>,
): LitBox {
  return {
    x: (left + scrollX) * zoom.value - GAP,
    y: (top + scrollY) * zoom.value - GAP,
    width: (right - left) * zoom.value + 2 * GAP,
    height: (bottom - top) * zoom.value + 2 * GAP,
  }
}

/**
 * Where to look first at a drawing. All of it is shown when that is readable; otherwise the part with the most
 * elements. One stray shape far away must never leave everyone with an empty first view [fault P5]. Pure.
 */
import { boxOf, unite } from '@gamelan/board-model'
import type { Boxed } from '@gamelan/board-model'
import type { Bounds, Window } from './fit-view.ts'
import { fitZoom } from './fit-view.ts'

type Spot = { readonly x: number; readonly y: number }

/** From this zoom on a drawing is readable enough to be shown as a whole. */
const READABLE_ZOOM = 0.3
/** Below this zoom no drawing is shown as a whole: shapes become dots. */
const LEAST_WHOLE_ZOOM = 0.1
/** A drawing's box is divided into this many cells each way, and this share of them must hold something. */
const CELLS = 8
const LEAST_FILLED = 0.1
/** How many elements are tried as the middle of the view: the cost stays linear in the size of the drawing. */
const MOST_TRIED = 200
/** An element larger than the view is shown with so much around its outline, in scene units. */
const AROUND_OUTLINE = 200

const isWithin = (inner: Bounds, outer: Bounds): boolean =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]

const middleOf = (box: Bounds): Spot => ({ x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 })

/** The share of the cells of `whole` that hold the middle of an element. */
function filledShare(boxes: readonly Bounds[], whole: Bounds): number {
  const [across, down] = [whole[2] - whole[0], whole[3] - whole[1]]
  const [columns, rows] = [across > 0 ? CELLS : 1, down > 0 ? CELLS : 1]
  const cell = (share: number, cells: number) => Math.min(cells - 1, Math.floor(share * cells))
  const filled = new Set<number>()
  for (const box of boxes) {
    const { x, y } = middleOf(box)
    const column = across > 0 ? cell((x - whole[0]) / across, columns) : 0
    const row = down > 0 ? cell((y - whole[1]) / down, rows) : 0
    filled.add(row * columns + column)
  }
  return filled.size / (columns * rows)
}

/** The elements that fit into one readable view, where most of them are. Of equal places the one nearest the origin. */
function densest(boxes: readonly Bounds[], window: Window): readonly Bounds[] {
  const [width, height] = [window.width / READABLE_ZOOM, window.height / READABLE_ZOOM]
  const step = Math.ceil(boxes.length / MOST_TRIED)
  let best: readonly Bounds[] = []
  let bestDistance = Infinity
  for (let i = 0; i < boxes.length; i += step) {
    const box = boxes[i]
    if (!box) continue
    const { x, y } = middleOf(box)
    const view: Bounds = [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
    const inside = boxes.filter((other) => isWithin(other, view))
    const distance = Math.hypot(x, y)
    if (inside.length < best.length || inside.length === 0) continue
    if (inside.length === best.length && distance >= bestDistance) continue
    best = inside
    bestDistance = distance
  }
  return best
}

/** A point that an element's outline goes through: an empty shape has nothing in its middle. */
function onOutline({ x, y, width, height, angle = 0, points }: Boxed): Spot {
  const first = points?.[0]
  if (first !== undefined) return { x: x + first[0], y: y + first[1] }
  // The middle of the upper side, which rectangles, diamonds and ellipses share.
  const [middleX, middleY] = [x + width / 2, y + height / 2]
  return { x: middleX + (height / 2) * Math.sin(angle), y: middleY - (height / 2) * Math.cos(angle) }
}

/**
 * The part of a drawing to show first in a window: all of it where that is readable, else where most of it is.
 * undefined: there is nothing.
 */
export function firstArea(elements: readonly Boxed[], window: Window): Bounds | undefined {
  const boxes = elements.map(boxOf)
  const whole = unite(boxes)
  if (whole === undefined) return undefined
  const zoom = fitZoom(whole, window)
  if (zoom >= READABLE_ZOOM) return whole
  if (zoom >= LEAST_WHOLE_ZOOM && filledShare(boxes, whole) >= LEAST_FILLED) return whole
  const part = unite(densest(boxes, window))
  if (part !== undefined) return part
  // Each element is larger than the view.
  const spots = elements.map(onOutline)
  const { x, y } = spots.reduce((one, other) =>
    Math.hypot(other.x, other.y) < Math.hypot(one.x, one.y) ? other : one,
  )
  return [x - AROUND_OUTLINE, y - AROUND_OUTLINE, x + AROUND_OUTLINE, y + AROUND_OUTLINE]
}

/** The elements that a small picture of a drawing shows: without those far away from the rest. */
export function mainPart<T extends Boxed>(elements: readonly T[], window: Window): readonly T[] {
  const area = firstArea(elements, window)
  if (area === undefined) return elements
  const part = elements.filter((element) => isWithin(boxOf(element), area))
  return part.length > 0 ? part : elements
}

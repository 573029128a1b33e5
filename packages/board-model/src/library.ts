/** Library items on one sheet: rows of items, none over another. */
import type { BoardElement } from './element.ts'

/** Scene units between two items. */
const GAP = 40

type Box = { left: number; top: number; right: number; bottom: number }

/** The box around elements, turned ones taken as if they were not. */
function boxOf(elements: readonly BoardElement[]): Box {
  const box: Box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const { x, y, width, height, points = [[0, 0]] } of elements) {
    for (const [px, py] of [...points, ...(points.length > 1 ? [] : [[width, height] as const])]) {
      box.left = Math.min(box.left, x + px)
      box.right = Math.max(box.right, x + px)
      box.top = Math.min(box.top, y + py)
      box.bottom = Math.max(box.bottom, y + py)
    }
  }
  return box
}

/** Moves each item to its place in a grid about as wide as high, the first at the origin. */
export function layOut(items: readonly (readonly BoardElement[])[]): BoardElement[] {
  const filled = items.filter((item) => item.length > 0)
  const columns = Math.ceil(Math.sqrt(filled.length))
  const placed: BoardElement[] = []
  let x = 0
  let y = 0
  let rowHeight = 0
  for (const [i, item] of filled.entries()) {
    if (i > 0 && i % columns === 0) {
      x = 0
      y += rowHeight + GAP
      rowHeight = 0
    }
    const box = boxOf(item)
    for (const element of item) {
      placed.push({ ...element, x: element.x - box.left + x, y: element.y - box.top + y })
    }
    x += box.right - box.left + GAP
    rowHeight = Math.max(rowHeight, box.bottom - box.top)
  }
  return placed
}

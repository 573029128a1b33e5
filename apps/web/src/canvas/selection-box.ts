/** Where an element is, for a frame around it. Pure. */
import type { BoardElement } from '@gamelan/board-model'

/** In scene units, before it is turned by `angle` (radians) about its middle. */
export type Box = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly angle: number
}

/** The box of an element. What has points may extend to the left of and above its own x and y. */
export function selectionBox({ x, y, width, height, angle, points }: BoardElement): Box {
  if (!points) return { x, y, width, height, angle }
  let [left, top] = [0, 0]
  for (const [dx, dy] of points) {
    left = Math.min(left, dx)
    top = Math.min(top, dy)
  }
  return { x: x + left, y: y + top, width, height, angle }
}

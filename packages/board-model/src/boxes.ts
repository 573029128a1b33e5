/** The boxes that elements take on the canvas, and where a drawing that comes in finds room beside them. Pure. */
import type { PathPoint } from './element.ts'
import { MAX_COORDINATE } from './limits.ts'

/** [left, top, right, bottom], in scene units. */
export type Box = readonly [number, number, number, number]

/** What a box is computed from. */
export type Boxed = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly angle?: number
  /** Of a line: relative to x and y, on either side of them. */
  readonly points?: readonly PathPoint[]
}

/** The box around an element as it is drawn, with its rotation. */
export function boxOf({ x, y, width, height, angle = 0, points }: Boxed): Box {
  let [left, top, right, bottom] = [
    Math.min(x, x + width),
    Math.min(y, y + height),
    Math.max(x, x + width),
    Math.max(y, y + height),
  ]
  if (points !== undefined && points.length > 0) {
    ;[left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const [dx, dy] of points) {
      left = Math.min(left, x + dx)
      top = Math.min(top, y + dy)
      right = Math.max(right, x + dx)
      bottom = Math.max(bottom, y + dy)
    }
  }
  if (angle === 0) return [left, top, right, bottom]
  const [sin, cos] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))]
  const [halfWidth, halfHeight] = [(right - left) / 2, (bottom - top) / 2]
  const [across, down] = [halfWidth * cos + halfHeight * sin, halfWidth * sin + halfHeight * cos]
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2]
  return [middleX - across, middleY - down, middleX + across, middleY + down]
}

/** The box around several boxes; undefined where there is none. */
export function unite(boxes: Iterable<Box>): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const box of boxes) {
    left = Math.min(left, box[0])
    top = Math.min(top, box[1])
    right = Math.max(right, box[2])
    bottom = Math.max(bottom, box[3])
  }
  return left > right ? undefined : [left, top, right, bottom]
}

/** Scene units between what is there and a drawing that comes in beside it. */
const ROOM = 80

/**
 * By how much a drawing moves to lie beside all that is there: to the right with the tops in line, or below, to the left
 * or above where the coordinates of a board end. Whole units keep a grid.
 */
export function besideAll(taken: Box, drawing: Box): { x: number; y: number } {
  const inLine = { x: Math.round(taken[0] - drawing[0]), y: Math.round(taken[1] - drawing[1]) }
  const moves = [
    { x: Math.ceil(taken[2] + ROOM - drawing[0]), y: inLine.y },
    { x: inLine.x, y: Math.ceil(taken[3] + ROOM - drawing[1]) },
    { x: Math.floor(taken[0] - ROOM - drawing[2]), y: inLine.y },
    { x: inLine.x, y: Math.floor(taken[1] - ROOM - drawing[3]) },
  ]
  const isOnBoard = ({ x, y }: { x: number; y: number }) =>
    [drawing[0] + x, drawing[1] + y, drawing[2] + x, drawing[3] + y].every(
      (side) => Math.abs(side) <= MAX_COORDINATE,
    )
  return moves.find(isOnBoard) ?? { x: 0, y: 0 }
}

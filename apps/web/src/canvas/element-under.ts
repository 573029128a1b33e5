/** Which element is under a point. Pure: by boxes and lines, which is as exact as a finger. */
import { distanceTo } from './distance.ts'

type Shape = {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly angle: number
  readonly isDeleted: boolean
  readonly points?: readonly (readonly [number, number])[]
}

/** How far beside a line one may click, in scene units. */
const REACH = 10

/** The topmost element there, the smaller one where one lies in another; null: none. */
export function elementUnder(
  elements: readonly object[],
  at: { readonly x: number; readonly y: number },
): string | null {
  let found: { readonly id: string; readonly size: number } | undefined
  for (const element of elements as readonly Shape[]) {
    if (element.isDeleted || !isUnder(element, at)) continue
    const size = element.points ? 0 : Math.abs(element.width * element.height)
    // What comes later lies above.
    if (found === undefined || size <= found.size) found = { id: element.id, size }
  }
  return found?.id ?? null
}

function isUnder(shape: Shape, at: { readonly x: number; readonly y: number }): boolean {
  const { x, y, width, height, angle, points } = shape
  const [middleX, middleY] = [x + width / 2, y + height / 2]
  const [cos, sin] = [Math.cos(-angle), Math.sin(-angle)]
  const [dx, dy] = [at.x - middleX, at.y - middleY]
  // The point as the element lies without its turn.
  const point: readonly [number, number] = [
    middleX + dx * cos - dy * sin - x,
    middleY + dx * sin + dy * cos - y,
  ]
  if (points) return distanceTo(points, point) <= REACH
  return point[0] >= 0 && point[1] >= 0 && point[0] <= width && point[1] <= height
}

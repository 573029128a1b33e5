/**
 * Points and boxes. In the document points are one flat list (x, y, x, y): it takes less of the wire and a
 * fraction of the heap. Nothing here knows Yjs.
 */
import type { PathPoint, Point } from './element.ts'
import type { Json } from './json.ts'
import { MAX_COORDINATE, MAX_POINTS } from './limits.ts'

export function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && value >= -MAX_COORDINATE && value <= MAX_COORDINATE
}

/** A pair of coordinates as a fresh point, or undefined. Anything behind the pair is left out. */
export function readPoint(value: unknown): Point | undefined {
  if (!Array.isArray(value)) return undefined
  const [x, y] = value as unknown[]
  return isCoordinate(x) && isCoordinate(y) ? [x, y] : undefined
}

/** A point of a line or a stroke: a pair, and the third value where there is one. */
function readPathPoint(value: unknown): PathPoint | undefined {
  const pair = readPoint(value)
  const third: unknown = (value as readonly unknown[])[2]
  return pair && isCoordinate(third) ? [pair[0], pair[1], third] : pair
}

/** Points from a flat list or from a list of pairs; undefined where one of them is no point, or none is there. */
export function readPoints(value: unknown): PathPoint[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > 2 * MAX_POINTS) return undefined
  const points: PathPoint[] = []
  if (Array.isArray(value[0])) {
    for (const pair of value) {
      const point = Array.isArray(pair) ? readPathPoint(pair) : undefined
      if (!point) return undefined
      points.push(point)
    }
  } else {
    if (value.length % 2 !== 0) return undefined
    for (let i = 0; i < value.length; i += 2) {
      const x: unknown = value[i]
      const y: unknown = value[i + 1]
      if (!isCoordinate(x) || !isCoordinate(y)) return undefined
      points.push([x, y])
    }
  }
  return points.length <= MAX_POINTS ? points : undefined
}

/** The points as they are stored: one flat list, or a list of lists where a point has a third value. */
export function flatten(points: readonly PathPoint[]): Json {
  if (points.some((point) => point.length > 2)) return points.map((point) => [...point])
  const flat: number[] = []
  for (const [x, y] of points) flat.push(x, y)
  return flat
}

/** The box around points; as Excalidraw computes the width and height of lines and strokes. */
export function sizeOf(points: readonly PathPoint[]): { width: number; height: number } {
  let left = Infinity
  let right = -Infinity
  let top = Infinity
  let bottom = -Infinity
  for (const [x, y] of points) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return points.length === 0 ? { width: 0, height: 0 } : { width: right - left, height: bottom - top }
}

/**
 * Where the player looks, so that the work is in view: it moves only when the work leaves what is seen, and then
 * smoothly. Pure.
 */
import type { PathPoint } from '@gamelan/board-model'

/** [left, top, right, bottom], in scene coordinates. */
export type Area = readonly [number, number, number, number]

type Boxed = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Of a line: relative to x and y, on either side of them. */
  readonly points?: readonly PathPoint[]
}

/** What holds all of these; undefined: there is none. */
export function areaOf(elements: Iterable<Boxed>): Area | undefined {
  let area: [number, number, number, number] | undefined
  for (const element of elements) {
    const [left, top, right, bottom] = boxOf(element)
    area =
      area === undefined
        ? [left, top, right, bottom]
        : [
            Math.min(area[0], left),
            Math.min(area[1], top),
            Math.max(area[2], right),
            Math.max(area[3], bottom),
          ]
  }
  return area
}

function boxOf({ x, y, width, height, points }: Boxed): Area {
  if (points === undefined || points.length === 0) {
    return [Math.min(x, x + width), Math.min(y, y + height), Math.max(x, x + width), Math.max(y, y + height)]
  }
  let [left, top, right, bottom] = [x, y, x, y]
  for (const [dx, dy] of points) {
    left = Math.min(left, x + dx)
    top = Math.min(top, y + dy)
    right = Math.max(right, x + dx)
    bottom = Math.max(bottom, y + dy)
  }
  return [left, top, right, bottom]
}

/** An area with so much around it. */
export function padded([left, top, right, bottom]: Area, by: number): Area {
  return [left - by, top - by, right + by, bottom + by]
}

export function contains(outer: Area, inner: Area): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
}

/**
 * Where to look for the work to be in view. `seen` is what is seen now; the answer is `seen` itself where that is
 * enough. Keeps the scale where the work fits in it.
 */
export function following(seen: Area, work: Area): Area {
  const [width, height] = [seen[2] - seen[0], seen[3] - seen[1]]
  const room = Math.min(width, height) * 0.08
  if (contains(seen, padded(work, room / 2))) return seen
  const around = padded(work, room)
  const scale = Math.max(1, (around[2] - around[0]) / width, (around[3] - around[1]) / height)
  const [x, y] = [(work[0] + work[2]) / 2, (work[1] + work[3]) / 2]
  const [halfWidth, halfHeight] = [(width * scale) / 2, (height * scale) / 2]
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight]
}

/** A part of the way from one area to another: `share` is 1 for all of it. */
export function eased(from: Area, to: Area, share: number): Area {
  const part = (a: number, b: number) => a + (b - a) * share
  return [part(from[0], to[0]), part(from[1], to[1]), part(from[2], to[2]), part(from[3], to[3])]
}

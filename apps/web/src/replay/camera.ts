/**
 * Where the player looks, so that the work is in view: it moves only when the work leaves what is seen, and then
 * smoothly. Pure.
 */

/** [left, top, right, bottom], in scene coordinates. */
export type Area = readonly [number, number, number, number]

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

/** How far a point is from a line of points. Pure. */

type Point = readonly [number, number]

/** Infinity for a line without points. */
export function distanceTo(line: readonly Point[], [x, y]: Point): number {
  let least = Infinity
  for (const [i, to] of line.entries()) {
    const from = line[i - 1] ?? to
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
    const length = dx * dx + dy * dy
    const part =
      length === 0 ? 0 : Math.max(0, Math.min(1, ((x - from[0]) * dx + (y - from[1]) * dy) / length))
    least = Math.min(least, Math.hypot(x - from[0] - part * dx, y - from[1] - part * dy))
  }
  return least
}

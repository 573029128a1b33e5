/**
 * A stroke while it is drawn (M6): a list of small integers that is only ever appended to, so that a change costs
 * its new points. The first item is the scale, in steps per scene unit, negative when each point carries a
 * pressure; then come x, y (and pressure) of each point as the difference to the point before.
 */
import type { PathPoint, Point } from './element.ts'
import { isCoordinate } from './geometry.ts'
import { MAX_POINTS, MAX_STROKE_SCALE } from './limits.ts'

const PRESSURE_STEPS = 255
/** Below this many points a stroke is taken for one that has just begun. */
const BEGINNING = 32
/** Steps across a stroke that comes in complete (pasted), so that small ones keep their shape. */
const STEPS_ACROSS = 2_048

export type Stroke = Readonly<{ points: readonly PathPoint[]; pressures: readonly number[] }>

/** Integer differences of `stroke` at `scale`; with pressures when asked for. */
function differences(stroke: Stroke, scale: number, withPressure: boolean): number[] {
  const items: number[] = []
  const last = [0, 0, 0]
  const push = (axis: number, value: number) => {
    // Adding zero turns -0, which Yjs would spend a float on, into 0.
    items.push(value - (last[axis] ?? 0) + 0)
    last[axis] = value
  }
  for (const [i, [x, y]] of stroke.points.entries()) {
    push(0, Math.round(x * scale))
    push(1, Math.round(y * scale))
    if (withPressure) push(2, Math.round((stroke.pressures[i] ?? 0) * PRESSURE_STEPS))
  }
  return items
}

/** Steps per scene unit: a power of two, finer than asked for where a whole, small stroke comes in. */
function chooseScale(points: readonly PathPoint[], wanted: number): number {
  let scale = 1
  while (scale < wanted && scale < MAX_STROKE_SCALE) scale *= 2
  if (points.length < BEGINNING) return scale
  const extent = points.reduce((most, [x, y]) => Math.max(most, Math.abs(x), Math.abs(y)), 0)
  while (extent * scale < STEPS_ACROSS && scale < MAX_STROKE_SCALE) scale *= 2
  return scale
}

/** The list for a stroke as it first appears. `scale`: steps per scene unit that the drawer's zoom asks for. */
export function openStroke(stroke: Stroke, scale: number): number[] {
  const steps = chooseScale(stroke.points, scale)
  const withPressure = stroke.pressures.length > 0 && stroke.pressures.length === stroke.points.length
  return [withPressure ? -steps : steps, ...differences(stroke, steps, withPressure)]
}

/**
 * What to append so that `items` become `stroke`: nothing where they are equal after quantisation, undefined
 * where the stroke is no continuation of what stands there.
 */
export function continueStroke(items: readonly unknown[], stroke: Stroke): number[] | undefined {
  const header = readHeader(items)
  if (!header) return undefined
  const expected = header.withPressure ? stroke.points.length : 0
  if (stroke.pressures.length !== expected) return undefined
  const next = differences(stroke, header.scale, header.withPressure)
  if (next.length < items.length - 1) return undefined
  for (let i = 1; i < items.length; i++) if (items[i] !== next[i - 1]) return undefined
  return next.slice(items.length - 1)
}

function readHeader(items: readonly unknown[]): { scale: number; withPressure: boolean } | undefined {
  const header = items[0]
  if (typeof header !== 'number') return undefined
  const scale = Math.abs(header)
  return scale >= 1 && scale <= MAX_STROKE_SCALE ? { scale, withPressure: header < 0 } : undefined
}

/** The stroke that a list holds, or undefined where it holds none. An incomplete last point is left out. */
export function readStroke(items: readonly unknown[]): Stroke | undefined {
  const header = readHeader(items)
  if (!header) return undefined
  const width = header.withPressure ? 3 : 2
  const count = Math.floor((items.length - 1) / width)
  if (count < 1 || count > MAX_POINTS) return undefined
  const points: Point[] = []
  const pressures: number[] = []
  let x = 0
  let y = 0
  let pressure = 0
  for (let at = 1; at + width <= items.length; at += width) {
    x += Number(items[at])
    y += Number(items[at + 1])
    const point: Point = [x / header.scale, y / header.scale]
    if (!isCoordinate(point[0]) || !isCoordinate(point[1])) return undefined
    points.push(point)
    if (!header.withPressure) continue
    pressure += Number(items[at + 2])
    if (!(pressure >= 0 && pressure <= PRESSURE_STEPS)) return undefined
    pressures.push(pressure / PRESSURE_STEPS)
  }
  return { points, pressures }
}

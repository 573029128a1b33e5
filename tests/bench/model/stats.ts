/** Several measurements of one thing as one figure that says how far they lay apart. Pure. */

export type Figure = Readonly<{ median: number; least: number; most: number; count: number }>

/** The value below which `share` (0 to 1) of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

export function figure(values: readonly number[]): Figure {
  return {
    median: quantile(values, 0.5),
    least: Math.min(...values),
    most: Math.max(...values),
    count: values.length,
  }
}

/** Measurements that lie further apart than this, most to least, say nothing about a ratio. */
export const MOST_SPREAD = 2

export const spreadOf = ({ least, most }: Figure): number =>
  least > 0 ? most / least : most > 0 ? Infinity : 1

/** `a` over `b`, or undefined where either lies too far apart to say. */
export function ratio(a: Figure, b: Figure): number | undefined {
  return Math.max(spreadOf(a), spreadOf(b)) > MOST_SPREAD || b.median === 0 ? undefined : a.median / b.median
}

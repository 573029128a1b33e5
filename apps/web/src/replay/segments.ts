/**
 * The history in segments: each begins with a keyframe, or with nothing, and goes on with updates up to where the next
 * begins. Pure. A segment is what a player loads and holds at once, so that a long board is never loaded whole.
 */

/** The moments after `start`, up to `end`. `start` 0: it begins with nothing. */
export type Segment = { readonly start: number; readonly end: number }

/** Updates after which another keyframe is worth its bytes. */
const LEAST = 200

/** @param keyframes rising, as the server lists them */
export function segmentsOf(keyframes: readonly number[], head: number): Segment[] {
  const starts = [0]
  for (const seq of keyframes) {
    if (seq < head && seq - (starts.at(-1) ?? 0) >= LEAST) starts.push(seq)
  }
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? head }))
}

/** The place in the list of the segment whose updates lead to this moment. */
export function segmentAt(segments: readonly Segment[], seq: number): number {
  let [low, high] = [0, segments.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((segments[middle]?.end ?? Infinity) < seq) low = middle + 1
    else high = middle
  }
  return low
}

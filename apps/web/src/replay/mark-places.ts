/**
 * Where marks stand in their row under the timeline: none covers another [UX UM3]. Where there is no room for all of
 * them, they overlap evenly, so that a part of each can still be pressed. Pure.
 */

/** What a mark without its name takes, with a gap, in pixels. */
const MARK_SIZE = 28

/**
 * The left edges, in pixels, in the order given. `places` rise from 0 to 1.
 * @param width of the row, in pixels
 * @param size of one mark, in pixels
 */
export function layOutMarks(
  places: readonly number[],
  width: number,
  size: number = MARK_SIZE,
): readonly number[] {
  const end = Math.max(0, width - size)
  const step = places.length > 1 ? Math.min(size, end / (places.length - 1)) : 0
  const lefts: number[] = []
  for (const [i, place] of places.entries()) {
    const free = i === 0 ? 0 : (lefts[i - 1] ?? 0) + step
    // As much as is left for those behind it.
    const latest = end - (places.length - 1 - i) * step
    lefts.push(Math.min(Math.max(place * width, free), latest))
  }
  return lefts
}

/**
 * The history as a film: the time in which something was drawn, with the rest cut to a moment. Film time is what a
 * timeline shows and a player plays; wall time is when it was. Pure. Must never cut what somebody drew.
 */

/** As the server tells it: [stretch, index of the author, changes, last seq among them]. */
export type Activity = {
  readonly every: number
  readonly cells: readonly (readonly [number, number, number, number])[]
}

/** A piece of the film, all times in milliseconds. A cut stands for a time in which nobody drew. */
export type Piece = {
  readonly kind: 'work' | 'cut'
  /** Film time. */
  readonly start: number
  readonly length: number
  /** Wall time since 1970. */
  readonly from: number
  readonly until: number
}

export type Film = {
  readonly pieces: readonly Piece[]
  readonly length: number
  /** Film time at which the last stretch in which somebody drew begins: from there on it is at its end. */
  readonly last: number
}

/** Nobody drew for longer than this: it is cut. */
export const CUT_FROM = 8_000
/** Film time of a cut. */
export const CUT_LENGTH = 700
/** What is left to see before the next change, and after the last. */
const MARGIN = 1_000

/** The film of what was drawn since `from` (milliseconds since 1970). */
export function filmOf({ every, cells }: Activity, from: number): Film {
  const pieces: Piece[] = []
  let length = 0
  const add = (kind: Piece['kind'], start: number, until: number) => {
    if (until <= start) return
    const piece = {
      kind,
      start: length,
      length: kind === 'cut' ? CUT_LENGTH : until - start,
      from: start,
      until,
    }
    pieces.push(piece)
    length += piece.length
  }
  let begun = from
  let busyUntil = from
  for (const [stretch] of cells) {
    const start = from + stretch * every
    if (start - busyUntil > CUT_FROM) {
      add('work', begun, busyUntil + MARGIN)
      begun = start - MARGIN
      add('cut', busyUntil + MARGIN, begun)
    }
    busyUntil = Math.max(busyUntil, start + every)
  }
  add('work', begun, busyUntil + MARGIN)
  return { pieces, length, last: Math.max(0, length - MARGIN - every) }
}

/** The piece in which `value` falls, by what each piece begins with. */
function pieceAt(film: Film, value: number, of: (piece: Piece) => number): Piece | undefined {
  let [low, high] = [0, film.pieces.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const piece = film.pieces[middle]
    if (piece !== undefined && of(piece) <= value) low = middle
    else high = middle - 1
  }
  return film.pieces[low]
}

const clamp = (value: number, most: number) => Math.max(0, Math.min(value, most))

/** Wall time at a film time. */
export function wallAt(film: Film, at: number): number {
  const piece = pieceAt(film, at, ({ start }) => start)
  if (piece === undefined) return 0
  return piece.from + clamp((at - piece.start) / piece.length, 1) * (piece.until - piece.from)
}

/** Film time at a wall time. */
export function filmAt(film: Film, wall: number): number {
  const piece = pieceAt(film, wall, ({ from }) => from)
  if (piece === undefined) return 0
  return piece.start + clamp((wall - piece.from) / (piece.until - piece.from), 1) * piece.length
}

/** How busy an author was, as parts of a timeline from 0 to 1: `share` is how high the bar stands. */
export type Bar = { readonly from: number; readonly to: number; readonly share: number }

/** A lane of bars for each author, in `columns` columns. */
export function lanesOf(
  film: Film,
  { every, cells }: Activity,
  from: number,
  authors: number,
  columns: number,
): Bar[][] {
  const counts = Array.from({ length: authors }, () => new Float64Array(columns))
  for (const [stretch, author, changes] of cells) {
    const start = from + stretch * every
    const place = (filmAt(film, start + every / 2) / film.length) * columns
    const lane = counts[author]
    const column = Math.min(columns - 1, Math.max(0, Math.floor(place)))
    if (lane !== undefined) lane[column] = (lane[column] ?? 0) + changes
  }
  let most = 1
  for (const lane of counts) for (const count of lane) most = Math.max(most, count)
  return counts.map((lane) => {
    const bars: Bar[] = []
    lane.forEach((count, column) => {
      if (count === 0) return
      // A single change among thousands is still to be seen.
      const share = 0.25 + 0.75 * Math.sqrt(count / most)
      bars.push({ from: column / columns, to: (column + 1) / columns, share })
    })
    return bars
  })
}

/** A board's history as the server tells it, made ready for the player. Pure. */
import type { BoardHistory, Erasure, Mark, Milestone } from '@gamelan/protocol/http/history'
import type { Bar, Film } from './film.ts'
import { filmAt, filmOf, lanesOf } from './film.ts'
import type { Roll } from './projector.ts'

/** What one author did, in the order of the timeline. */
export type Lane = {
  readonly id: string
  readonly name: string
  readonly color: string
  readonly bars: readonly Bar[]
}

/** A mark and where it stands on the timeline, from 0 to 1. */
export type PlacedMark = { readonly mark: Mark; readonly place: number }

/** That something was erased, and where on the timeline it was, from 0 to 1. */
export type PlacedErasure = { readonly erasure: Erasure; readonly place: number }

/** What the session did, and from where to where on the timeline it did, from 0 to 1. */
export type PlacedMilestone = { readonly milestone: Milestone; readonly place: number; readonly end: number }

export function filmOfHistory({ activity, from }: BoardHistory): Film {
  return filmOf(activity, Date.parse(from))
}

/** What the projector needs to find a moment by its time. */
export function rollOf({ head, keyframes, activity, from }: BoardHistory): Roll {
  const start = Date.parse(from)
  const times: [at: number, seq: number][] = []
  for (const [stretch, , , last] of activity.cells) {
    const at = start + (stretch + 1) * activity.every
    const before = times.at(-1)
    if (before?.[0] === at) before[1] = Math.max(before[1], last)
    else times.push([at, Math.max(before?.[1] ?? 0, last)])
  }
  return { head, keyframes, times }
}

/** The last change that had come by a time (milliseconds since 1970), to within a stretch; the first at least. */
export function changeBy({ activity, from }: BoardHistory, at: number): number {
  const stretch = Math.floor((at - Date.parse(from)) / activity.every)
  return activity.cells.reduce((most, [n, , , last]) => (n <= stretch ? Math.max(most, last) : most), 1)
}

/** A lane for each author. The server has none for making the board, which is its first change. */
export function lanesOfHistory(history: BoardHistory, film: Film, columns: number): Lane[] {
  const { authors, from } = history
  const cells = history.activity.cells.filter(([, , , last]) => last > 1)
  const activity = { ...history.activity, cells }
  const bars = lanesOf(film, activity, Date.parse(from), authors.length, columns)
  return authors
    .map(({ id, name, color }, i) => ({ id, name, color, bars: bars[i] ?? [] }))
    .filter((lane) => lane.bars.length > 0)
}

/** The marks, each where it stands. */
export function placedMarks({ marks }: BoardHistory, film: Film): PlacedMark[] {
  return marks.map((mark) => ({ mark, place: placeOf(Date.parse(mark.at), film) }))
}

/** What was erased, each where it first was. */
export function placedErasures({ erasures }: BoardHistory, film: Film): PlacedErasure[] {
  return erasures.map((erasure) => ({ erasure, place: placeOf(Date.parse(erasure.firstAt), film) }))
}

/** What the session did. What goes on reaches to the end of the film. */
export function placedMilestones({ milestones }: BoardHistory, film: Film): PlacedMilestone[] {
  return milestones.map((milestone) => ({
    milestone,
    place: placeOf(milestone.at, film),
    end: milestone.until === null ? 1 : placeOf(milestone.until, film),
  }))
}

function placeOf(wall: number, film: Film): number {
  return film.length === 0 ? 0 : filmAt(film, wall) / film.length
}

/** A place of the film to go to: a mark's change, or where something of the session began, in film time. */
export type Stop = { readonly seq: number } | { readonly position: number }

/** Between two stops that are one for the eye, in film time (milliseconds). */
const SAME = 1

/**
 * The next stop after where one is, or the one before: of the marks and of what the session did. A mark is behind by its
 * change, since several may have one time.
 */
export function stopBeside(
  { marks, milestones }: { marks: readonly PlacedMark[]; milestones: readonly PlacedMilestone[] },
  { seq, position }: { readonly seq: number; readonly position: number },
  film: Film,
  by: 1 | -1,
): Stop | undefined {
  const mark =
    by > 0 ? marks.find(({ mark }) => mark.seq > seq) : marks.findLast(({ mark }) => mark.seq < seq)
  const isBeyond = ({ place }: PlacedMilestone) => (place * film.length - position) * by > SAME
  const milestone = by > 0 ? milestones.find(isBeyond) : milestones.findLast(isBeyond)
  if (milestone !== undefined && (mark === undefined || (mark.place - milestone.place) * by > 0))
    return { position: milestone.place * film.length }
  return mark && { seq: mark.mark.seq }
}

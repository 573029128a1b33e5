/**
 * The form in which a canvas draws an element: the element itself, or a cheaper one of the same place and size. It is
 * shown and never stored: `meantBy` gives back what the document holds before a change is written.
 */
import { drawingCost, hasPoints, isDashed, isLabelAbove, isPatterned } from './drawing-cost.ts'
import type { BoardElement, BoardElementLike, PathPoint } from './element.ts'
import { readPoints } from './geometry.ts'
import { sameValue } from './json.ts'

/** The fewest letters that are still drawn. */
const FEWEST_LETTERS = 16
/** Stands for the letters that are not drawn. */
const CUT = '…'
/** A rougher line is longer than a smooth one, and looks no different from this. */
const ROUGH_ENOUGH = 2
/** Excalidraw's corners in proportion to the shorter side. */
const ROUND = { type: 2 }

/** The element where it costs at most `limit`; else the richest form that does, or the cheapest form. */
export function drawnForm(element: BoardElement, limit: number): BoardElement {
  if (drawingCost(element) <= limit) return element
  let form = element
  for (const cheapen of CHEAPER) {
    form = cheapen(form, limit)
    if (form !== element && drawingCost(form) <= limit) return form
  }
  return form
}

type Cheapen = (element: BoardElement, limit: number) => BoardElement

/** From what is missed least to what is missed most. */
const CHEAPER: readonly Cheapen[] = [
  (element, limit) => (isLabelAbove(element, limit) ? withoutLabel(element) : element),
  (element) => (isPatterned(element) ? { ...element, fillStyle: 'solid' } : element),
  (element) => (isDashed(element) ? { ...element, strokeStyle: 'solid' } : element),
  (element) =>
    hasPoints(element) && element.roughness > ROUGH_ENOUGH
      ? { ...element, roughness: ROUGH_ENOUGH }
      : element,
  (element) => (element['elbowed'] === true ? { ...element, elbowed: false } : element),
  (element, limit) => (hasPoints(element) ? thinned(element, limit) : element),
  (element, limit) => (element.type === 'text' ? shortened(element, limit) : element),
  // Its outline is straight wherever one looks at it.
  (element) => (element.type === 'ellipse' ? { ...element, type: 'rectangle', roundness: ROUND } : element),
]

/** An arrow that leaves no gap for its label. */
function withoutLabel(element: BoardElement): BoardElement {
  return { ...element, boundElements: element.boundElements.filter(({ type }) => type !== 'text') }
}

/** Every second point, every fourth, and so on; the first and the last always. */
function thinned(element: BoardElement, limit: number): BoardElement {
  const points = element.points ?? []
  let form = element
  for (let every = 2; drawingCost(form) > limit && every < 2 * points.length; every *= 2) {
    const isKept = (_: unknown, at: number): boolean => at % every === 0 || at === points.length - 1
    form = {
      ...element,
      points: points.filter(isKept),
      ...(element.pressures && { pressures: element.pressures.filter(isKept) }),
    }
  }
  return form
}

/** The beginning of a text. `originalText`, which an editor opens, stays whole. */
function shortened(element: BoardElement, limit: number): BoardElement {
  const { text = '' } = element
  let form = element
  for (let length = text.length >> 1; drawingCost(form) > limit && length >= FEWEST_LETTERS; length >>= 1) {
    form = { ...element, text: text.slice(0, length) + CUT }
  }
  return form
}

/**
 * A change of what a canvas shows as a change of what the document holds. A property that was drawn in a cheaper form,
 * and that the person left alone, is the document's on both sides of the change.
 *
 * @param held the element that the document held when the canvas was given its form
 * @param drawn the form that the canvas was given
 */
export function meantBy<T extends BoardElementLike, U extends BoardElementLike>(
  change: { readonly before: T | undefined; readonly after: U },
  held: BoardElementLike,
  drawn: BoardElementLike,
): { before: T | undefined; after: U } {
  const { before, after } = change
  if (!before || held === drawn) return { before, after }
  const heldBefore: Record<string, unknown> = {}
  const heldAfter: Record<string, unknown> = {}
  for (const name of Object.keys(drawn)) {
    // The canvas may have gone on since: what it does not show in the cheaper form is meant as it is.
    if (drawn[name] === held[name] || !sameValue(before[name], drawn[name])) continue
    // Fewer points stand for all of them: they can be scaled, and not replaced.
    const isPart = name === 'points' || name === 'pressures'
    if (!isPart && !sameValue(before[name], after[name])) continue
    heldBefore[name] = held[name]
    heldAfter[name] =
      name === 'points' && !sameValue(before[name], after[name])
        ? scaled(readPoints(held['points']) ?? [], before, after)
        : held[name]
  }
  return { before: { ...before, ...heldBefore }, after: { ...after, ...heldAfter } }
}

function scaled(
  points: readonly PathPoint[],
  before: BoardElementLike,
  after: BoardElementLike,
): readonly PathPoint[] {
  const factor = (name: string): number => {
    const [from, to] = [Number(before[name]), Number(after[name])]
    return from !== 0 && Number.isFinite(to / from) ? to / from : 1
  }
  const [x, y] = [factor('width'), factor('height')]
  return points.map(([px, py]) => [px * x, py * y])
}

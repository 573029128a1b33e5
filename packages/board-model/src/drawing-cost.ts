/**
 * What an element costs to draw: an estimate of the main thread's time in microseconds, at zoom 1, on one slow core
 * without a graphics card. The formula stands in MODEL.md. It never estimates less for a costlier value of a property,
 * and uses only arithmetic that is exact on every machine, so that all clients draw the same form (M2).
 *
 * Where Excalidraw 0.18.1 and roughjs 4.6 spend the time:
 * - roughjs `fillers/*` with `hachure-fill` walk the shape's height in steps of 1, or of the gap (4 x stroke width, at
 *   least 0.1). They keep one line for each gap, and two curves for each line.
 * - `generateRoughOptions` (`scene/Shape.ts`) sets `strokeLineDash` to 16 or 7.5 units plus the stroke width, whatever
 *   the length of the outline.
 * - `points-on-curve` simplifies the points of a closed stroke, and of an elbow arrow, in quadratic time.
 * - `generateElementCanvas` (`renderer/renderElement.ts`) paints each element on a canvas of at most 16,777,216 pixels.
 *   The browser's path filling costs time for each pixel that the outline of the path crosses.
 * - The label of an arrow makes Excalidraw allocate a square canvas as wide as the arrow is long.
 */
import type { BoardElement, ElementType, PathPoint } from './element.ts'
import { MAX_ELEMENT_COST } from './limits.ts'

/** What of an element has a part in its cost. */
export type Drawable = Pick<
  BoardElement,
  | 'type'
  | 'width'
  | 'height'
  | 'strokeWidth'
  | 'strokeStyle'
  | 'fillStyle'
  | 'backgroundColor'
  | 'roughness'
  | 'points'
  | 'text'
  | 'boundElements'
> & { readonly [property: string]: unknown }

/** `cappedElementCanvasSize` in Excalidraw: pixels of an element's canvas, and of its longer side. */
const CANVAS_AREA = 16_777_216
const CANVAS_SIDE = 32_767
/** Around what is drawn; more around wide strokes. */
const CANVAS_PADDING = 20
/** Excalidraw closes a line whose ends are no further apart than this. */
const LOOP_GAP = 8
/** Steps that roughjs takes around an ellipse: this x the square root of its mean radius. */
const ELLIPSE_STEPS = (9 / Math.sqrt(200)) * Math.sqrt(2 * Math.PI)

/** Microseconds; measured in Chromium with software rendering (`pnpm bench drawing`). */
const COST = {
  /** A step of the filler through the shape's height, and an edge that it meets there. */
  fillStep: 0.5,
  fillEdge: 0.15,
  /** A line of the filler, and a pixel of it. */
  fillLine: 4,
  fillPixel: 0.1,
  dot: 30,
  dash: 5,
  shapePixel: 0.05,
  linePoint: 25,
  linePixel: 0.4,
  joinPixel: 0.3,
  strokePoint: 8,
  strokePixel: 1.2,
  strokeJoinPixel: 0.1,
  ellipseStep: 3,
  elbowPoint: 400,
  /** Of each pair of points, where a stroke is simplified. */
  pair: 0.03,
  letter: 6,
  letterForm: 25,
  textLine: 30,
  largeLetter: 100,
  labelPixel: 0.007,
} as const

/** Letters above this many pixels are drawn as shapes, and no more than so many of them lie on a canvas. */
const LARGE_LETTER = 200
const LARGE_LETTERS = 1_000
/** A path that crosses its canvas this often costs the full price for each pixel, and one that hardly does a tenth. */
const DENSE_CROSSINGS = 50
/** Letters from here on may need a font of their own each. */
const FIRST_RARE_LETTER = 0x250
const NEW_LINE = 10

const FILLED: ReadonlySet<ElementType> = new Set(['rectangle', 'diamond', 'ellipse', 'embeddable'])
const POINTED: ReadonlySet<ElementType> = new Set(['line', 'arrow', 'freedraw'])

export const hasPoints = ({ type }: Drawable): boolean => POINTED.has(type)

/** The cost of an element in microseconds, a whole number. What is deleted costs nothing. */
export function drawingCost(element: Drawable): number {
  if (element['isDeleted'] === true) return 0
  const shape = measure(element)
  return Math.ceil(
    fillCost(element, shape) +
      dashCost(element, shape) +
      outlineCost(element, shape) +
      textCost(element, shape) +
      labelCost(element, shape),
  )
}

/** Whether the pattern that fills an element is within the bound. */
export function isFillAffordable(element: Drawable): boolean {
  return !isPatterned(element) || fillCost(element, measure(element)) <= MAX_ELEMENT_COST
}

/** Whether the dashes of an element's outline are within the bound. */
export function isDashAffordable(element: Drawable): boolean {
  return !isDashed(element) || dashCost(element, measure(element)) <= MAX_ELEMENT_COST
}

/** Whether the gap that an arrow leaves for its label costs more than this. */
export function isLabelAbove(element: Drawable, limit: number): boolean {
  return hasLabel(element) && labelCost(element, measure(element)) > limit
}

/** An element as a drawing surface sees it. */
type Shape = {
  readonly width: number
  readonly height: number
  /** Scene units along the outline. */
  readonly length: number
  /** Pixels for each scene unit. */
  readonly scale: number
  /** Pixels of the longer side. */
  readonly side: number
  readonly isLoop: boolean
}

function measure(element: Drawable): Shape {
  const points = hasPoints(element) ? (element.points ?? []) : undefined
  const { width, height, length } = points ? sizeOfPath(points) : sizeOfBox(element)
  const padding = 2 * CANVAS_PADDING
  const [outerWidth, outerHeight] = [width + padding, height + padding]
  const scale = Math.min(
    1,
    Math.sqrt(CANVAS_AREA / (outerWidth * outerHeight)),
    CANVAS_SIDE / Math.max(outerWidth, outerHeight),
  )
  const side = Math.max(1, Math.max(width, height) * scale)
  return { width, height, length, scale, side, isLoop: points !== undefined && isLoop(points) }
}

function sizeOfBox(element: Drawable): { width: number; height: number; length: number } {
  const width = Math.abs(element.width)
  const height = Math.abs(element.height)
  return { width, height, length: 2 * (width + height) }
}

function sizeOfPath(points: readonly PathPoint[]): { width: number; height: number; length: number } {
  const first = points[0]
  if (!first) return { width: 0, height: 0, length: 0 }
  let left = first[0]
  let right = left
  let top = first[1]
  let bottom = top
  let fromX = left
  let fromY = top
  let length = 0
  for (const point of points) {
    const x = point[0]
    const y = point[1]
    if (x < left) left = x
    else if (x > right) right = x
    if (y < top) top = y
    else if (y > bottom) bottom = y
    length += Math.sqrt((x - fromX) * (x - fromX) + (y - fromY) * (y - fromY))
    fromX = x
    fromY = y
  }
  return { width: right - left, height: bottom - top, length }
}

function isLoop(points: readonly PathPoint[]): boolean {
  const first = points[0]
  const last = points.at(-1)
  if (points.length < 3 || !first || !last) return false
  const [x, y] = [last[0] - first[0], last[1] - first[1]]
  return x * x + y * y <= LOOP_GAP * LOOP_GAP
}

/** Whether a pattern is drawn inside an element. */
export function isPatterned(element: Drawable): boolean {
  if (element.fillStyle === 'solid' || element.backgroundColor === 'transparent') return false
  if (FILLED.has(element.type)) return true
  return (element.type === 'line' || element.type === 'freedraw') && isLoop(element.points ?? [])
}

function fillCost(element: Drawable, { width, height, length, scale }: Shape): number {
  if (!isPatterned(element)) return 0
  const gap = Math.max(4 * element.strokeWidth, 0.1)
  // A rough fill may take its steps by the gap; a smooth one steps by 1, and draws at most one line each time.
  const spacing = element.roughness >= 1 ? gap : Math.max(gap, 1)
  const step = Math.min(1, spacing)
  const edges = hasPoints(element) ? length : 0
  const steps = ((width + height) / step) * COST.fillStep + (edges / step) * COST.fillEdge
  const lines = (width + height + edges / 2) / spacing
  const along = (width * height) / spacing
  // A filler's line is half as wide as the outline.
  const pixel = COST.fillPixel * Math.max(1, (element.strokeWidth / 2) * scale)
  const line = (count: number, units: number): number => count * COST.fillLine + units * scale * pixel
  switch (element.fillStyle) {
    case 'dots':
      return steps + (along / gap) * COST.dot
    case 'dashed':
      return steps + line(lines + along / (2 * gap), along / 2)
    case 'zigzag-line':
      return steps + line(lines + along / (2 * gap), along)
    case 'cross-hatch':
      return 2 * (steps + line(lines, along))
    case 'zigzag':
      return steps + 2 * line(lines, along)
    default:
      return steps + line(lines, along)
  }
}

/** Whether an outline is drawn in dashes or dots. */
export function isDashed({ type, strokeStyle }: Drawable): boolean {
  const isOutlined = FILLED.has(type) || type === 'line' || type === 'arrow'
  return isOutlined && (strokeStyle === 'dashed' || strokeStyle === 'dotted')
}

function dashCost(element: Drawable, { length }: Shape): number {
  if (!isDashed(element)) return 0
  const period = (element.strokeStyle === 'dashed' ? 16 : 7.5) + element.strokeWidth
  return (length / period) * COST.dash
}

/** The part of a pixel's full price that a path costs, by how often it crosses its canvas. */
const density = (pixels: number, side: number): number => Math.min(1, 0.1 + pixels / (DENSE_CROSSINGS * side))

function outlineCost(element: Drawable, shape: Shape): number {
  const { type, roughness, strokeWidth, strokeStyle } = element
  const { width, height, length, scale, side } = shape
  if (type === 'freedraw') return strokeCost(element, shape)
  const strokes = strokeStyle === 'solid' ? 2 : 1
  if (FILLED.has(type)) {
    const pixels = length * scale * strokes * COST.shapePixel
    if (type !== 'ellipse') return pixels
    const steps = ELLIPSE_STEPS * Math.sqrt(Math.sqrt((width * width + height * height) / 8)) + 9
    return pixels + steps * (roughness === 0 ? 4 : 2) * COST.ellipseStep
  }
  if (!POINTED.has(type)) return 0
  const count = element.points?.length ?? 0
  const bends = Math.min(4, 1 + roughness / 4)
  const pixels = (length * bends + count * 2 * roughness) * scale * strokes
  const joins = count * strokes * Math.min(strokeWidth * scale, side)
  const path = type === 'arrow' && element['elbowed'] === true ? count * COST.elbowPoint : 0
  return (
    path + count * COST.linePoint + pixels * density(pixels, side) * COST.linePixel + joins * COST.joinPixel
  )
}

function strokeCost({ points = [], strokeWidth }: Drawable, { length, scale, side, isLoop }: Shape): number {
  const count = points.length
  const pixels = length * scale
  const joins = count * Math.min(4.25 * strokeWidth * scale, side)
  const pairs = isLoop ? count * count : 0
  return (
    count * COST.strokePoint +
    pixels * density(pixels, side) * COST.strokePixel +
    joins * COST.strokeJoinPixel +
    pairs * COST.pair
  )
}

function textCost({ type, text = '', ...element }: Drawable, { scale }: Shape): number {
  if (type !== 'text') return 0
  let lines = 1
  let rare: Set<number> | undefined
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (letter === NEW_LINE) lines += 1
    else if (letter >= FIRST_RARE_LETTER) (rare ??= new Set()).add(letter)
  }
  const isLarge = Number(element['fontSize']) * scale > LARGE_LETTER
  return (
    text.length * COST.letter +
    (rare?.size ?? 0) * COST.letterForm +
    lines * COST.textLine +
    (isLarge ? Math.min(text.length, LARGE_LETTERS) * COST.largeLetter : 0)
  )
}

const hasLabel = ({ type, boundElements }: Drawable): boolean =>
  type === 'arrow' && boundElements.some((bound) => bound.type === 'text')

function labelCost(element: Drawable, { width, height, scale }: Shape): number {
  if (!hasLabel(element)) return 0
  const side = Math.max(width, height) * scale + 10 * CANVAS_PADDING
  return side * side * COST.labelPixel
}

/**
 * Elements as they stand in files, some of them years old, brought to the form that Excalidraw's restore (0.18)
 * gives them. Only files pass through here: what a canvas shows has been restored already.
 */
import type { PathPoint } from './element.ts'
import { sizeOf } from './geometry.ts'
import { isPlainObject, own } from './json.ts'

type Plain = Readonly<Record<string, unknown>>

/** Types whose roundness became adaptive after `strokeSharpness` was given up. */
const ADAPTIVE_RADIUS = new Set(['rectangle', 'embeddable', 'image'])
const LEGACY_RADIUS = 1
const PROPORTIONAL_RADIUS = 2

const FONT_FAMILIES: ReadonlyMap<string, number> = new Map([
  ['Virgil', 1],
  ['Helvetica', 2],
  ['Cascadia', 3],
])
const DEFAULT_FONT_FAMILY = 5
const DEFAULT_FONT_SIZE = 20
/** Line height by font family, for texts that say neither their line height nor how high they are. */
const LINE_HEIGHTS: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  [2, 1.15],
  [3, 1.2],
  [6, 1.35],
  [7, 1.15],
  [9, 1.15],
])
const DEFAULT_LINE_HEIGHT = 1.25
/** In font sizes; good enough until a canvas measures the text. */
const TYPICAL_LETTER_WIDTH = 0.55

/**
 * Whether restore leaves an element out without a word: it is deleted, a trace of a selection, has no extent, or
 * is a text that says nothing.
 */
export function isNothing(element: Plain): boolean {
  const type = own(element, 'type')
  if (type === 'selection' || own(element, 'isDeleted') === true) return true
  const points = own(element, 'points')
  if (type === 'line' || type === 'arrow' || type === 'freedraw') {
    return Array.isArray(points) && points.length < 2
  }
  if (type === 'text' && !textOf(element)) return true
  return own(element, 'width') === 0 && own(element, 'height') === 0
}

/** A shallow copy in today's form. What is invalid stays so: reading decides about it. */
export function modernise(element: Plain): Record<string, unknown> {
  const modern: Record<string, unknown> = { ...element }
  // Restore translates these; kept beside their translation they would undo a later change of it.
  for (const name of ['boundElementIds', 'rawText', 'font']) delete modern[name]
  if (modern['type'] === 'draw') modern['type'] = 'line'
  if (!modern['roundness'] && modern['strokeSharpness'] === 'round') {
    const type = ADAPTIVE_RADIUS.has(String(modern['type'])) ? LEGACY_RADIUS : PROPORTIONAL_RADIUS
    modern['roundness'] = { type }
    delete modern['strokeSharpness']
  }
  if (modern['type'] === 'line' || modern['type'] === 'arrow') moderniseLine(modern)
  else straightenBox(modern)
  if (modern['type'] === 'text') moderniseText(element, modern)
  return modern
}

/**
 * A box of negative width or height is turned around, and begins at its other side. Lines are no boxes: their width and
 * height follow from their points, and their position is that of their first point.
 */
function straightenBox(modern: Record<string, unknown>): void {
  for (const [start, length] of [
    ['x', 'width'],
    ['y', 'height'],
  ] as const) {
    const extent = modern[length]
    if (typeof extent !== 'number' || extent >= 0) continue
    modern[start] = Number(modern[start] ?? 0) + extent
    modern[length] = -extent
  }
}

function textOf(element: Plain): string {
  const text = own(element, 'text')
  return typeof text === 'string' ? text : ''
}

function moderniseText(element: Plain, modern: Record<string, unknown>): void {
  const text = textOf(element)
  const font = own(element, 'font')
  if (typeof font === 'string') {
    const [size = '', family = ''] = font.split(' ')
    modern['fontSize'] = Number.parseFloat(size)
    modern['fontFamily'] = FONT_FAMILIES.get(family) ?? DEFAULT_FONT_FAMILY
  }
  modern['text'] = text
  modern['originalText'] = own(element, 'originalText') || text
  const lines = text.split(/\r\n|\r|\n/)
  const fontSize = Number(modern['fontSize'] ?? DEFAULT_FONT_SIZE)
  const { height } = modern
  modern['lineHeight'] ||= height
    ? Number(height) / lines.length / fontSize
    : (LINE_HEIGHTS.get(modern['fontFamily']) ?? DEFAULT_LINE_HEIGHT)
  // Programs write texts without a size. One of no size would be dropped by the next restore of what we give out.
  modern['height'] ??= lines.length * fontSize * Number(modern['lineHeight'])
  modern['width'] ??= Math.max(...lines.map((line) => line.length)) * fontSize * TYPICAL_LETTER_WIDTH
}

/** Lines begin at their own origin, have two points or more, and their box is that of their points. */
function moderniseLine(modern: Record<string, unknown>): void {
  const given: unknown = modern['points']
  const points: unknown[] =
    Array.isArray(given) && given.length >= 2
      ? given
      : [
          [0, 0],
          [modern['width'] ?? 0, modern['height'] ?? 0],
        ]
  const read = points.map((point): PathPoint => {
    const [x, y, third] = Array.isArray(point) ? (point as unknown[]) : []
    const pair = [typeof x === 'number' ? x : NaN, typeof y === 'number' ? y : NaN] as const
    return typeof third === 'number' ? [...pair, third] : pair
  })
  const [originX, originY] = read[0] ?? [0, 0]
  if (originX !== 0 || originY !== 0) {
    modern['x'] = Number(modern['x'] ?? 0) + originX
    modern['y'] = Number(modern['y'] ?? 0) + originY
  }
  // Restore loses third values where it moves the points, and only there.
  const moved =
    originX === 0 && originY === 0 ? read : read.map(([x, y]): PathPoint => [x - originX, y - originY])
  modern['points'] = moved
  Object.assign(modern, sizeOf(moved))
  if (modern['type'] === 'arrow') {
    const isElbow = modern['elbowed'] === true
    for (const name of ['startBinding', 'endBinding']) modern[name] = moderniseBinding(modern[name], isElbow)
  } else {
    // Only arrows stay attached; restore takes the ends of lines off.
    modern['startBinding'] = null
    modern['endBinding'] = null
  }
}

/** How close to the middle of a shape's side an elbow arrow must not end: Excalidraw could not tell the sides apart. */
const MIDDLE_TOLERANCE = 1e-4
const BESIDE_MIDDLE = 0.5001

/** Elbow arrows are attached at a fixed point of a shape, or not at all. */
function moderniseBinding(binding: unknown, isElbow: boolean): unknown {
  if (!isPlainObject(binding)) return binding
  const modern = { ...binding, focus: binding['focus'] || 0 }
  if (!isElbow) return modern
  const point = own(binding, 'fixedPoint')
  if (point === undefined || point === null) return null
  if (!Array.isArray(point)) return modern
  const beside = (ratio: unknown): unknown =>
    typeof ratio === 'number' && Math.abs(ratio - 0.5) < MIDDLE_TOLERANCE ? BESIDE_MIDDLE : ratio
  return { ...modern, fixedPoint: point.map(beside) }
}

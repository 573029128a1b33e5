/**
 * Properties that change together, each group as the one plain value that stands in the document, and back. The
 * keys and why these groups: MODEL.md, M3. Decoders take anything and answer undefined where it is not valid.
 */
import type { BoardElementLike, PathPoint, Point } from './element.ts'
import { flatten, isCoordinate, readPoint, readPoints, sizeOf } from './geometry.ts'
import { isPlainObject, own, wellFormed } from './json.ts'
import type { Json } from './json.ts'
import { MAX_POINTS, MAX_SEGMENTS, MAX_TEXT_LENGTH } from './limits.ts'
import type { Stroke } from './stroke.ts'
import { fingerprintText } from './text.ts'

/** Keys of an element's map that are no single property. A property's own key begins with PROPERTY_SIGN. */
export const BASE = 'base'
export const TEXT = 'text'
export const POINTS = 'points'
export const POSITION = 'xy'
export const SIZE = 'wh'
export const LINE = 'line'
export const LAYOUT = 'layout'
/** Keeps property names apart from the keys above, whatever Excalidraw calls its next property. */
export const PROPERTY_SIGN = '.'

export type Size = { width: number; height: number }

/** x and y, or width and height. */
export function readPair(value: unknown): Point | undefined {
  return readPoint(value)
}

/** A stored width and height; where there is none (absent or null), the box of the points. */
export function readSize(width: unknown, height: unknown, points: readonly PathPoint[]): Size | undefined {
  const derived = width == null || height == null ? sizeOf(points) : undefined
  const size = { width: width ?? derived?.width, height: height ?? derived?.height }
  return isCoordinate(size.width) && isCoordinate(size.height)
    ? { width: size.width, height: size.height }
    : undefined
}

/** Width and height as they are stored beside points: null where the points say the same. */
function sizeBeside(element: BoardElementLike, points: readonly PathPoint[]): [Json, Json] {
  const derived = sizeOf(points)
  const store = (value: unknown, derived: number) => (isCoordinate(value) && value !== derived ? value : null)
  return [store(element['width'], derived.width), store(element['height'], derived.height)]
}

function segments(value: unknown): Json | undefined {
  if (value === null) return null
  if (!Array.isArray(value) || value.length > MAX_SEGMENTS) return undefined
  const copies: Json[] = []
  for (const segment of value) {
    if (!isPlainObject(segment)) return undefined
    const start = readPoint(own(segment, 'start'))
    const end = readPoint(own(segment, 'end'))
    const index = own(segment, 'index')
    if (!start || !end || !isCoordinate(index)) return undefined
    copies.push({ start, end, index })
  }
  return copies
}

/** How an elbow arrow finds its way, which goes with its points. */
export const ROUTE_NAMES = ['elbowed', 'fixedSegments', 'startIsSpecial', 'endIsSpecial'] as const

/** The properties of ROUTE_NAMES; only what is present and valid. */
export function readRoute(source: Readonly<Record<string, unknown>>): Record<string, Json> {
  const route: Record<string, Json> = {}
  const elbowed = own(source, 'elbowed')
  if (typeof elbowed === 'boolean') route['elbowed'] = elbowed
  const fixed = segments(own(source, 'fixedSegments'))
  if (fixed !== undefined) route['fixedSegments'] = fixed
  for (const name of ['startIsSpecial', 'endIsSpecial']) {
    const special = own(source, name)
    if (special === null || typeof special === 'boolean') route[name] = special
  }
  return route
}

export type LineGeometry = Size & { x: number; y: number; points: PathPoint[]; route: Record<string, Json> }

/** [x, y, width, height, points, route?]. Undefined where the element has no drawable points. */
export function encodeLine(element: BoardElementLike): Json | undefined {
  const points = readPoints(element['points'])
  const position = readPoint([element['x'], element['y']])
  if (!points || !position) return undefined
  const route = readRoute(element)
  const value: Json[] = [...position, ...sizeBeside(element, points), flatten(points)]
  return Object.keys(route).length > 0 ? [...value, route] : value
}

export function decodeLine(value: unknown): LineGeometry | undefined {
  if (!Array.isArray(value)) return undefined
  const [x, y, width, height, flat, route] = value as unknown[]
  const points = readPoints(flat)
  const size = points && readSize(width, height, points)
  if (!size || !isCoordinate(x) || !isCoordinate(y)) return undefined
  return { x, y, ...size, points, route: isPlainObject(route) ? readRoute(route) : {} }
}

export type StrokeShape = Size & { points: readonly PathPoint[]; pressures: readonly number[] }

export function readPressures(value: unknown): number[] | undefined {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > MAX_POINTS) return undefined
  return value.every(isCoordinate) ? [...value] : undefined
}

/** A stroke that is no longer streamed: [width, height, points, pressures?], exact. */
export function encodeStroke(element: BoardElementLike): Json | undefined {
  const stroke = strokeOf(element)
  if (!stroke) return undefined
  const value: Json[] = [...sizeBeside(element, stroke.points), flatten(stroke.points)]
  return stroke.pressures.length > 0 ? [...value, stroke.pressures] : value
}

export function decodeStroke(value: unknown): StrokeShape | undefined {
  if (!Array.isArray(value)) return undefined
  const [width, height, flat, pressed] = value as unknown[]
  const points = readPoints(flat)
  const pressures = readPressures(pressed)
  const size = points && readSize(width, height, points)
  return size && pressures ? { ...size, points, pressures } : undefined
}

export function strokeOf(element: BoardElementLike): Stroke | undefined {
  const points = readPoints(element['points'])
  const pressures = readPressures(element['pressures'])
  return points && pressures ? { points, pressures } : undefined
}

/** What a text says, apart from how it is wrapped. */
export function originalTextOf(element: BoardElementLike): string {
  const text = element['originalText'] ?? element['text']
  return typeof text === 'string' ? wellFormed(text) : ''
}

/** The wrapped text, where it is another string than the text itself. */
export function wrappedTextOf(element: BoardElementLike): string | undefined {
  if (typeof element['text'] !== 'string') return undefined
  const text = wellFormed(element['text'])
  return text === originalTextOf(element) ? undefined : text
}

export type Layout = Size & { fingerprint: number; wrapped: string | undefined }

/** [width, height, what it was measured for, wrapped text?]. */
export function encodeLayout(element: BoardElementLike): Json | undefined {
  const size = readPoint([element['width'] ?? 0, element['height'] ?? 0])
  if (!size) return undefined
  const { fontSize, fontFamily } = element
  const measured = fingerprintText(
    originalTextOf(element),
    typeof fontSize === 'number' ? fontSize : 0,
    typeof fontFamily === 'number' ? fontFamily : 0,
  )
  const wrapped = wrappedTextOf(element)
  return wrapped === undefined ? [...size, measured] : [...size, measured, wrapped]
}

export function decodeLayout(value: unknown): Layout | undefined {
  if (!Array.isArray(value)) return undefined
  const [width, height, fingerprint, wrapped] = value as unknown[]
  if (!isCoordinate(width) || !isCoordinate(height) || typeof fingerprint !== 'number') return undefined
  if (wrapped !== undefined && (typeof wrapped !== 'string' || wrapped.length > 2 * MAX_TEXT_LENGTH)) {
    return undefined
  }
  return { width, height, fingerprint, wrapped }
}

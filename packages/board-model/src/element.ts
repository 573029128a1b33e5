/**
 * The shape of an element on its way between Excalidraw and the document. Excalidraw itself is not known here:
 * both the server and the page use this package. What a type says, `read.ts` makes true for everything that
 * leaves the document.
 */
import { isDangerousName, wellFormed } from './json.ts'
import { MAX_ID_LENGTH } from './limits.ts'

export type { Json } from './json.ts'

/** `iframe` is not among them (it runs what it carries), nor `selection` (it is no drawing). */
export const ELEMENT_TYPES = [
  'rectangle',
  'diamond',
  'ellipse',
  'arrow',
  'line',
  'freedraw',
  'text',
  'image',
  'frame',
  'magicframe',
  'embeddable',
] as const

export type ElementType = (typeof ELEMENT_TYPES)[number]

/** x and y, relative to the element's own x and y. */
export type Point = readonly [number, number]

/** A point of a line or a stroke. Some files give a third value (a pressure), which Excalidraw keeps and ignores. */
export type PathPoint = Point | readonly [number, number, number]

export type BoundElement = Readonly<{ id: string; type: 'arrow' | 'text' }>

export type Binding = Readonly<{
  elementId: string
  focus: number
  gap?: number
  fixedPoint?: Point | null
}>

/** A validated element (M11) with every property that Excalidraw needs. Lengths are scene units, angles radians. */
export type BoardElement = Readonly<{
  id: string
  type: ElementType
  x: number
  y: number
  width: number
  height: number
  angle: number
  strokeColor: string
  backgroundColor: string
  fillStyle: string
  strokeWidth: number
  strokeStyle: string
  roughness: number
  /** 0 to 100. */
  opacity: number
  seed: number
  roundness: Readonly<{ type?: number; value?: number }> | null
  /** The fractional index that orders the scene; null before it has one. */
  index: string | null
  isDeleted: boolean
  groupIds: readonly string[]
  frameId: string | null
  boundElements: readonly BoundElement[]
  link: string | null
  locked: boolean
  /** Derived on reading from what the document holds; never written as a change. */
  version: number
  versionNonce: number
  /** Milliseconds since the epoch as the file that was imported said; 1 for what was drawn here. */
  updated: number
  points?: readonly PathPoint[]
  startBinding?: Binding | null
  endBinding?: Binding | null
  pressures?: readonly number[]
  text?: string
  originalText?: string
  containerId?: string | null
  fileId?: string | null
}> & { readonly [property: string]: unknown }

/** Any element that a canvas or a file holds; nothing about it is trusted but its form. */
export type BoardElementLike = {
  readonly id: string
  readonly type: string
  readonly [property: string]: unknown
}

const TYPES: ReadonlySet<unknown> = new Set(ELEMENT_TYPES)

export function isElementType(value: unknown): value is ElementType {
  return TYPES.has(value)
}

/**
 * An id may become a key of a plain object in the canvas, so the names that reach a prototype are none. Nor may it end the
 * `url(#…)` in which an exported SVG names an element.
 */
export function isId(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > MAX_ID_LENGTH) return false
  if (value.includes(')')) return false
  return !isDangerousName(value) && wellFormed(value) === value
}

export function isLinear(type: unknown): type is 'line' | 'arrow' {
  return type === 'line' || type === 'arrow'
}

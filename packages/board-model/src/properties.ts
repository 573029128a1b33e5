/**
 * Every property that stands by itself (one key, whole value), with what makes it valid and what its absence
 * means. Absence means what Excalidraw's restore makes of it. Properties that change together (position, size,
 * a line's geometry, text, points) are in `groups.ts`; what is derived or bookkeeping is in RESERVED and is never
 * stored as a change.
 */
import { isColor } from './color.ts'
import type { ElementType } from './element.ts'
import { ELEMENT_TYPES, isId } from './element.ts'
import { isCoordinate, readPoint, readPoints } from './geometry.ts'
import { readPressures, readRoute, ROUTE_NAMES } from './groups.ts'
import { cleanJson, isDangerousName, isPlainObject, own, wellFormed } from './json.ts'
import type { Budget, Json } from './json.ts'
import * as limits from './limits.ts'
import { isSafeLink } from './link.ts'
import { isOrderKey } from './order.ts'

export type Property = {
  /** A valid copy that shares nothing with the value, or undefined where the value is refused. */
  read: (value: unknown) => unknown
  /** What absence and a refused value mean; undefined leaves the property out. A fresh value at each call. */
  fallback: () => Json | undefined
}

const property = (read: Property['read'], fallback: Property['fallback']): Property => ({ read, fallback })

const accept =
  <T>(isValid: (value: unknown) => value is T) =>
  (value: unknown): T | undefined =>
    isValid(value) ? value : undefined

const number = (min: number, max: number) => (value: unknown) =>
  typeof value === 'number' && value >= min && value <= max ? value : undefined

const string = (max: number) => (value: unknown) =>
  typeof value === 'string' && value.length <= max ? value : undefined

/** One word of Excalidraw's own: letters, digits, `-` and `_`, so that it means nothing in an attribute. */
const WORD = /^[\w-]+$/
const word = (value: unknown) =>
  typeof value === 'string' && value.length <= limits.MAX_WORD_LENGTH && WORD.test(value) ? value : undefined

const oneOf =
  (...words: string[]) =>
  (value: unknown) =>
    typeof value === 'string' && words.includes(value) ? value : undefined

const orNull = (read: Property['read']) => (value: unknown) => (value === null ? null : read(value))

const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined)

function groupIds(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.length <= limits.MAX_GROUPS && value.every(isId)
    ? [...value]
    : undefined
}

/** Kept whole, as restore does: without a type a rectangle is drawn sharp, and a line is curved. */
function roundness(value: unknown): Json | undefined {
  const copy = cleanJson(value)
  if (!isPlainObject(copy)) return undefined
  const { type, value: radius, ...rest } = copy as { readonly [key: string]: Json }
  const isTyped = type !== undefined
  if (isTyped && number(0, 100)(type) === undefined) return undefined
  const isSized = number(0, limits.MAX_COORDINATE)(radius) !== undefined
  return { ...rest, ...(isTyped && { type }), ...(isSized && { value: radius }) }
}

/** Excalidraw adds properties to bindings (`fixedPoint`, later `mode`); what it adds is kept. */
function binding(value: unknown): Json | undefined {
  const copy = cleanJson(value)
  if (!isPlainObject(copy) || !isId(copy['elementId']) || !isCoordinate(copy['focus'] ?? 0)) return undefined
  const { gap, fixedPoint, ...rest } = copy as { readonly [key: string]: Json }
  return {
    ...rest,
    focus: rest['focus'] ?? 0,
    ...(isCoordinate(gap) ? { gap } : {}),
    ...(fixedPoint === null || readPoint(fixedPoint) ? { fixedPoint } : {}),
  }
}

function crop(value: unknown): Json | undefined {
  if (!isPlainObject(value)) return undefined
  const copy: Record<string, number> = {}
  for (const name of ['x', 'y', 'width', 'height', 'naturalWidth', 'naturalHeight']) {
    const length = own(value, name)
    if (!isCoordinate(length)) return undefined
    copy[name] = length
  }
  return copy
}

const id = orNull(accept(isId))
const COMMON: Record<string, Property> = {
  index: property(orNull(accept(isOrderKey)), () => null),
  isDeleted: property(flag, () => false),
  angle: property(number(-limits.MAX_COORDINATE, limits.MAX_COORDINATE), () => 0),
  strokeColor: property(accept(isColor), () => '#1e1e1e'),
  backgroundColor: property(accept(isColor), () => 'transparent'),
  fillStyle: property(word, () => 'solid'),
  strokeWidth: property(
    (value) => number(0, limits.MAX_STROKE_WIDTH)(value) || undefined,
    () => 2,
  ),
  strokeStyle: property(word, () => 'solid'),
  roughness: property(number(0, limits.MAX_ROUGHNESS), () => 1),
  opacity: property(number(0, 100), () => 100),
  seed: property(number(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), () => 1),
  groupIds: property(groupIds, () => []),
  frameId: property(id, () => null),
  roundness: property(orNull(roundness), () => null),
  link: property(orNull(accept(isSafeLink)), () => null),
  locked: property(flag, () => false),
  customData: property(
    (value) => cleanJson(value),
    () => undefined,
  ),
}

const arrowhead = orNull(word)
const BOUND_ENDS: Record<string, Property> = {
  startBinding: property(orNull(binding), () => null),
  endBinding: property(orNull(binding), () => null),
  startArrowhead: property(arrowhead, () => null),
}
const FRAME: Record<string, Property> = {
  name: property(orNull(string(limits.MAX_NAME_LENGTH)), () => null),
}

const OWN: Partial<Record<ElementType, Record<string, Property>>> = {
  line: { ...BOUND_ENDS, endArrowhead: property(arrowhead, () => null) },
  arrow: { ...BOUND_ENDS, endArrowhead: property(arrowhead, () => 'arrow') },
  freedraw: { simulatePressure: property(flag, () => undefined) },
  text: {
    fontSize: property(
      (value) => number(0, limits.MAX_FONT_SIZE)(value) || undefined,
      () => 20,
    ),
    fontFamily: property(number(0, limits.MAX_FONT_FAMILY), () => 5),
    textAlign: property(oneOf('left', 'center', 'right'), () => 'left'),
    verticalAlign: property(oneOf('top', 'middle', 'bottom'), () => 'top'),
    containerId: property(id, () => null),
    autoResize: property(flag, () => true),
    lineHeight: property(
      (value) => number(0, limits.MAX_LINE_HEIGHT)(value) || undefined,
      () => 1.25,
    ),
  },
  image: {
    fileId: property(id, () => null),
    status: property(oneOf('pending', 'saved', 'error'), () => 'pending'),
    scale: property(
      (value) => readPoint(value),
      () => [1, 1],
    ),
    crop: property(orNull(crop), () => null),
  },
  frame: FRAME,
  magicframe: FRAME,
}

const TABLES: ReadonlyMap<ElementType, ReadonlyMap<string, Property>> = new Map(
  ELEMENT_TYPES.map((type) => [type, new Map(Object.entries({ ...COMMON, ...OWN[type] }))]),
)
const NONE: ReadonlyMap<string, Property> = new Map()

/** The properties of a type that stand by themselves, by name. */
export function propertiesOf(type: ElementType): ReadonlyMap<string, Property> {
  return TABLES.get(type) ?? NONE
}

/**
 * Names that mean something on another type. A rectangle may carry `points`, since restore keeps them, but what
 * a reader of elements finds under such a name is always of the form that the name stands for.
 */
const FOREIGN: ReadonlyMap<string, Property['read']> = new Map<string, Property['read']>([
  ...Object.values(OWN).flatMap((table) =>
    Object.entries(table).map(([name, { read }]) => [name, read] as const),
  ),
  ['points', readPoints],
  ['pressures', (value) => (value == null ? undefined : readPressures(value))],
  ['text', string(limits.MAX_TEXT_LENGTH)],
  ['originalText', string(limits.MAX_TEXT_LENGTH)],
  ...ROUTE_NAMES.map((name) => [name, (value: unknown) => readRoute({ [name]: value })[name]] as const),
])

/** A property that is none of its type's own: valid JSON, and valid where the name is known elsewhere. */
export function readForeign(name: string, value: unknown, budget: Budget): unknown {
  const read = FOREIGN.get(name)
  return read ? read(value) : cleanJson(value, budget)
}

/** Identity, derived values and bookkeeping: never a change. */
const NEVER_STORED = [
  'id',
  'type',
  'boundElements',
  'lastCommittedPoint',
  'version',
  'versionNonce',
  'updated',
]
const BOX = ['x', 'y', 'width', 'height']
const box = new Set([...NEVER_STORED, ...BOX])
const linear = new Set([...NEVER_STORED, ...BOX, 'points', ...ROUTE_NAMES])
const RESERVED: Partial<Record<ElementType, ReadonlySet<string>>> = {
  line: linear,
  arrow: linear,
  freedraw: new Set([...NEVER_STORED, ...BOX, 'points', 'pressures']),
  text: new Set([...NEVER_STORED, ...BOX, 'text', 'originalText']),
}

/** Whether a property of this type is stored by other means than a key of its own. */
export function isReserved(type: ElementType, name: string): boolean {
  return (RESERVED[type] ?? box).has(name)
}

/** Whether a property that this version does not know may be carried under this name. */
export function isCarriedName(name: string): boolean {
  if (name.length === 0 || name.length > limits.MAX_PROPERTY_NAME_LENGTH) return false
  return !isDangerousName(name) && wellFormed(name) === name
}

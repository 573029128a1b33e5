/**
 * From the document to an element (M11). Whatever stands in the map, the answer is a valid element or none; this
 * never throws and never hands out a reference into the document.
 */
import * as Y from 'yjs'
import { isDashAffordable, isFillAffordable } from './drawing-cost.ts'
import type { BoardElement, ElementType } from './element.ts'
import { isElementType, isId } from './element.ts'
import * as groups from './groups.ts'
import { hashText, hashValue, isPlainObject, newBudget, own } from './json.ts'
import { MAX_ELEMENT_KEYS, MAX_TEXT_LENGTH, MAX_UNKNOWN_PROPERTIES } from './limits.ts'
import { isCarriedName, isReserved, propertiesOf, readForeign } from './properties.ts'
import { readStroke } from './stroke.ts'
import { fingerprintText, isWrappingOf, lettersOf } from './text.ts'

type Plain = Readonly<Record<string, unknown>>
type Fields = Record<string, unknown>

/** An element's map, taken apart. */
export type Parts = {
  base: Plain
  /** The later-changed groups and properties, by key. */
  changes: ReadonlyMap<string, unknown>
  /** What the shared text holds. */
  text?: string | undefined
  /** What the streamed points hold. */
  stroke?: readonly unknown[] | undefined
}

export type Reading = {
  element: BoardElement
  /** The text was not measured as it is now: whoever shows it measures it again. */
  layoutIsStale: boolean
}

/** The element that a map holds, without derived `boundElements` (they are `[]`); undefined where it is not valid. */
export function readElement(id: string, map: Y.Map<unknown>): BoardElement | undefined {
  return readEntry(id, map)?.element
}

/** As `readElement`, for whatever stands under an id in `elements`. */
export function readEntry(id: string, entry: unknown): Reading | undefined {
  if (!(entry instanceof Y.Map)) return undefined
  // The server admits fewer keys. A document from before may hold any number, and reading must not stall on them.
  if (entry._map.size > MAX_ELEMENT_KEYS) return undefined
  const changes = new Map<string, unknown>()
  let base: unknown
  let text: string | undefined
  let stroke: readonly unknown[] | undefined
  entry.forEach((value: unknown, key: string) => {
    if (key === groups.BASE) base = value
    else if (key === groups.TEXT) text = value instanceof Y.Text ? lettersOf(value) : undefined
    else if (key === groups.POINTS && value instanceof Y.Array) stroke = value.toArray()
    else changes.set(key, value)
  })
  if (!isPlainObject(base) || Object.keys(base).length > MAX_ELEMENT_KEYS) return undefined
  return assemble(id, { base, changes, text, stroke })
}

/** Puts an element together from its parts; undefined where it is not valid. */
export function assemble(id: string, parts: Parts): Reading | undefined {
  const type = own(parts.base, 'type')
  if (!isId(id) || !isElementType(type)) return undefined
  const fields: Fields = { id, type }
  readProperties(type, parts, fields)
  readUnknown(type, parts, fields)
  fields['boundElements'] = []
  readVersions(parts, fields)
  const geometry = readGeometry(type, parts, fields)
  if (!geometry) return undefined
  const element = fields as BoardElement
  if (!isFillAffordable(element)) fields['fillStyle'] = 'solid'
  if (!isDashAffordable(element)) fields['strokeStyle'] = 'solid'
  return { element, layoutIsStale: geometry.layoutIsStale }
}

function readProperties(type: ElementType, { base, changes }: Parts, fields: Fields): void {
  for (const [name, property] of propertiesOf(type)) {
    const key = groups.PROPERTY_SIGN + name
    const value = property.read(changes.has(key) ? changes.get(key) : own(base, name))
    const valid = value === undefined ? property.fallback() : value
    if (valid !== undefined) fields[name] = valid
  }
}

/** Properties that this version does not know, in an order that is the same for all who read the document. */
function readUnknown(type: ElementType, { base, changes }: Parts, fields: Fields): void {
  const names = new Set<string>()
  const note = (name: string) => {
    if (!propertiesOf(type).has(name) && !isReserved(type, name) && isCarriedName(name)) names.add(name)
  }
  for (const name of Object.keys(base)) note(name)
  for (const key of changes.keys()) if (key.startsWith(groups.PROPERTY_SIGN)) note(key.slice(1))
  if (names.size === 0) return
  const budget = newBudget()
  for (const name of [...names].sort().slice(0, MAX_UNKNOWN_PROPERTIES)) {
    const key = groups.PROPERTY_SIGN + name
    const value = readForeign(name, changes.has(key) ? changes.get(key) : own(base, name), budget)
    if (value !== undefined) fields[name] = value
  }
}

/**
 * Excalidraw's bookkeeping, derived so that all who hold the same document derive the same: an untouched element
 * has what it came with, and any change makes another version.
 */
function readVersions({ base, changes, text, stroke }: Parts, fields: Fields): void {
  const integer = (value: unknown, least: number) =>
    Number.isSafeInteger(value) && Number(value) >= least ? Number(value) : undefined
  let nonce = integer(own(base, 'versionNonce'), 0) ?? 0
  if (changes.size > 0 || stroke) {
    let mixed = nonce + (stroke?.length ?? 0)
    for (const [key, value] of changes) mixed += Math.imul(hashText(key), 31 + hashValue(value))
    if (changes.has(groups.LAYOUT)) mixed += hashText(text ?? '')
    nonce = (mixed >>> 0) & 0x7fffffff
  }
  fields['version'] = (integer(own(base, 'version'), 1) ?? 1) + changes.size
  fields['versionNonce'] = nonce
  fields['updated'] = integer(own(base, 'updated'), 0) ?? 1
}

type Geometry = { layoutIsStale: boolean }
const FRESH: Geometry = { layoutIsStale: false }

function readGeometry(type: ElementType, parts: Parts, fields: Fields): Geometry | undefined {
  if (type === 'line' || type === 'arrow') return readLine(parts, fields)
  const position = parts.changes.has(groups.POSITION)
    ? groups.readPair(parts.changes.get(groups.POSITION))
    : groups.readPair([own(parts.base, 'x') ?? 0, own(parts.base, 'y') ?? 0])
  if (!position) return undefined
  fields['x'] = position[0]
  fields['y'] = position[1]
  if (type === 'freedraw') return readFreedraw(parts, fields)
  if (type === 'text') return readText(parts, fields)
  const size = parts.changes.has(groups.SIZE)
    ? groups.readPair(parts.changes.get(groups.SIZE))
    : groups.readPair([own(parts.base, 'width') ?? 0, own(parts.base, 'height') ?? 0])
  if (!size) return undefined
  fields['width'] = size[0]
  fields['height'] = size[1]
  return FRESH
}

function readLine({ base, changes }: Parts, fields: Fields): Geometry | undefined {
  const line = changes.has(groups.LINE)
    ? groups.decodeLine(changes.get(groups.LINE))
    : groups.decodeLine([
        own(base, 'x') ?? 0,
        own(base, 'y') ?? 0,
        own(base, 'width'),
        own(base, 'height'),
        own(base, 'points'),
        base,
      ])
  if (!line) return undefined
  const { route, ...box } = line
  Object.assign(fields, box, route, { lastCommittedPoint: null })
  return FRESH
}

function readFreedraw({ base, changes, stroke }: Parts, fields: Fields): Geometry | undefined {
  const shape = stroke
    ? readStreamed(stroke)
    : groups.decodeStroke(
        changes.get(groups.POINTS) ??
          ['width', 'height', 'points', 'pressures'].map((name) => own(base, name)),
      )
  if (!shape) return undefined
  Object.assign(fields, shape, { lastCommittedPoint: null })
  return FRESH
}

function readStreamed(items: readonly unknown[]): groups.StrokeShape | undefined {
  const stroke = readStroke(items)
  const size = stroke && groups.readSize(null, null, stroke.points)
  return size && { ...size, ...stroke }
}

function readText({ base, changes, text }: Parts, fields: Fields): Geometry | undefined {
  const original = text ?? own(base, 'originalText') ?? own(base, 'text') ?? ''
  if (typeof original !== 'string' || original.length > MAX_TEXT_LENGTH) return undefined
  const measured = fingerprintText(original, Number(fields['fontSize']), Number(fields['fontFamily']))
  const layout = changes.has(groups.LAYOUT)
    ? groups.decodeLayout(changes.get(groups.LAYOUT))
    : groups.decodeLayout([
        own(base, 'width') ?? 0,
        own(base, 'height') ?? 0,
        measured,
        own(base, 'text') ?? undefined,
      ])
  if (!layout) return undefined
  // A file may show another text than the one it would show once somebody types: see `encodeBase`.
  const isAsImported = !changes.has(groups.LAYOUT) && own(base, 'originalText') === original
  const wrappingHolds = layout.wrapped === undefined || isAsImported || isWrappingOf(layout.wrapped, original)
  Object.assign(fields, {
    width: layout.width,
    height: layout.height,
    originalText: original,
    text: wrappingHolds ? (layout.wrapped ?? original) : original,
  })
  return { layoutIsStale: !wrappingHolds || layout.fingerprint !== measured }
}

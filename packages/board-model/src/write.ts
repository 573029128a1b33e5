/**
 * From the canvas to the document. What is written is what differs between the two states that a canvas showed,
 * never the whole element: so that two people's changes to different properties both survive (M3), and so that
 * what came from outside is not written back (M9). Nothing here removes an element; deletion is a property (M7).
 */
import * as Y from 'yjs'
import { encodeBase } from './base.ts'
import { elementsOf, isSupported } from './document.ts'
import type { BoardElementLike, ElementType } from './element.ts'
import { isElementType, isId, isLinear } from './element.ts'
import * as groups from './groups.ts'
import { cleanJson, sameValue } from './json.ts'
import { isCarriedName, isReserved, propertiesOf } from './properties.ts'
import { isPurged } from './purge.ts'
import { readElement } from './read.ts'
import { continueStroke, openStroke } from './stroke.ts'
import { writeText } from './text.ts'

export type ElementChange = {
  /** What this canvas showed last; undefined where it showed nothing under this id. */
  before: BoardElementLike | undefined
  after: BoardElementLike
}

export type WriteOptions = {
  /** The transaction's origin, by which observers know their own writes. */
  origin: unknown
  /** Steps per scene unit for strokes that begin here: finer the closer the drawer has zoomed in. */
  strokeScale?: number
  /** New elements keep `version`, `versionNonce`, `updated`, and exact points: for drawings that come in complete. */
  keepVersions?: boolean
}

export const DEFAULT_STROKE_SCALE = 8

/**
 * Writes changes in one transaction. Properties that do not differ between before and after, that the document
 * already holds, or that are not valid (M11) are not written; where nothing is left, there is no update at all.
 * On a document of a newer version this writes nothing (M14): ask `isSupported` first and say so.
 */
export function writeChanges(doc: Y.Doc, changes: readonly ElementChange[], options: WriteOptions): void {
  if (!isSupported(doc)) return
  const elements = elementsOf(doc)
  doc.transact(() => {
    for (const { before, after } of changes) {
      if (!isId(after.id) || !isElementType(after.type)) continue
      const entry = elements.get(after.id)
      if (!(entry instanceof Y.Map)) elements.set(after.id, newEntry(after, after.type, options))
      else if (isPurged(entry) && (!before || isBroughtBack(before, after)))
        fillAgain(entry, after, after.type)
      else writeElement(entry, before ?? readElement(after.id, entry), after, after.type)
    }
  }, options.origin)
}

/** Puts an element in the place of whatever stands under its id, within a transaction of the caller's. */
export function replaceElement(doc: Y.Doc, element: BoardElementLike): void {
  if (!isSupported(doc) || !isId(element.id) || !isElementType(element.type)) return
  elementsOf(doc).set(element.id, newEntry(element, element.type, { origin: undefined, keepVersions: true }))
}

function newEntry(element: BoardElementLike, type: ElementType, options: WriteOptions): Y.Map<unknown> {
  const entry = new Y.Map<unknown>()
  const keepVersions = options.keepVersions ?? false
  const stroke = type === 'freedraw' && !keepVersions ? groups.strokeOf(element) : undefined
  entry.set(groups.BASE, encodeBase(element, type, { keepVersions, streamed: stroke !== undefined }))
  if (stroke) {
    const items = new Y.Array<number>()
    items.push(openStroke(stroke, options.strokeScale ?? DEFAULT_STROKE_SCALE))
    entry.set(groups.POINTS, items)
  }
  if (type === 'text') entry.set(groups.TEXT, new Y.Text(groups.originalTextOf(element)))
  return entry
}

/** An edit alone brings nothing back (M7), though it is there once somebody does. */
const isBroughtBack = (before: BoardElementLike, after: BoardElementLike): boolean =>
  before['isDeleted'] === true && after['isDeleted'] !== true

/** What was purged and is back on a canvas: its content as it is shown there, beside what others changed of it. */
function fillAgain(entry: Y.Map<unknown>, element: BoardElementLike, type: ElementType): void {
  entry.set(groups.BASE, encodeBase(element, type, { keepVersions: false, streamed: false }))
  if (type === 'text') entry.set(groups.TEXT, new Y.Text(groups.originalTextOf(element)))
  put(entry, `${groups.PROPERTY_SIGN}isDeleted`, element['isDeleted'] === true)
}

function writeElement(
  entry: Y.Map<unknown>,
  before: BoardElementLike | undefined,
  after: BoardElementLike,
  type: ElementType,
): void {
  const shown: BoardElementLike = before ?? { id: after.id, type }
  writeProperties(entry, shown, after, type)
  if (isLinear(type)) return writeGroup(entry, groups.LINE, groups.encodeLine, shown, after)
  writeGroup(entry, groups.POSITION, positionOf, shown, after)
  if (type === 'freedraw') return writePoints(entry, shown, after)
  if (type !== 'text') return writeGroup(entry, groups.SIZE, sizeOf, shown, after)
  // Letters cannot be added to a text that is gone.
  if (!isPurged(entry)) writeLetters(entry, groups.originalTextOf(shown), groups.originalTextOf(after))
  writeGroup(entry, groups.LAYOUT, groups.encodeLayout, shown, after)
}

const positionOf = (element: BoardElementLike) => groups.readPair([element['x'], element['y']])
const sizeOf = (element: BoardElementLike) => groups.readPair([element['width'], element['height']])

/** Sets a key unless it holds the value already. */
function put(entry: Y.Map<unknown>, key: string, value: unknown): void {
  if (!entry.has(key) || !sameValue(entry.get(key), value)) entry.set(key, value)
}

function writeGroup(
  entry: Y.Map<unknown>,
  key: string,
  encode: (element: BoardElementLike) => unknown,
  before: BoardElementLike,
  after: BoardElementLike,
): void {
  const value = encode(after)
  if (value !== undefined && !sameValue(encode(before), value)) put(entry, key, value)
}

function writeProperties(
  entry: Y.Map<unknown>,
  before: BoardElementLike,
  after: BoardElementLike,
  type: ElementType,
): void {
  const known = propertiesOf(type)
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[name] === after[name] || isReserved(type, name) || !isCarriedName(name)) continue
    const property = known.get(name)
    const read = property?.read ?? ((value: unknown) => cleanJson(value))
    const orAbsent = (value: unknown) => (value === undefined ? property?.fallback() : value)
    const value = orAbsent(read(after[name]))
    const isRefused = after[name] !== undefined && read(after[name]) === undefined
    if (isRefused || sameValue(orAbsent(read(before[name])), value) || isOwnMatter(name, value)) continue
    put(entry, groups.PROPERTY_SIGN + name, cleanJson(value))
  }
}

/**
 * That an image is there is for all to know; that one canvas could not load it, or has not yet, is its own matter
 * and would turn the picture into a placeholder for everyone.
 */
function isOwnMatter(name: string, value: unknown): boolean {
  return name === 'status' && value !== 'saved'
}

/** A growing stroke is appended to; any other change of its points replaces them, with their box, exactly. */
function writePoints(entry: Y.Map<unknown>, before: BoardElementLike, after: BoardElementLike): void {
  const value = groups.encodeStroke(after)
  const stroke = groups.strokeOf(after)
  if (value === undefined || !stroke || sameValue(groups.encodeStroke(before), value)) return
  const items = entry.get(groups.POINTS)
  const grown = items instanceof Y.Array ? continueStroke(items.toArray(), stroke) : undefined
  if (!grown || !(items instanceof Y.Array)) put(entry, groups.POINTS, value)
  else if (grown.length > 0) items.push(grown)
}

function writeLetters(entry: Y.Map<unknown>, before: string, after: string): void {
  if (before === after) return
  const text = entry.get(groups.TEXT)
  if (text instanceof Y.Text) writeText(text, before, after)
  else entry.set(groups.TEXT, new Y.Text(after))
}

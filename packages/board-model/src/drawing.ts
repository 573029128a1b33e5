/**
 * Excalidraw's files: what comes in is taken apart and validated here (M11), what goes out is put together (M1).
 * Pure: writing a drawing into a document is `import.ts`.
 */
import { encodeBase } from './base.ts'
import type { BoardElement, BoardElementLike } from './element.ts'
import { isElementType, isId } from './element.ts'
import { isPlainObject, own } from './json.ts'
import { isNothing, modernise } from './legacy.ts'
import { layOut } from './library.ts'
import { MAX_DRAWING_ELEMENTS, MAX_DRAWING_FILES, MAX_ELEMENT_KEYS } from './limits.ts'
import { UniqueNames } from './names.ts'
import { assemble } from './read.ts'
import { mendReferences, renameReferences } from './references.ts'

export type DrawingFile = { id: string; mimeType: string; dataURL: string }

export type Drawing = {
  /** In stacking order, valid, with ids of their own; versions and indices as in the file. */
  elements: readonly BoardElement[]
  /** The images that these elements show. Their bytes never enter the document (M12). */
  files: readonly DrawingFile[]
  /** How many elements were refused (M11): unknown types, `iframe`, values past the limits. */
  dropped: number
}

/** A type without parameters: nothing that could end the attribute or the header in which it is written. */
const MIME_TYPE = /^[a-z]+\/[a-z\d.+-]{1,64}$/i

export type DrawingFault = 'not-a-drawing' | 'too-many-elements'

export type ParsedDrawing = { ok: true; drawing: Drawing } | { ok: false; code: DrawingFault; detail: string }

/**
 * Takes apart a `.excalidraw` document, a `.excalidrawlib` library (its items side by side) or what Excalidraw
 * puts on the clipboard. `json` is the parsed file; nothing about it is trusted.
 */
export function parseDrawing(json: unknown): ParsedDrawing {
  const sheets = isPlainObject(json) ? sheetsOf(json) : undefined
  if (!isPlainObject(json) || !sheets) {
    return { ok: false, code: 'not-a-drawing', detail: 'This is not an Excalidraw drawing or library.' }
  }
  const count = sheets.reduce((sum, sheet) => sum + sheet.length, 0)
  if (count > MAX_DRAWING_ELEMENTS) {
    const detail = `The file has ${count} elements; ${MAX_DRAWING_ELEMENTS} can be taken in at once.`
    return { ok: false, code: 'too-many-elements', detail }
  }
  const taken: TakenNames = { ids: new UniqueNames(), groups: new UniqueNames() }
  let dropped = 0
  const parts = sheets.map((sheet) => {
    const read = readSheet(sheet, taken)
    dropped += read.dropped
    return read.elements
  })
  const elements = own(json, 'type') === 'excalidrawlib' ? layOut(parts) : parts.flat()
  return { ok: true, drawing: { elements, files: filesOf(own(json, 'files'), elements), dropped } }
}

/** The lists of elements that a file holds, each with ids of its own; undefined where it is no drawing. */
function sheetsOf(json: Readonly<Record<string, unknown>>): (readonly unknown[])[] | undefined {
  const type = own(json, 'type')
  if (type === 'excalidraw' || type === 'excalidraw/clipboard') {
    const elements = own(json, 'elements') ?? []
    return Array.isArray(elements) ? [elements] : undefined
  }
  if (type !== 'excalidrawlib') return undefined
  const items = own(json, 'libraryItems') ?? own(json, 'library')
  if (!Array.isArray(items)) return undefined
  const sheets: (readonly unknown[])[] = []
  for (const item of items as unknown[]) {
    const elements = isPlainObject(item) ? own(item, 'elements') : item
    if (Array.isArray(elements)) sheets.push(elements)
  }
  return sheets
}

/** What the sheets read so far call their elements and groups. */
type TakenNames = { ids: UniqueNames; groups: UniqueNames }

function readSheet(
  sheet: readonly unknown[],
  taken: TakenNames,
): { elements: BoardElement[]; dropped: number } {
  const elements: BoardElement[] = []
  const ids = new Map<string, string>()
  const listed: [text: string, container: string][] = []
  let dropped = 0
  for (const raw of sheet) {
    if (isPlainObject(raw) && isNothing(raw)) continue
    const element = isPlainObject(raw) ? readFileElement(raw, taken.ids.take(own(raw, 'id'))) : undefined
    if (!isPlainObject(raw) || !element) {
      dropped++
      continue
    }
    elements.push(element)
    const named = own(raw, 'id')
    // The first of two that share an id is the one which others mean.
    if (isId(named) && !ids.has(named)) ids.set(named, element.id)
    for (const text of listedTexts(raw)) listed.push([text, element.id])
  }
  const groups = new Map<string, string>()
  for (const { groupIds } of elements) {
    for (const group of groupIds) if (!groups.has(group)) groups.set(group, taken.groups.take(group))
  }
  const labels = new Map(listed.map(([text, container]) => [ids.get(text) ?? text, container]))
  const renamed = elements.map((element) => renameReferences(element, ids, groups))
  return { elements: mendReferences(renamed, labels), dropped }
}

function readFileElement(raw: Readonly<Record<string, unknown>>, id: string): BoardElement | undefined {
  if (Object.keys(raw).length > MAX_ELEMENT_KEYS) return undefined
  const modern = modernise(raw)
  const type = modern['type']
  if (!isElementType(type)) return undefined
  const element: BoardElementLike = { ...modern, id, type }
  const text = modern['originalText']
  return assemble(id, {
    base: encodeBase(element, type, { keepVersions: true, streamed: false }),
    changes: new Map(),
    text: type === 'text' && typeof text === 'string' ? text : undefined,
  })?.element
}

/** The texts that an element says it contains. */
function listedTexts(raw: Readonly<Record<string, unknown>>): string[] {
  const bound = own(raw, 'boundElements')
  if (!Array.isArray(bound)) return []
  const ids: string[] = []
  for (const entry of bound as unknown[]) {
    const id = isPlainObject(entry) && own(entry, 'type') === 'text' ? own(entry, 'id') : undefined
    if (isId(id)) ids.push(id)
  }
  return ids
}

function shownFileIds(elements: readonly BoardElement[]): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const { fileId, isDeleted } of elements) if (fileId && !isDeleted) ids.add(fileId)
  return ids
}

function filesOf(files: unknown, elements: readonly BoardElement[]): DrawingFile[] {
  if (!isPlainObject(files)) return []
  const found: DrawingFile[] = []
  for (const id of shownFileIds(elements)) {
    const file = own(files, id)
    if (!isPlainObject(file) || found.length >= MAX_DRAWING_FILES) continue
    const mimeType = own(file, 'mimeType')
    const dataURL = own(file, 'dataURL')
    if (typeof mimeType !== 'string' || !MIME_TYPE.test(mimeType)) continue
    if (typeof dataURL === 'string' && dataURL.startsWith('data:')) found.push({ id, mimeType, dataURL })
  }
  return found
}

export type ExportedDrawing = {
  type: 'excalidraw'
  version: 2
  source: string
  elements: readonly BoardElement[]
  appState: { viewBackgroundColor: string; gridSize: number; gridStep: number; gridModeEnabled: boolean }
  files: Record<string, DrawingFile & { created: number }>
}

/**
 * A `.excalidraw` document of a scene (`BoardScene.all()`), deleted elements left out, with those of `files` that
 * it shows. `source` is the address of the program that made it.
 */
export function exportDrawing(
  elements: readonly BoardElement[],
  files: Readonly<Record<string, DrawingFile & { created: number }>>,
  source: string,
): ExportedDrawing {
  const shown = elements.filter((element) => !element.isDeleted)
  const shownFiles: ExportedDrawing['files'] = {}
  for (const id of shownFileIds(shown)) {
    const file = Object.hasOwn(files, id) ? files[id] : undefined
    if (file) shownFiles[id] = file
  }
  return {
    type: 'excalidraw',
    version: 2,
    source,
    elements: shown,
    appState: { viewBackgroundColor: '#ffffff', gridSize: 20, gridStep: 5, gridModeEnabled: false },
    files: shownFiles,
  }
}

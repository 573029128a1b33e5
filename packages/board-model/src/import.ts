/**
 * A drawing that comes in becomes part of the document. Whatever the file calls its elements, none that is on the
 * board already, deleted or not, is ever changed by it.
 */
import type * as Y from 'yjs'
import { elementsOf, isSupported } from './document.ts'
import type { Drawing, DrawingFile } from './drawing.ts'
import type { BoardElement } from './element.ts'
import { keysAbove, repairOrder } from './order.ts'
import { renameReferences } from './references.ts'
import type { BoardScene } from './scene.ts'
import { writeChanges } from './write.ts'

export type ImportOptions = {
  origin: unknown
  newId: () => string
  /** Scene units by which everything is moved. */
  offset?: { x: number; y: number }
}

export type Imported = {
  /** The ids of the elements as they are on the board now, in stacking order. */
  added: string[]
  /** The images to keep under their ids; the document holds none (M12). */
  files: readonly DrawingFile[]
}

/**
 * Adds a drawing in one transaction. On an empty board it is the file's drawing: ids, order, versions and valid
 * indices are kept. Otherwise it lies on top of what is there, ids that are taken give way with all that refers
 * to them, and groups get new ids, so that they join no group of the board. `scene` shows the same document. On
 * a document of a newer version nothing is added.
 */
export function importDrawing(
  doc: Y.Doc,
  scene: BoardScene,
  drawing: Drawing,
  { origin, newId, offset = { x: 0, y: 0 } }: ImportOptions,
): Imported {
  if (!isSupported(doc)) return { added: [], files: [] }
  const elements = elementsOf(doc)
  const isEmpty = elements.size === 0
  const ids = new Map<string, string>()
  const groups = new Map<string, string>()
  for (const { id, groupIds } of drawing.elements) {
    if (elements.has(id)) ids.set(id, newId())
    if (isEmpty) continue
    for (const group of groupIds) if (!groups.has(group)) groups.set(group, newId())
  }
  const indices = isEmpty
    ? repairOrder(drawing.elements.map((element) => element.index))
    : keysAbove(topIndex(scene), drawing.elements.length)
  const placed = drawing.elements.map((element, i): BoardElement => ({
    ...renameReferences(element, ids, groups),
    id: ids.get(element.id) ?? element.id,
    x: element.x + offset.x,
    y: element.y + offset.y,
    index: indices[i] ?? null,
  }))
  writeChanges(
    doc,
    placed.map((after) => ({ before: undefined, after })),
    { origin, keepVersions: true },
  )
  return { added: placed.map((element) => element.id), files: drawing.files }
}

function topIndex(scene: BoardScene): string | null {
  return scene.all().findLast((element) => element.index !== null)?.index ?? null
}

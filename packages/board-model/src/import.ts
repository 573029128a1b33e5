/**
 * A drawing that comes in becomes part of the document. Whatever the file calls its elements, none that is on the
 * board already, deleted or not, is ever changed by it.
 */
import type * as Y from 'yjs'
import { type Box, besideAll, boxOf, unite } from './boxes.ts'
import { elementsOf, isSupported } from './document.ts'
import type { Drawing, DrawingFile } from './drawing.ts'
import type { BoardElement } from './element.ts'
import { MAX_GROUPS } from './limits.ts'
import { keysAbove, repairOrder } from './order.ts'
import { renameReferences } from './references.ts'
import type { BoardScene } from './scene.ts'
import { writeChanges } from './write.ts'

export type ImportOptions = {
  origin: unknown
  newId: () => string
  /** Scene units by which everything is moved. */
  offset?: { x: number; y: number }
  /** Whether all of it becomes one group, around the groups that it has. */
  isGrouped?: boolean
}

export type Imported = {
  /** The ids of the elements as they are on the board now, in stacking order. */
  added: string[]
  /** The group around all of it that this import made; null: none. */
  group: string | null
  /** The images to keep under their ids; the document holds none (M12). */
  files: readonly DrawingFile[]
}

/**
 * Adds a drawing in one transaction. On an empty board it is the file's drawing: ids, order, versions and valid
 * indices are kept. Otherwise it stacks above what is there, ids that are taken give way with all that refers
 * to them, and groups get new ids, so that they join no group of the board. `scene` shows the same document. On
 * a document of a newer version nothing is added.
 */
export function importDrawing(
  doc: Y.Doc,
  scene: BoardScene,
  drawing: Drawing,
  { origin, newId, offset = { x: 0, y: 0 }, isGrouped = false }: ImportOptions,
): Imported {
  if (!isSupported(doc)) return { added: [], group: null, files: [] }
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
  const group = isGrouped && needsGroup(drawing.elements) ? newId() : null
  const named = drawing.elements.map((element) => renameReferences(element, ids, groups))
  const placed = named.map((element, i): BoardElement => ({
    ...element,
    ...(group !== null && isGroupable(element) && { groupIds: [...element.groupIds, group] }),
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
  return { added: placed.map((element) => element.id), group, files: drawing.files }
}

/** As `importDrawing`; `at` is the box of what was added, null where nothing was. */
export type ImportedBeside = Imported & { at: Box | null }

/**
 * Adds a drawing beside all that is there, as one group. On an empty board it keeps its place and its groups, so that
 * a file goes in and out again as the same drawing (M1).
 */
export function importBeside(
  doc: Y.Doc,
  scene: BoardScene,
  drawing: Drawing,
  options: Pick<ImportOptions, 'origin' | 'newId'>,
): ImportedBeside {
  const taken = unite(
    scene
      .all()
      .filter(({ isDeleted }) => !isDeleted)
      .map(boxOf),
  )
  const box = unite(drawing.elements.map(boxOf))
  const isBeside = taken !== undefined && box !== undefined
  const offset = isBeside ? besideAll(taken, box) : { x: 0, y: 0 }
  const imported = importDrawing(doc, scene, drawing, { ...options, offset, isGrouped: isBeside })
  if (box === undefined || imported.added.length === 0) return { ...imported, at: null }
  const [left, top, right, bottom] = box
  return { ...imported, at: [left + offset.x, top + offset.y, right + offset.x, bottom + offset.y] }
}

/** A frame holds its own elements together, and lets go of them on a move where it is in a group with them. */
const isGroupable = ({ type, frameId, groupIds }: BoardElement): boolean =>
  type !== 'frame' && type !== 'magicframe' && frameId === null && groupIds.length < MAX_GROUPS

/** Whether there are several elements to hold together, and no group of theirs that does so already. */
function needsGroup(elements: readonly BoardElement[]): boolean {
  const alone = elements.filter(isGroupable)
  const outermost = alone[0]?.groupIds.at(-1)
  return (
    alone.length > 1 &&
    (outermost === undefined || alone.some(({ groupIds }) => groupIds.at(-1) !== outermost))
  )
}

function topIndex(scene: BoardScene): string | null {
  return scene.all().findLast((element) => element.index !== null)?.index ?? null
}

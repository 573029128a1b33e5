/** What the server and the page may use of the board's model; MODEL.md tells what it promises. */
export { besideAll, boxOf, unite } from './boxes.ts'
export type { Box, Boxed } from './boxes.ts'
export { observeBigChanges } from './big-changes.ts'
export { elementsBeyond, isMadeAgain } from './beyond.ts'
export {
  DOCUMENT_VERSION,
  ELEMENTS,
  META,
  createDocument,
  documentVersion,
  isSupported,
  mayDeleteMeta,
  mayWriteMeta,
  resetVersion,
} from './document.ts'
export { exportDrawing, parseDrawing } from './drawing.ts'
export type { Drawing, DrawingFault, DrawingFile, ExportedDrawing, ParsedDrawing } from './drawing.ts'
export { drawingCost } from './drawing-cost.ts'
export { meantBy } from './drawn-form.ts'
export { DrawnScene, drawnElements } from './drawn-scene.ts'
export { ElementMemory } from './element-memory.ts'
export { ELEMENT_TYPES, isElementType, isId } from './element.ts'
export type {
  Binding,
  BoardElement,
  BoardElementLike,
  BoundElement,
  ElementType,
  Json,
  PathPoint,
  Point,
} from './element.ts'
export { ERASED, ERASER_CLIENT, fallBack, signErased, timesErased } from './erased.ts'
export type { Loss } from './erased.ts'
export { BASE, LAYOUT, PROPERTY_SIGN, TEXT } from './groups.ts'
export { importBeside, importDrawing } from './import.ts'
export type { ImportOptions, Imported, ImportedBeside } from './import.ts'
export * as limits from './limits.ts'
export { isSafeLink } from './link.ts'
export { compareElements, isOrderKey, repairOrder } from './order.ts'
export { broughtBackIds, deletedIds, purgeElements } from './purge.ts'
export { sameValue } from './json.ts'
export { readElement } from './read.ts'
export { changesTo, restoreElements } from './restore.ts'
export { BoardScene } from './scene.ts'
export type { SceneListener } from './scene.ts'
export { carryOver } from './text.ts'
export { DEFAULT_STROKE_SCALE, writeChanges } from './write.ts'
export type { ElementChange, WriteOptions } from './write.ts'

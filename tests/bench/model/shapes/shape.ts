/** A way of keeping a drawing in a Y.Doc, as the bench asks it. Four of them are compared. */
import type * as Y from 'yjs'
import type { BoardElementLike } from '@gamelan/board-model'
import type { CanvasElement } from '../../../../apps/web/src/canvas/canvas-element.ts'
import type { Canvas } from '../canvas.ts'
import type { Change } from '../hand.ts'

export type Shape = {
  /** Adds elements that the document lacks, in one transaction. */
  add(doc: Y.Doc, elements: readonly CanvasElement[]): void
  /** Writes one change, in one transaction; adds the element where there was none. */
  write(doc: Y.Doc, change: Change): void
  /** Everything in stacking order, ready for a canvas. */
  read(doc: Y.Doc): readonly BoardElementLike[]
  /** Ties a document to a canvas, both ways, and shows it. */
  bind(doc: Y.Doc, canvas: Canvas): Binding
}

export type Binding = {
  /** The canvas says that something may have changed. */
  changed(): void
  /** The browser is about to paint: time to show what came in. */
  frame(): void
  /** The pause between two local changes has passed. */
  rest(): void
}

/** The shape of an element on Excalidraw's side of the binding. */
import type { BoardElementLike } from '@gamelan/board-model'

/** An element as Excalidraw holds it. Excalidraw changes it in place: copy what is kept. */
export type CanvasElement = BoardElementLike & {
  readonly version: number
  readonly versionNonce: number
  readonly isDeleted: boolean
}

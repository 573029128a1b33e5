/**
 * The part of Excalidraw that the binding uses, as plain types: so that the binding is tested without a browser and
 * nothing but `excalidraw-scene.ts` has to follow Excalidraw's own types.
 */
import type { CanvasElement } from './canvas-element.ts'
import type { HandState } from './hand.ts'

/** `never`: what came from outside is no step of the local undo. `undoable`: one step of its own. */
export type Capture = 'never' | 'undoable'

export type SceneApi = {
  /** All elements in stacking order, deleted ones included. */
  elements(): readonly CanvasElement[]
  hand(): HandState
  /** Replaces the whole scene. Excalidraw may mend fractional indices in the elements it is given. */
  show(elements: readonly CanvasElement[], capture: Capture): void
}

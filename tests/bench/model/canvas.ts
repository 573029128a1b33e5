/**
 * Excalidraw's place in the measurements. It keeps the list that it is given and changes elements in place, as
 * Excalidraw does, and costs nothing else, so that what is measured is the binding alone.
 */
import type { CanvasElement } from '../../../apps/web/src/canvas/canvas-element.ts'
import { IDLE_HAND } from '../../../apps/web/src/canvas/fake-canvas.test-support.ts'
import type { SceneApi } from '../../../apps/web/src/canvas/scene-api.ts'

export class Canvas {
  shown = 0
  #elements: readonly CanvasElement[] = []

  readonly api: SceneApi = {
    elements: () => this.#elements,
    hand: () => IDLE_HAND,
    show: (elements) => {
      this.shown++
      this.#elements = elements
    },
  }

  at(place: number): CanvasElement {
    const element = this.#elements[place]
    if (!element) throw new Error(`nothing stands at ${place}`)
    return element
  }

  /** Makes the element at a place into another state of it, in place. */
  mutate(place: number, after: CanvasElement): void {
    Object.assign(this.at(place), after)
  }
}

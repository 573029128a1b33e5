/**
 * What the canvas showed last, per element: against it the next change is told (M3, M9). Excalidraw changes
 * elements in place, so a shadow is a copy; its arrays and objects are replaced there, never changed, and are shared.
 */
import type { CanvasElement } from './canvas-element.ts'

export type Shadow = {
  readonly id: string
  /** Excalidraw's own object: what `show` hands back for what has not changed. */
  element: CanvasElement
  /** The element as it was when it was looked at last. */
  copy: CanvasElement
}

export class Shadows {
  readonly #byId = new Map<string, Shadow>()
  /** The shadows in the order of the last look: most lists hold the same elements in the same places again. */
  #inOrder: readonly (Shadow | undefined)[] = []
  /** Whether a guess by place has failed since the order was remembered. */
  #hasMissed = false

  get(id: string): Shadow | undefined {
    return this.#byId.get(id)
  }

  /** As `get`, for the element at a place of a list in stacking order: much faster there. */
  at(place: number, id: string): Shadow | undefined {
    const guess = this.#inOrder[place]
    if (guess?.id === id) return guess
    this.#hasMissed = true
    return this.#byId.get(id)
  }

  /** Remembers an element as it is now. */
  take(element: CanvasElement): void {
    const shadow = this.#byId.get(element.id)
    if (!shadow) this.#byId.set(element.id, { id: element.id, element, copy: { ...element } })
    else {
      shadow.element = element
      shadow.copy = { ...element }
    }
  }

  /** Remembers the order of a list, so that `at` finds quickly. */
  line(elements: readonly CanvasElement[]): void {
    if (!this.#hasMissed && this.#inOrder.length === elements.length) return
    this.#inOrder = elements.map(({ id }) => this.#byId.get(id))
    this.#hasMissed = false
  }
}

/** Whether Excalidraw has changed the element since it was looked at. */
export function hasChanged({ copy }: Shadow, element: CanvasElement): boolean {
  return copy.version !== element.version || copy.versionNonce !== element.versionNonce
}

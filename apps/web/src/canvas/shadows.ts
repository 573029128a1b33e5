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
  /** Those of the copy: looking at all elements is the binding's whole cost, and each object on the way counts. */
  version: number
  versionNonce: number
}

export class Shadows {
  readonly #byId = new Map<string, Shadow>()
  /** The ids of the last list, and their shadows: most lists hold the same elements in the same places again. */
  #ids: readonly string[] = []
  #inOrder: readonly (Shadow | undefined)[] = []
  readonly #places = new Map<string, number>()
  /** Whether a guess by place has failed, or would, since the order was remembered. */
  #hasMissed = false

  get(id: string): Shadow | undefined {
    return this.#byId.get(id)
  }

  /** As `get`, for the element at a place of a list in stacking order: much faster there. */
  at(place: number, id: string): Shadow | undefined {
    if (this.#ids[place] === id) return this.#inOrder[place]
    this.#hasMissed = true
    return this.#byId.get(id)
  }

  /** Where an element stands in the list that was remembered last. */
  placeOf(id: string): number | undefined {
    return this.#places.get(id)
  }

  /** Whether a list whose elements were all asked for with `at` is the remembered one, in the same order. */
  isLine(elements: readonly CanvasElement[]): boolean {
    return !this.#hasMissed && this.#ids.length === elements.length
  }

  /** Remembers an element as it is now. */
  take(element: CanvasElement): void {
    const { version, versionNonce } = element
    const taken = { id: element.id, element, copy: { ...element }, version, versionNonce }
    const shadow = this.#byId.get(element.id)
    if (shadow) return void Object.assign(shadow, taken)
    this.#byId.set(element.id, taken)
    this.#hasMissed = true
  }

  /** What the canvas does not show any more. */
  forget(id: string): void {
    this.#byId.delete(id)
    this.#hasMissed = true
  }

  /** Remembers the order of a list, so that `at` finds quickly. */
  line(elements: readonly CanvasElement[]): void {
    if (this.isLine(elements)) return
    this.#ids = elements.map(({ id }) => id)
    this.#inOrder = this.#ids.map((id) => this.#byId.get(id))
    this.#places.clear()
    for (const [place, id] of this.#ids.entries()) this.#places.set(id, place)
    this.#hasMissed = false
  }
}

/** Whether Excalidraw has changed the element since it was looked at. */
export function hasChanged(shadow: Shadow, element: CanvasElement): boolean {
  return shadow.version !== element.version || shadow.versionNonce !== element.versionNonce
}

/** Stand-ins for Excalidraw and frames, for tests: they do what a test says, when it says so. */
import type { BoardElementLike } from '@gamelan/board-model'
import type { Frames } from './frames.ts'
import type { HandState } from './hand.ts'
import type { CanvasElement } from './canvas-element.ts'
import type { Capture, SceneApi } from './scene-api.ts'

/** A hand that holds nothing. */
export const IDLE_HAND: HandState = {
  newElement: null,
  multiElement: null,
  resizingElement: null,
  editingTextElement: null,
  editingLinearElement: null,
  selectedLinearElement: null,
  croppingElementId: null,
  pendingImageElementId: null,
  selectedElementIds: {},
  selectedElementsAreBeingDragged: false,
  isResizing: false,
  isRotating: false,
  zoom: { value: 1 },
}

/** Changes elements in place and calls `onChange` for everything, as Excalidraw does. */
export class FakeCanvas {
  onChange: () => void = () => undefined
  /** Whether `show` rewrites indices that do not ascend, as Excalidraw does. */
  mendsIndices = false
  shown = 0
  readonly captures: Capture[] = []
  #elements: readonly CanvasElement[] = []
  #hand = IDLE_HAND
  #nonce = 1

  readonly api: SceneApi = {
    elements: () => this.#elements,
    hand: () => this.#hand,
    show: (elements, capture) => {
      this.shown++
      this.captures.push(capture)
      this.#elements = [...elements]
      if (this.mendsIndices) this.#mend()
      this.onChange()
    },
  }

  ids(): string[] {
    return this.#elements.map(({ id }) => id)
  }

  get(id: string): CanvasElement {
    const element = this.#elements.find((candidate) => candidate.id === id)
    if (!element) throw new Error(`the canvas does not show ${id}`)
    return element
  }

  /** An `onChange` without a change: a cursor, a scroll. */
  touch(): void {
    this.onChange()
  }

  hand(change: Partial<HandState>): void {
    this.#hand = { ...this.#hand, ...change }
    this.onChange()
  }

  add(element: BoardElementLike): void {
    const added = { isDeleted: false, ...element, version: 1, versionNonce: this.#nonce++ }
    this.#elements = [...this.#elements, added]
    this.onChange()
  }

  change(id: string, properties: Record<string, unknown>): void {
    this.#mutate(this.get(id), properties)
    if ('index' in properties) {
      const place = ({ id, index }: CanvasElement) => `${String(index)} ${id}`
      this.#elements = [...this.#elements].sort((a, b) => (place(a) < place(b) ? -1 : 1))
    }
    this.onChange()
  }

  /** Takes an element out of the list, as Excalidraw does with one that turned out too small. */
  drop(id: string): void {
    this.#elements = this.#elements.filter((element) => element.id !== id)
    this.onChange()
  }

  #mutate(element: CanvasElement, properties: Record<string, unknown>): void {
    Object.assign(element, properties, { version: element.version + 1, versionNonce: this.#nonce++ })
  }

  #mend(): void {
    let below = ''
    for (const element of this.#elements) {
      if (String(element['index']) <= below) this.#mutate(element, { index: `${below}V` })
      below = String(element['index'])
    }
  }
}

/** Frames that come when the test says `pass`. */
export function fakeFrames(): Frames & { pass(): void } {
  const waiting = new Set<() => void>()
  return {
    request: (callback) => {
      waiting.add(callback)
      return () => void waiting.delete(callback)
    },
    pass: () => {
      const due = [...waiting]
      waiting.clear()
      for (const callback of due) callback()
    },
  }
}

/**
 * A stand-in for Excalidraw 0.18.1 where it matters to the binding: elements are changed in place with a new
 * version, a scene that is shown has its indices mended, and what comes from outside is kept out of the undo only
 * by `never`. It says loudly (`fault`) when somebody touches what is under the hand.
 */
import { repairOrder } from '../../packages/board-model/src/order.ts'
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import type { HandState } from '../../apps/web/src/canvas/hand.ts'
import type { Capture, SceneApi } from '../../apps/web/src/canvas/scene-api.ts'
import type { Entry } from './history.ts'
import { History, mapOf } from './history.ts'
import type { Random } from './random.ts'
import { isSame } from './value.ts'
import { mendWiring, redrawAround } from './wiring.ts'

export type Properties = Readonly<Record<string, unknown>>

const IDLE: HandState = {
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

export type CanvasEvents = {
  changed(): void
  /** Something is about to be shown, or was. */
  showing(): void
  shown(): void
  captured(entry: Entry): void
  undone(entry: Entry): void
  fault(rule: string): void
}

export class Canvas {
  readonly #nonces: Random
  readonly #events: CanvasEvents
  readonly #history = new History()
  #elements: readonly CanvasElement[] = []
  #hand = IDLE
  /** What the hand is on: nothing from outside may touch it (M13). */
  #held: readonly string[] = []

  constructor(nonces: Random, events: CanvasEvents) {
    this.#nonces = nonces
    this.#events = events
  }

  readonly api: SceneApi = {
    elements: () => this.#elements,
    hand: () => this.#hand,
    show: (elements, capture) => this.#show(elements, capture),
  }

  get elements(): readonly CanvasElement[] {
    return this.#elements
  }

  get(id: string): CanvasElement | undefined {
    return this.#elements.find((element) => element.id === id)
  }

  /** A cursor moved, or anything else that changes no element. */
  touch(): void {
    this.#events.changed()
  }

  take(hand: Partial<HandState>, held: readonly string[] = []): void {
    this.#hand = { ...IDLE, ...hand }
    this.#held = held
    this.#events.changed()
  }

  /** On top of what is there. */
  add(element: Properties & { id: string; type: string }): void {
    const index = this.keysAbove(1)[0]
    const version = { version: 1, versionNonce: this.#nonce() }
    this.#elements = [...this.#elements, { isDeleted: false, ...element, index, ...version }]
  }

  /** In place, as most of Excalidraw's changes. */
  change(id: string, properties: Properties): void {
    const element = this.get(id)
    if (element) this.#mutate(element, properties)
  }

  /** By another object, as Excalidraw does with texts that are typed into, and when it undoes. */
  replace(id: string, properties: Properties): void {
    this.#elements = this.#elements.map((element) =>
      element.id === id ? { ...element, ...properties, ...this.#next(element) } : element,
    )
  }

  /** Without a mark, as one that turned out too small. */
  drop(id: string): void {
    this.#elements = this.#elements.filter((element) => element.id !== id)
  }

  /** Another order; those that moved get indices that fit. */
  arrange(elements: readonly CanvasElement[], moved: ReadonlySet<string>): void {
    const indices = elements.map(({ id, index }) => (moved.has(id) ? undefined : index))
    this.#mend(elements, indices)
    this.#elements = elements
  }

  /** `count` indices above all. */
  keysAbove(count: number): string[] {
    const highest = this.#elements.map(({ index }) => index)
    return repairOrder([...highest, ...Array.from({ length: count }, () => undefined)]).slice(-count)
  }

  /** The hand let go, or an action is done: one step of the undo. */
  commit(): void {
    this.#events.captured(this.#history.capture(this.#elements))
    this.#events.changed()
  }

  /** `applied` is called before anybody else hears of it. */
  undo(applied: () => void): void {
    this.#history.undo(this.#elements, (entry) => this.#apply(entry))
    this.#afterUndo(applied)
  }

  redo(applied: () => void): void {
    this.#history.redo(this.#elements, (entry) => this.#apply(entry))
    this.#afterUndo(applied)
  }

  #afterUndo(applied: () => void): void {
    applied()
    this.#history.update(this.#elements)
    this.#events.changed()
  }

  #apply(entry: Entry): boolean {
    let isVisible = false
    const before = mapOf(this.#elements)
    for (const [id, { inserted }] of entry) {
      const element = before.get(id)
      if (!element || Object.keys(inserted).every((name) => isSame(element[name], inserted[name]))) continue
      if (!element.isDeleted || inserted['isDeleted'] === false) isVisible = true
      this.replace(id, inserted)
    }
    mendWiring(this, entry, before)
    redrawAround(this, entry.keys())
    this.#events.undone(entry)
    const place = ({ id, index }: CanvasElement) => `${String(index)} ${id}`
    const ordered = [...this.#elements].sort((a, b) => (place(a) < place(b) ? -1 : 1))
    this.#mend(
      ordered,
      ordered.map(({ index }) => index),
    )
    this.#elements = ordered
    return isVisible
  }

  #show(elements: readonly CanvasElement[], capture: Capture): void {
    this.#events.showing()
    const next = mapOf(elements)
    for (const id of this.#held) {
      const element = this.get(id)
      if (element && next.get(id) !== element) this.#events.fault(`[M13] ${id} is taken out of the hand`)
    }
    this.#mend(
      elements,
      elements.map(({ index }) => index),
    )
    const captured = this.#history.withoutUncaptured(this.#elements, elements)
    if (capture === 'undoable') this.#events.captured(this.#history.capture(captured))
    else this.#history.update(captured)
    this.#elements = [...elements]
    this.#events.shown()
    this.#events.changed()
  }

  #mend(elements: readonly CanvasElement[], indices: readonly unknown[]): void {
    const mended = repairOrder(indices)
    for (const [i, element] of elements.entries()) {
      if (element['index'] !== mended[i]) this.#mutate(element, { index: mended[i] })
    }
  }

  #mutate(element: CanvasElement, properties: Properties): void {
    Object.assign(element, properties, this.#next(element))
  }

  #next({ version }: CanvasElement): { version: number; versionNonce: number } {
    return { version: version + 1, versionNonce: this.#nonce() }
  }

  #nonce(): number {
    return this.#nonces.between(1, 2 ** 31 - 1)
  }
}

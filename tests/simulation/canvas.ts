/**
 * A stand-in for Excalidraw 0.18.1 where it matters to the binding: elements are changed in place with a new
 * version, and what comes from outside is kept out of the undo only by `never`. Its history and the mending of indices
 * are Excalidraw's own. It says loudly (`fault`) when somebody touches what is under the hand.
 */
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { IDLE_HAND } from '../../apps/web/src/canvas/fake-canvas.test-support.ts'
import type { HandState } from '../../apps/web/src/canvas/hand.ts'
import type { Capture, SceneApi } from '../../apps/web/src/canvas/scene-api.ts'
import type { Step } from './excalidraw.ts'
import { syncInvalidIndices, syncMovedIndices } from './excalidraw.ts'
import { History, mapOf } from './history.ts'
import type { Random } from './random.ts'

export type Properties = Readonly<Record<string, unknown>>

export type CanvasEvents = {
  changed(): void
  /** Something is about to be shown, or was. */
  showing(): void
  shown(): void
  captured(step: Step): void
  undone(step: Step): void
  fault(rule: string): void
}

export class Canvas {
  readonly #nonces: Random
  readonly #events: CanvasEvents
  readonly #history = new History()
  #elements: readonly CanvasElement[] = []
  #hand = IDLE_HAND
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
    this.#hand = { ...IDLE_HAND, ...hand }
    this.#held = held
    this.#events.changed()
  }

  /** On top of what is there. */
  add(element: Properties & { id: string; type: string }): void {
    const added = { isDeleted: false, ...element, version: 1, versionNonce: this.#nonce() }
    this.arrange([...this.#elements, added], new Set([added.id]))
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
    this.#elements = syncMovedIndices(elements, mapOf(elements.filter(({ id }) => moved.has(id))))
  }

  /** The hand let go, or an action is done: one step of the undo. */
  commit(): void {
    this.#events.captured(this.#history.capture(mapOf(this.#elements)))
    this.#events.changed()
  }

  /** `performed` is called before anybody else hears of it. */
  undo(direction: 'undo' | 'redo', performed: () => void): void {
    const next = this.#history[direction](mapOf(this.#elements), (step) => this.#events.undone(step))
    if (!next) return
    this.#elements = syncInvalidIndices([...next.values()])
    performed()
    this.#history.performed(mapOf(this.#elements))
    this.#events.changed()
  }

  #show(elements: readonly CanvasElement[], capture: Capture): void {
    this.#events.showing()
    const next = mapOf(elements)
    for (const id of this.#held) {
      const element = this.get(id)
      if (element && next.get(id) !== element) this.#events.fault(`[M13] ${id} is taken out of the hand`)
    }
    const mended = syncInvalidIndices(elements)
    const step = this.#history.show(mapOf(this.#elements), mapOf(mended), capture)
    if (capture === 'undoable') this.#events.captured(step)
    this.#elements = [...mended]
    this.#events.shown()
    this.#events.changed()
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

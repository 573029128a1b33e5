/**
 * The undo of Excalidraw 0.18.1: its own store and its own changes, and between them the two stacks, which are all
 * that is retold here. What is selected is no part of it.
 */
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import type { Capture } from '../../apps/web/src/canvas/scene-api.ts'
import type { Elements, ElementsChange, Step } from './excalidraw.ts'
import { Store, stepOf } from './excalidraw.ts'

export function mapOf(elements: readonly CanvasElement[]): Map<string, CanvasElement> {
  return new Map(elements.map((element) => [element.id, element]))
}

export class History {
  readonly #store = new Store()
  readonly #undos: ElementsChange[] = []
  readonly #redos: ElementsChange[] = []
  /** What was captured last, and nothing where nothing was. */
  #captured: Step = []

  constructor() {
    this.#store.onStoreIncrementEmitter.on(({ elementsChange }) => {
      this.#undos.push(elementsChange.inverse())
      this.#redos.length = 0
      this.#captured = stepOf(elementsChange)
    })
  }

  /** Everything that differs since the last capture becomes one step; the answer is that step. */
  capture(elements: Elements): Step {
    this.#captured = []
    this.#store.captureIncrement(elements, undefined)
    return this.#captured
  }

  /** A scene from outside, as `updateScene` takes it: what is not captured yet stays a step to come. */
  show(before: Elements, next: Elements, capture: Capture): Step {
    const captured = this.#store.filterUncomittedElements(before, new Map(next))
    if (capture === 'undoable') return this.capture(captured)
    this.#store.updateSnapshot(captured, undefined)
    return []
  }

  /** `applying` hears of each step before it is applied; undefined where there is nothing to undo. */
  undo(elements: Elements, applying: (step: Step) => void): Elements | undefined {
    return this.#perform(this.#undos, this.#redos, elements, applying)
  }

  redo(elements: Elements, applying: (step: Step) => void): Elements | undefined {
    return this.#perform(this.#redos, this.#undos, elements, applying)
  }

  /** What an undo or a redo made is no step. */
  performed(elements: Elements): void {
    this.#store.updateSnapshot(elements, undefined)
  }

  /** Steps that show no difference are passed over. */
  #perform(
    from: ElementsChange[],
    to: ElementsChange[],
    elements: Elements,
    applying: (step: Step) => void,
  ): Elements | undefined {
    let next: Elements | undefined
    for (let change = from.pop(); change; change = from.pop()) {
      applying(stepOf(change))
      const [applied, isVisible] = change.applyTo(next ?? elements, this.#store.snapshot.elements)
      next = applied
      to.push(change.inverse().applyLatestChanges(elements))
      if (isVisible) break
    }
    return next
  }
}

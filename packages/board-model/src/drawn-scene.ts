/**
 * A scene as canvases draw it: no element past MAX_ELEMENT_COST, and all together within MAX_SCENE_COST. The costliest
 * elements give way first. What each element looks like is a function of the scene alone (M2); nothing is written.
 */
import { drawingCost, isLabelAbove } from './drawing-cost.ts'
import { drawnForm } from './drawn-form.ts'
import type { BoardElement } from './element.ts'
import { MAX_ELEMENT_COST, MAX_SCENE_COST } from './limits.ts'
import type { BoardScene, SceneListener } from './scene.ts'

/** An element of a level costs more than 2^(level - 1) and at most 2^level; the last level has no upper end. */
const LEVELS = 32
const levelOf = (cost: number): number =>
  cost < 2 ** (LEVELS - 1) ? 32 - Math.clz32(Math.max(0, cost - 1)) : LEVELS - 1
const TOP = levelOf(MAX_ELEMENT_COST)
/** Below 64 microseconds there is hardly anything left to make cheaper. */
const LEAST = 6

/** The costs of a scene's elements, and the limit that brings their sum within the bound. */
class Costs {
  readonly #counts = new Float64Array(LEVELS)
  readonly #sums = new Float64Array(LEVELS)

  /** `times`: 1 for an element that comes, -1 for one that goes. Costs are whole numbers, so that sums are exact. */
  add(cost: number, times: 1 | -1): void {
    const level = levelOf(cost)
    this.#counts[level] = (this.#counts[level] ?? 0) + times
    this.#sums[level] = (this.#sums[level] ?? 0) + times * cost
  }

  /** What an element may cost at most. Past the bound it is halved until the sum of the forms is within it. */
  limit(): number {
    let below = 0
    for (let level = 0; level < TOP; level++) below += this.#sums[level] ?? 0
    let above = 0
    for (let level = TOP; level < LEVELS; level++) above += this.#counts[level] ?? 0
    let limit = MAX_ELEMENT_COST
    for (let level = TOP - 1; level >= LEAST && below + above * limit > MAX_SCENE_COST; level--) {
      limit = 2 ** level
      below -= this.#sums[level] ?? 0
      above += this.#counts[level] ?? 0
    }
    return limit
  }
}

/** Elements never change in place, so that what is known of one holds as long as the object. */
const costs = new WeakMap<BoardElement, number>()
const forms = new WeakMap<BoardElement, { limit: number; form: BoardElement }>()

function costOf(element: BoardElement): number {
  const known = costs.get(element)
  if (known !== undefined) return known
  const cost = drawingCost(element)
  costs.set(element, cost)
  return cost
}

function formOf(element: BoardElement, limit: number): BoardElement {
  if (costOf(element) <= limit) return element
  const known = forms.get(element)
  if (known?.limit === limit) return known.form
  const form = drawnForm(element, limit)
  forms.set(element, { limit, form })
  return form
}

/** The label of an arrow that leaves no gap for it stands by itself; Excalidraw would not draw it otherwise. */
function labelOf(
  element: BoardElement,
  limit: number,
  find: (id: string) => BoardElement | undefined,
): BoardElement {
  if (element.type !== 'text' || element.containerId == null) return element
  const container = find(element.containerId)
  return container && isLabelAbove(container, limit) ? { ...element, containerId: null } : element
}

/** The elements as a canvas draws them, in the same order. Those that need no other form stay the same objects. */
export function drawnElements(elements: readonly BoardElement[]): readonly BoardElement[] {
  const all = new Costs()
  let most = 0
  for (const element of elements) {
    const cost = costOf(element)
    most = Math.max(most, cost)
    all.add(cost, 1)
  }
  const limit = all.limit()
  if (most <= limit) return elements
  const byId = new Map(elements.map((element) => [element.id, element]))
  return elements.map((element) => labelOf(formOf(element, limit), limit, (id) => byId.get(id)))
}

/** A board's scene in its drawn form, kept up to date by what changes. Reads like a `BoardScene`. */
export class DrawnScene {
  readonly #scene: BoardScene
  readonly #costs = new Costs()
  readonly #known = new Map<string, number>()
  readonly #listeners = new Set<SceneListener>()
  readonly #unobserve: () => void
  #limit: number

  constructor(scene: BoardScene) {
    this.#scene = scene
    this.#count(scene.all().map(({ id }) => id))
    this.#limit = this.#costs.limit()
    this.#unobserve = scene.observe((changed, transaction) => {
      const shown = this.#update(changed)
      for (const listener of this.#listeners) listener(shown, transaction)
    })
  }

  get staleLayouts(): ReadonlySet<string> {
    return this.#scene.staleLayouts
  }

  get broughtBackEmpty(): ReadonlySet<string> {
    return this.#scene.broughtBackEmpty
  }

  get(id: string): BoardElement | undefined {
    const element = this.#scene.get(id)
    return element && this.#draw(element)
  }

  /** All elements in stacking order, deleted ones included. */
  all(): readonly BoardElement[] {
    return this.#scene.all().map((element) => this.#draw(element))
  }

  /** Calls `listener` with all ids whose drawn form may differ. */
  observe(listener: SceneListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  destroy(): void {
    this.#unobserve()
    this.#listeners.clear()
  }

  #draw(element: BoardElement): BoardElement {
    return labelOf(formOf(element, this.#limit), this.#limit, (id) => this.#scene.get(id))
  }

  #count(ids: Iterable<string>): void {
    for (const id of ids) {
      const element = this.#scene.get(id)
      const before = this.#known.get(id)
      if (before !== undefined) this.#costs.add(before, -1)
      if (!element) {
        this.#known.delete(id)
        continue
      }
      const cost = costOf(element)
      this.#known.set(id, cost)
      this.#costs.add(cost, 1)
    }
  }

  #update(changed: ReadonlySet<string>): ReadonlySet<string> {
    const shown = new Set(changed)
    this.#count(changed)
    for (const id of changed) {
      const element = this.#scene.get(id)
      if (element?.type !== 'arrow') continue
      for (const bound of element.boundElements) if (bound.type === 'text') shown.add(bound.id)
    }
    const limit = this.#costs.limit()
    if (limit === this.#limit) return shown
    const least = Math.min(limit, this.#limit)
    this.#limit = limit
    for (const [id, cost] of this.#known) {
      if (cost <= least) continue
      shown.add(id)
      for (const bound of this.#scene.get(id)?.boundElements ?? [])
        if (bound.type === 'text') shown.add(bound.id)
    }
    return shown
  }
}

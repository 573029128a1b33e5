/**
 * The undo of Excalidraw 0.18.1, retold: a snapshot of what was captured last, and entries that name properties'
 * values before and after. An entry is applied on top of whatever stands there now. Elements are never changed
 * here; what an entry changes is replaced, as Excalidraw does.
 */
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { isSame } from './value.ts'

type Properties = Readonly<Record<string, unknown>>
/** From `deleted` to `inserted`: only the properties that differ. */
export type Delta = { readonly deleted: Properties; readonly inserted: Properties }
export type Entry = ReadonlyMap<string, Delta>
type Elements = ReadonlyMap<string, CanvasElement>

/** What Excalidraw takes for no change; what is bound is settled by `wiring.ts` after the fact. */
const IRRELEVANT = new Set(['id', 'updated', 'version', 'versionNonce', 'seed', 'boundElements'])

const relevant = (element: CanvasElement): Properties =>
  Object.fromEntries(Object.entries(element).filter(([name]) => !IRRELEVANT.has(name)))

export function mapOf(elements: readonly CanvasElement[]): Map<string, CanvasElement> {
  return new Map(elements.map((element) => [element.id, element]))
}

export class History {
  #snapshot: Elements = new Map()
  readonly #undos: Entry[] = []
  readonly #redos: Entry[] = []

  /** Everything that differs since the last capture becomes one step; the answer is that step. */
  capture(elements: readonly CanvasElement[]): Entry {
    const entry = differences(this.#snapshot, mapOf(elements))
    if (entry.size > 0) {
      this.#undos.push(inverse(entry))
      this.#redos.length = 0
    }
    this.update(elements)
    return entry
  }

  /** What stands there now is no step. */
  update(elements: readonly CanvasElement[]): void {
    this.#snapshot = new Map(elements.map((element) => [element.id, { ...element }]))
  }

  /** Of a scene from outside: what the hand is changing and was not captured stays a step to come. */
  withoutUncaptured(
    before: readonly CanvasElement[],
    next: readonly CanvasElement[],
  ): readonly CanvasElement[] {
    const kept = mapOf(next)
    for (const element of before) {
      if (!kept.has(element.id)) continue
      const captured = this.#snapshot.get(element.id)
      if (!captured) kept.delete(element.id)
      else if (captured.version < element.version) kept.set(element.id, captured)
    }
    return [...kept.values()]
  }

  undo(elements: readonly CanvasElement[], apply: (entry: Entry) => boolean): boolean {
    return this.#perform(this.#undos, this.#redos, elements, apply)
  }

  redo(elements: readonly CanvasElement[], apply: (entry: Entry) => boolean): boolean {
    return this.#perform(this.#redos, this.#undos, elements, apply)
  }

  /** Steps that show no difference are passed over. */
  #perform(
    from: Entry[],
    to: Entry[],
    elements: readonly CanvasElement[],
    apply: (entry: Entry) => boolean,
  ): boolean {
    for (let entry = from.pop(); entry; entry = from.pop()) {
      const isVisible = apply(entry)
      to.push(withLatest(inverse(entry), mapOf(elements)))
      if (isVisible) return true
    }
    return false
  }
}

function differences(before: Elements, after: Elements): Entry {
  const entry = new Map<string, Delta>()
  for (const [id, element] of before) {
    if (!after.has(id) && !element.isDeleted) {
      entry.set(id, { deleted: { ...relevant(element), isDeleted: false }, inserted: { isDeleted: true } })
    }
  }
  for (const [id, element] of after) {
    const known = before.get(id)
    if (!known) {
      entry.set(id, { deleted: { isDeleted: true }, inserted: { ...relevant(element), isDeleted: false } })
    } else if (known.versionNonce !== element.versionNonce) {
      const delta = difference(known, element)
      if (Object.keys(delta.inserted).length > 0) entry.set(id, delta)
    }
  }
  return entry
}

function difference(before: CanvasElement, after: CanvasElement): Delta {
  const deleted: Record<string, unknown> = {}
  const inserted: Record<string, unknown> = {}
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (IRRELEVANT.has(name) || isSame(before[name], after[name])) continue
    deleted[name] = before[name]
    inserted[name] = after[name]
  }
  return { deleted, inserted }
}

function inverse(entry: Entry): Entry {
  return new Map(
    [...entry].map(([id, { deleted, inserted }]) => [id, { deleted: inserted, inserted: deleted }]),
  )
}

/** The step that takes an applied step back brings back what stands there now, not what stood there once. */
function withLatest(entry: Entry, elements: Elements): Entry {
  return new Map(
    [...entry].map(([id, delta]) => {
      const element = elements.get(id)
      if (!element) return [id, delta]
      const names = Object.keys(delta.inserted)
      return [id, { ...delta, inserted: Object.fromEntries(names.map((name) => [name, element[name]])) }]
    }),
  )
}

/**
 * Who is attached to what (M5), as a reverse index: from a shape to the arrows and texts that name it. Only the
 * arrow's and the text's side is trusted; deleted ones are attached to nothing.
 */
import type { BoardElement } from './element.ts'

type Targets = ReadonlySet<string>
const NO_TARGETS: Targets = new Set()

function targetsOf(element: BoardElement | undefined): Targets {
  if (!element || element.isDeleted) return NO_TARGETS
  const ids =
    element.type === 'arrow'
      ? [element.startBinding?.elementId, element.endBinding?.elementId]
      : element.type === 'text'
        ? [element.containerId]
        : []
  const targets = new Set<string>()
  for (const id of ids) if (id != null && id !== element.id) targets.add(id)
  return targets
}

export class BindingIndex {
  readonly #sources = new Map<string, Set<string>>()

  /** Takes note of an element's change; answers with the ids whose `boundElements` may differ now. */
  update(before: BoardElement | undefined, after: BoardElement | undefined): ReadonlySet<string> {
    const left = targetsOf(before)
    const joined = targetsOf(after)
    if (left.size === 0 && joined.size === 0) return NO_TARGETS
    if (before) for (const target of left) this.#remove(target, before.id)
    if (after) for (const target of joined) this.#add(target, after.id)
    return new Set([...left, ...joined])
  }

  /** The ids of what is attached to an element, in no order. */
  sourcesOf(target: string): ReadonlySet<string> {
    return this.#sources.get(target) ?? NO_TARGETS
  }

  #add(target: string, source: string): void {
    const sources = this.#sources.get(target)
    if (sources) sources.add(source)
    else this.#sources.set(target, new Set([source]))
  }

  #remove(target: string, source: string): void {
    const sources = this.#sources.get(target)
    sources?.delete(source)
    if (sources?.size === 0) this.#sources.delete(target)
  }
}

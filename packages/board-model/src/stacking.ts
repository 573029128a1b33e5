/**
 * The scene as a list in stacking order, kept up to date lazily: a change that keeps an element's place costs a
 * binary search, and only what is new, gone or moved is merged in. A list that was handed out never changes.
 */
import type { BoardElement } from './element.ts'
import { compareElements } from './order.ts'

type Replacement = { before: BoardElement | undefined; after: BoardElement | undefined }

export class StackingList {
  #list: readonly BoardElement[] = []
  readonly #pending = new Map<string, Replacement>()

  /** Takes note that an element is another one now; undefined stands for none. */
  replace(id: string, before: BoardElement | undefined, after: BoardElement | undefined): void {
    const pending = this.#pending.get(id)
    if (pending) pending.after = after
    else this.#pending.set(id, { before, after })
  }

  list(): readonly BoardElement[] {
    if (this.#pending.size > 0) this.#flush()
    return this.#list
  }

  #flush(): void {
    const list = [...this.#list]
    const gone = new Set<string>()
    const come: BoardElement[] = []
    for (const [id, { before, after }] of this.#pending) {
      if (before && after && compareElements(before, after) === 0) list[positionOf(list, before)] = after
      else {
        if (before) gone.add(id)
        if (after) come.push(after)
      }
    }
    this.#pending.clear()
    const stayed = gone.size > 0 ? list.filter((element) => !gone.has(element.id)) : list
    this.#list = come.length > 0 ? merge(stayed, come.sort(compareElements)) : stayed
  }
}

/** Where an element of this index and id stands in a sorted list that holds one. */
function positionOf(list: readonly BoardElement[], sought: BoardElement): number {
  let low = 0
  let high = list.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    const candidate = list[middle]
    if (candidate && compareElements(candidate, sought) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function merge(a: readonly BoardElement[], b: readonly BoardElement[]): BoardElement[] {
  const merged: BoardElement[] = []
  let at = 0
  for (const next of b) {
    let waiting = a[at]
    while (waiting && compareElements(waiting, next) < 0) {
      merged.push(waiting)
      waiting = a[++at]
    }
    merged.push(next)
  }
  for (; at < a.length; at++) {
    const rest = a[at]
    if (rest) merged.push(rest)
  }
  return merged
}

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
    const list = this.#pending.size <= FEW ? [...this.#list] : undefined
    if (list) for (const replacement of this.#pending.values()) replaceOne(list, replacement)
    this.#list = list ?? replaceMany(this.#list, this.#pending)
    this.#pending.clear()
  }
}

/** Up to this many replacements are made one by one; more are cheaper sorted in together. */
const FEW = 64

function replaceOne(list: BoardElement[], { before, after }: Replacement): void {
  if (before && after && compareElements(before, after) === 0) {
    list[positionOf(list, before)] = after
    return
  }
  if (before) list.splice(positionOf(list, before), 1)
  if (after) list.splice(positionOf(list, after), 0, after)
}

function replaceMany(
  list: readonly BoardElement[],
  pending: ReadonlyMap<string, Replacement>,
): BoardElement[] {
  const kept = list.filter((element) => !pending.has(element.id))
  const come: BoardElement[] = []
  for (const { after } of pending.values()) if (after) come.push(after)
  // Two sorted runs: the engine's merge sort is linear on them.
  return kept.concat(come.sort(compareElements)).sort(compareElements)
}

/** Where an element of this index and id stands in a sorted list, or would stand. */
function positionOf(list: readonly BoardElement[], sought: BoardElement): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const candidate = list[middle]
    if (candidate && compareElements(candidate, sought) < 0) low = middle + 1
    else high = middle
  }
  return low
}

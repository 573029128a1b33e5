/**
 * The document as elements, kept up to date by what changes and by nothing else: one remote change costs one
 * element's reading, on a board of any size. It reads only; it never writes to the document, not even to repair.
 */
import type * as Y from 'yjs'
import { BindingIndex } from './bindings.ts'
import { elementsOf, isSupported, metaOf } from './document.ts'
import type { ElementMemory } from './element-memory.ts'
import type { BoardElement, BoundElement } from './element.ts'
import { sameValue } from './json.ts'
import { compareElements } from './order.ts'
import { isBroughtBackEmpty } from './purge.ts'
import { readEntry } from './read.ts'
import { StackingList } from './stacking.ts'

/** `changed`: ids that are new, gone or different, those whose derived `boundElements` differ included. */
export type SceneListener = (
  changed: ReadonlySet<string>,
  transaction: { origin: unknown; local: boolean },
) => void

export class BoardScene {
  readonly #doc: Y.Doc
  readonly #memory: ElementMemory | undefined
  readonly #shown = new Map<string, BoardElement>()
  readonly #bindings = new BindingIndex()
  readonly #stacking = new StackingList()
  readonly #staleLayouts = new Set<string>()
  readonly #broughtBackEmpty = new Set<string>()
  readonly #listeners = new Set<SceneListener>()
  #supported: boolean

  /** @param memory of what was read of other states of the board */
  constructor(doc: Y.Doc, memory?: ElementMemory) {
    this.#doc = doc
    this.#memory = memory
    this.#supported = isSupported(doc)
    this.#update(elementsOf(doc).keys())
    elementsOf(doc).observeDeep(this.#onElements)
    metaOf(doc).observe(this.#onMeta)
  }

  /** The element with its derived `boundElements`: the same object until it changes. */
  get(id: string): BoardElement | undefined {
    return this.#shown.get(id)
  }

  /** All elements in stacking order, deleted ones included: the same list until something changes. */
  all(): readonly BoardElement[] {
    return this.#stacking.list()
  }

  /**
   * Texts that were not measured as they are now, because two people changed them at once. Whoever shows one
   * measures it for itself; writing the measure is left to the next one who edits it (M9).
   */
  get staleLayouts(): ReadonlySet<string> {
    return this.#staleLayouts
  }

  /**
   * Elements without content that are not deleted: they were purged while somebody was away who has taken the
   * deletion back. Whoever still shows the content writes it.
   */
  get broughtBackEmpty(): ReadonlySet<string> {
    return this.#broughtBackEmpty
  }

  /** Calls `listener` once for each transaction that changed an element; the answer ends that. */
  observe(listener: SceneListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  destroy(): void {
    elementsOf(this.#doc).unobserveDeep(this.#onElements)
    metaOf(this.#doc).unobserve(this.#onMeta)
    this.#listeners.clear()
  }

  readonly #onElements = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    const elements: unknown = elementsOf(this.#doc)
    const touched = new Set<string>()
    for (const event of events) {
      if (event.target === elements) for (const id of event.keys.keys()) touched.add(id)
      else touched.add(String(event.path[0]))
    }
    this.#tell(this.#update(touched), transaction)
  }

  /** A document turns out to be of a newer version, or no longer is: all of it goes, or comes. */
  readonly #onMeta = (_event: unknown, transaction: Y.Transaction): void => {
    const supported = isSupported(this.#doc)
    if (supported === this.#supported) return
    this.#supported = supported
    this.#tell(this.#update(elementsOf(this.#doc).keys()), transaction)
  }

  #tell(changed: ReadonlySet<string>, { origin, local }: Y.Transaction): void {
    if (changed.size === 0) return
    for (const listener of this.#listeners) listener(changed, { origin, local })
  }

  /** Reads these elements again; answers with all that differ for it. */
  #update(ids: Iterable<string>): ReadonlySet<string> {
    const changed = new Set<string>()
    const rebound = new Set<string>()
    const elements = elementsOf(this.#doc)
    for (const id of ids) {
      const before = this.#shown.get(id)
      const entry = this.#supported ? elements.get(id) : undefined
      const reading = this.#memory ? this.#memory.read(id, entry) : readEntry(id, entry)
      if (!reading && isBroughtBackEmpty(entry)) this.#broughtBackEmpty.add(id)
      else this.#broughtBackEmpty.delete(id)
      if (!before && !reading) continue
      for (const target of this.#bindings.update(before, reading?.element)) rebound.add(target)
      if (reading?.layoutIsStale) this.#staleLayouts.add(id)
      else this.#staleLayouts.delete(id)
      this.#show(id, reading?.element)
      changed.add(id)
    }
    // Only now are all sources read, whose stacking order is that of `boundElements`.
    for (const id of new Set([...changed, ...rebound])) if (this.#rebind(id)) changed.add(id)
    return changed
  }

  #show(id: string, element: BoardElement | undefined): void {
    this.#stacking.replace(id, this.#shown.get(id), element)
    if (element) this.#shown.set(id, element)
    else this.#shown.delete(id)
  }

  #rebind(id: string): boolean {
    const element = this.#shown.get(id)
    if (!element) return false
    const boundElements = this.#boundTo(id)
    if (sameValue(element.boundElements, boundElements)) return false
    this.#show(id, this.#memory?.bind(element, boundElements) ?? { ...element, boundElements })
    return true
  }

  #boundTo(id: string): BoundElement[] {
    const sources: BoardElement[] = []
    for (const source of this.#bindings.sourcesOf(id)) {
      const element = this.#shown.get(source)
      if (element) sources.push(element)
    }
    return sources
      .sort(compareElements)
      .map((source) => ({ id: source.id, type: source.type === 'text' ? 'text' : 'arrow' }))
  }
}

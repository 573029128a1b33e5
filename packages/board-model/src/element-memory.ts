/**
 * What was read of elements, for whoever reads many documents that are states of one board: an element that is the same in
 * two of them is read once, and is the same object in both. Must never take two states for one: what an item of a Yjs
 * document holds never changes, so that the ids of the items that count name a state. One who may see a document in which
 * something was erased for good begins with another memory (H8).
 */
import * as Y from 'yjs'
import type { BoardElement, BoundElement } from './element.ts'
import { sameValue } from './json.ts'
import { MAX_ELEMENT_KEYS } from './limits.ts'
import type { Reading } from './read.ts'
import { readEntry } from './read.ts'

/** States of one element that are held; past it the one that was read longest ago goes. */
const HELD = 8

export class ElementMemory {
  readonly #readings = new Map<string, Map<string, Reading>>()
  /** Elements with what was last bound to them, by the element as it was read. */
  readonly #bound = new WeakMap<BoardElement, BoardElement>()
  readonly #asRead = new WeakMap<BoardElement, BoardElement>()

  /** As `readEntry`. */
  read(id: string, entry: unknown): Reading | undefined {
    const state = entry instanceof Y.Map ? stateOf(entry) : undefined
    if (state === undefined) return readEntry(id, entry)
    const held = this.#readings.get(id) ?? new Map<string, Reading>()
    const reading = held.get(state) ?? readEntry(id, entry)
    if (reading === undefined) return undefined
    held.delete(state)
    held.set(state, reading)
    for (const oldest of held.keys()) {
      if (held.size <= HELD) break
      held.delete(oldest)
    }
    this.#readings.set(id, held)
    return reading
  }

  /** An element that was read here, with these bound to it. */
  bind(element: BoardElement, boundElements: readonly BoundElement[]): BoardElement {
    const asRead = this.#asRead.get(element) ?? element
    if (sameValue(asRead.boundElements, boundElements)) return asRead
    const last = this.#bound.get(asRead)
    if (last !== undefined && sameValue(last.boundElements, boundElements)) return last
    const bound = { ...asRead, boundElements }
    this.#bound.set(asRead, bound)
    this.#asRead.set(bound, asRead)
    return bound
  }
}

/** Names the state of an element's map; undefined where it holds what no element does. */
function stateOf(entry: Y.Map<unknown>): string | undefined {
  // Such an element is not read: see `readEntry`.
  if (entry._map.size > MAX_ELEMENT_KEYS) return undefined
  const parts: string[] = []
  for (const [key, item] of entry._map) {
    if (item.deleted) continue
    const { id, length, content } = item
    const inner = content instanceof Y.ContentType ? runsOf(content.type) : ''
    if (inner === undefined) return undefined
    parts.push(`${key} ${id.client} ${id.clock} ${length}${inner}`)
  }
  // The order in which keys came differs between documents that hold the same.
  return parts.sort().join('\n')
}

/** What a shared text or list holds, as runs of ids; undefined for anything else. */
function runsOf(type: Y.AbstractType<unknown>): string | undefined {
  if (!(type instanceof Y.Text) && !(type instanceof Y.Array)) return undefined
  let runs = ''
  let [client, end] = [-1, -1]
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentType) return undefined
    // How a run is cut into items differs between documents that hold the same.
    if (item.id.client !== client || item.id.clock !== end) {
      runs += `${end === -1 ? '' : end} ${item.id.client} ${item.id.clock}-`
    }
    client = item.id.client
    end = item.id.clock + item.length
  }
  return ` ${runs}${end}`
}

/**
 * What erasing leaves in a document (H8): a sign that something was erased, by which a copy from before is known, and
 * values from before an erased stretch, where those written in it were in force. Must never be written by anybody but
 * the server that erases.
 */
import * as Y from 'yjs'
import { elementsOf, metaOf } from './document.ts'
import { LAYOUT } from './groups.ts'
import { readElement } from './read.ts'

/**
 * The client id of what is written when something is erased, and of nothing else ever. Who has fewer structs of it than
 * the server has a copy from before. ("eras" in ASCII.)
 */
export const ERASER_CLIENT = 0x65726173

/** How often something was erased, under this key of `meta`. */
export const ERASED = 'erased'

/** How often something had been erased when this copy was made. */
export function timesErased(doc: Y.Doc): number {
  const times = metaOf(doc).get(ERASED)
  return typeof times === 'number' ? times : 0
}

/** Says that something was erased for the `times`th time. */
export function signErased(doc: Y.Doc, times: number): void {
  metaOf(doc).set(ERASED, times)
}

/** What lost a value: an element, and of it some keys; null: its whole entry. */
export type Loss = { readonly element: string; readonly key: string | null }

/**
 * Gives what lost its value in force the one that it had `then`, where it had any. A text whose letters went is to be
 * measured again by whoever shows it.
 */
export function fallBack(doc: Y.Doc, then: Y.Doc, losses: Iterable<Loss>, texts: Iterable<string>): void {
  const [elements, before] = [elementsOf(doc), elementsOf(then)]
  for (const { element, key } of losses) {
    const [entry, was] = [elements.get(element), before.get(element)]
    if (entry === undefined) {
      if (was !== undefined) elements.set(element, copyOf(was))
      continue
    }
    if (key === null || !(entry instanceof Y.Map) || !(was instanceof Y.Map)) continue
    if (!entry.has(key) && was.has(key)) entry.set(key, copyOf(was.get(key)))
  }
  for (const id of texts) {
    const entry = elements.get(id)
    const shown = entry instanceof Y.Map ? readElement(id, entry) : undefined
    // No text has this fingerprint, so that nobody takes the size for measured.
    if (entry instanceof Y.Map && shown) entry.set(LAYOUT, [shown.width, shown.height, -1])
  }
}

function copyOf(value: unknown): unknown {
  return value instanceof Y.AbstractType ? value.clone() : value
}

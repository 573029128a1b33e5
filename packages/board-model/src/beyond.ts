/**
 * What of a drawing somebody else has not got, as far as their state vector tells: the work that is lost when this
 * copy of the document is. Must never name what was only deleted here: there is nothing of it to bring along.
 */
import * as Y from 'yjs'
import { elementsOf, isSupported } from './document.ts'

/** Ids of the elements that hold anything past `known`, which is a state vector: clocks by client id. */
export function elementsBeyond(doc: Y.Doc, known: ReadonlyMap<number, number>): ReadonlySet<string> {
  const ids = new Set<string>()
  if (!isSupported(doc)) return ids
  const elements = elementsOf(doc)
  for (const [client, structs] of doc.store.clients) {
    const clock = known.get(client) ?? 0
    // From the newest: what is known already is most of it.
    for (let i = structs.length - 1; i >= 0; i--) {
      const struct = structs[i]
      if (!struct || struct.id.clock + struct.length <= clock) break
      const entry = struct instanceof Y.Item && !struct.deleted ? entryOf(struct) : undefined
      if (entry?.parent === elements && entry.parentSub !== null) ids.add(entry.parentSub)
    }
  }
  return ids
}

/** Whether there was another entry under this id before. */
export function isMadeAgain(doc: Y.Doc, id: string): boolean {
  return (elementsOf(doc)._map.get(id)?.left ?? null) !== null
}

/** The item right below a root type that this item is, or is inside of. */
function entryOf(item: Y.Item): Y.Item {
  let entry = item
  while (entry.parent instanceof Y.AbstractType && entry.parent._item) entry = entry.parent._item
  return entry
}

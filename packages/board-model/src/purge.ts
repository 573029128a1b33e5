/**
 * Letting go of what was deleted long ago, so that it does not pile up for ever. Only the content goes: the entry
 * stays, empty, with its `isDeleted`. So whoever was away meanwhile and takes the deletion back still says so to
 * everybody, and can bring the content back. Must never be called for what somebody may still see.
 */
import * as Y from 'yjs'
import { elementsOf, isSupported } from './document.ts'
import { BASE, PROPERTY_SIGN } from './groups.ts'
import { isPlainObject, own } from './json.ts'

const DELETED = `${PROPERTY_SIGN}isDeleted`

/** Whether an entry was emptied and nobody has brought its content back. */
export function isPurged(entry: Y.Map<unknown>): boolean {
  return entry.get(BASE) === null
}

/** Whether an entry is deleted, whatever else it holds. */
function isDeleted(entry: Y.Map<unknown>): boolean {
  if (entry.has(DELETED)) return entry.get(DELETED) === true
  const base = entry.get(BASE)
  return isPlainObject(base) && own(base, 'isDeleted') === true
}

/** Whether the content is gone, but somebody who did not know that has taken the deletion back. */
export function isBroughtBackEmpty(entry: unknown): boolean {
  return entry instanceof Y.Map && isPurged(entry) && !isDeleted(entry)
}

/** Ids of the elements whose deletion was taken back. */
export function broughtBackIds(doc: Y.Doc): Set<string> {
  const ids = new Set<string>()
  for (const [id, entry] of elementsOf(doc)) {
    if (entry instanceof Y.Map && entry.get(DELETED) === false) ids.add(id)
  }
  return ids
}

/** Ids of the deleted elements that still hold their content. */
export function deletedIds(doc: Y.Doc): Set<string> {
  const ids = new Set<string>()
  if (!isSupported(doc)) return ids
  for (const [id, entry] of elementsOf(doc)) {
    if (entry instanceof Y.Map && !isPurged(entry) && isDeleted(entry)) ids.add(id)
  }
  return ids
}

/** Empties the entries of these elements, in one transaction. Those that are not deleted now are left alone. */
export function purgeElements(doc: Y.Doc, ids: Iterable<string>): void {
  const elements = elementsOf(doc)
  doc.transact(() => {
    for (const id of ids) {
      const entry = elements.get(id)
      if (!(entry instanceof Y.Map) || isPurged(entry) || !isDeleted(entry)) continue
      for (const key of entry.keys()) if (key !== BASE && key !== DELETED) entry.delete(key)
      entry.set(BASE, null)
      // Written only where the deletion stood in the base: else it would settle against one who takes it back.
      if (!entry.has(DELETED)) entry.set(DELETED, true)
    }
  })
}

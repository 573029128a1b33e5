/**
 * Recognises what one person did to a large part of the drawing at once, from what arrives: many new elements, or a
 * cleared drawing. Never reports this client's own changes, and never writes.
 */
import * as Y from 'yjs'
import { ELEMENTS, elementsOf, isSupported } from './document.ts'
import { BASE, PROPERTY_SIGN } from './groups.ts'
import { isPlainObject } from './json.ts'

/** By the client id that wrote it. `ids`: of the elements that are new, or that were deleted. */
export type BigChange = {
  readonly kind: 'added' | 'cleared'
  readonly client: number
  readonly ids: readonly string[]
}

/** This many new elements in one update are worth telling. */
const MANY_ADDED = 10
/** A drawing of fewer elements that is cleared is not worth telling. */
const MANY_DELETED = 3
const IS_DELETED = `${PROPERTY_SIGN}isDeleted`

/** Calls `listener` after each update from elsewhere that did much at once; the answer ends that. */
export function observeBigChanges(doc: Y.Doc, listener: (change: BigChange) => void): () => void {
  const after = (transaction: Y.Transaction): void => {
    if (transaction.local || !isSupported(doc)) return
    for (const [client, ids] of addedIn(doc, transaction)) {
      if (ids.length >= MANY_ADDED) listener({ kind: 'added', client, ids })
    }
    const deleted = deletedIn(doc, transaction)
    if (deleted.length < MANY_DELETED || !isCleared(doc)) return
    const client = deleted[0]?.client
    if (client === undefined || deleted.some((one) => one.client !== client)) return
    listener({ kind: 'cleared', client, ids: deleted.map(({ id }) => id) })
  }
  doc.on('afterTransaction', after)
  return () => doc.off('afterTransaction', after)
}

/** The elements that were never there before, by the client that made them. */
function addedIn(doc: Y.Doc, { changed, beforeState }: Y.Transaction): ReadonlyMap<number, string[]> {
  const elements = elementsOf(doc)
  const added = new Map<number, string[]>()
  for (const [type, keys] of changed) {
    if ((type as unknown) !== elements) continue
    for (const key of keys) {
      const item = key === null ? undefined : elements._map.get(key)
      if (key === null || !item || item.deleted || item.left !== null) continue
      const { client, clock } = item.id
      if (clock >= (beforeState.get(client) ?? 0)) added.set(client, [...(added.get(client) ?? []), key])
    }
  }
  return added
}

/** The elements that were deleted, and by which client. */
function deletedIn(doc: Y.Doc, { changed }: Y.Transaction): { id: string; client: number }[] {
  const root: unknown = doc.share.get(ELEMENTS)
  const deleted: { id: string; client: number }[] = []
  for (const [type, keys] of changed) {
    const id = type.parent === root ? type._item?.parentSub : null
    if (id == null || !keys.has(IS_DELETED)) continue
    const item = type._map.get(IS_DELETED)
    if (item && !item.deleted && type instanceof Y.Map && type.get(IS_DELETED) === true)
      deleted.push({ id, client: item.id.client })
  }
  return deleted
}

/** Whether no element of the drawing is left. */
function isCleared(doc: Y.Doc): boolean {
  for (const entry of elementsOf(doc).values()) {
    if (!(entry instanceof Y.Map)) continue
    const base: unknown = entry.get(BASE)
    const isDeleted = entry.has(IS_DELETED)
      ? entry.get(IS_DELETED) === true
      : isPlainObject(base) && base['isDeleted'] === true
    if (!isDeleted) return false
  }
  return true
}

/**
 * Documents and changes for tests of the admission check. Must never be imported by what ships.
 */
import * as Y from 'yjs'
import type { Known } from './admission.ts'

/** What a document knows. */
export function known(doc: Y.Doc, mayExtend: (client: number) => boolean = () => true): Known {
  return { clock: (client) => Y.getState(doc.store, client), mayExtend }
}

/** A document of one author that has these updates. */
export function docOf(client: number, ...updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = client
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

/** What this change adds to the document. */
export function change(doc: Y.Doc, write: (doc: Y.Doc) => void): Uint8Array {
  const before = Y.encodeStateVector(doc)
  write(doc)
  return Y.encodeStateAsUpdate(doc, before)
}

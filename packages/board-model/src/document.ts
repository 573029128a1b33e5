/**
 * The document's roots and its version (M14). MODEL.md says what stands in them. Nobody but the server, when it
 * makes a board, writes the version: two that seed a document would seed it twice.
 */
import type * as Y from 'yjs'

export const DOCUMENT_VERSION = 1

/** The root type that holds the elements. */
export const ELEMENTS = 'elements'

export function elementsOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap(ELEMENTS)
}

export function metaOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap('meta')
}

/** Makes an empty document one of this version. */
export function createDocument(doc: Y.Doc): void {
  metaOf(doc).set('version', DOCUMENT_VERSION)
}

/** The version of a document: 1 where it says none, Infinity where what it says is no version. */
export function documentVersion(doc: Y.Doc): number {
  const version = metaOf(doc).get('version')
  if (version === undefined) return 1
  return typeof version === 'number' && Number.isInteger(version) && version >= 1 ? version : Infinity
}

/** Whether this code may read and write the document. A newer one is neither shown nor touched. */
export function isSupported(doc: Y.Doc): boolean {
  return documentVersion(doc) <= DOCUMENT_VERSION
}

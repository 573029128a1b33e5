/**
 * The document's roots and its version (M14). MODEL.md says what stands in them. Nobody but the server, when it
 * makes a board, writes the version: two that seed a document would seed it twice.
 */
import type * as Y from 'yjs'

export const DOCUMENT_VERSION = 1

/** The root type that holds the elements. */
export const ELEMENTS = 'elements'

/** The root type that holds what the server says of the document. */
export const META = 'meta'
const VERSION = 'version'

export function elementsOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap(ELEMENTS)
}

export function metaOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap(META)
}

/**
 * Whether a client may write this into `meta`. It may say again what the server says: after a crash the first client back
 * brings the server's own last change. Everything else in `meta` is the server's.
 */
export function mayWriteMeta(key: string | null, value: unknown): boolean {
  return key === VERSION && value === DOCUMENT_VERSION
}

/** Whether a client may delete this key of `meta`. Without a version a document has the first one. */
export function mayDeleteMeta(key: string): boolean {
  return key === VERSION
}

/** Makes a document that says another version one of this version, within a transaction of the caller's. */
export function resetVersion(doc: Y.Doc): void {
  if (!isSupported(doc)) metaOf(doc).set(VERSION, DOCUMENT_VERSION)
}

/** Makes an empty document one of this version. */
export function createDocument(doc: Y.Doc): void {
  metaOf(doc).set(VERSION, DOCUMENT_VERSION)
}

/** The version of a document: 1 where it says none, Infinity where what it says is no version. */
export function documentVersion(doc: Y.Doc): number {
  const version = metaOf(doc).get(VERSION)
  if (version === undefined) return 1
  return typeof version === 'number' && Number.isInteger(version) && version >= 1 ? version : Infinity
}

/** Whether this code may read and write the document. A newer one is neither shown nor touched. */
export function isSupported(doc: Y.Doc): boolean {
  return documentVersion(doc) <= DOCUMENT_VERSION
}

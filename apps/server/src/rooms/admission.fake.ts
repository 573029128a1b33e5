/**
 * Documents and changes for tests of the admission check. Must never be imported by what ships.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Extension, Known } from './admission.ts'
import { mapsOf } from './map-rules.ts'

/** What a document knows. */
export function known(doc: Y.Doc, mayExtend: (client: number) => Extension = () => 'yes'): Known {
  return {
    clock: (client) => Y.getState(doc.store, client),
    mayExtend,
    maySend: () => true,
    maps: mapsOf(doc),
  }
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

/** An update of GC structs and delete ranges, byte by byte. */
export function forged(
  structs: readonly { client: number; clock: number; length: number }[],
  deletions: readonly { client: number; clock: number; length: number }[] = [],
): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, structs.length)
  for (const { client, clock, length } of structs) {
    for (const value of [1, client, clock]) encoding.writeVarUint(encoder, value)
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
  }
  encoding.writeVarUint(encoder, deletions.length)
  for (const { client, clock, length } of deletions) {
    for (const value of [client, 1, clock, length]) encoding.writeVarUint(encoder, value)
  }
  return encoding.toUint8Array(encoder)
}

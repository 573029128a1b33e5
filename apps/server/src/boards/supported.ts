/**
 * Refuses work on a document that says a newer Gamelan made it (M14). The model reads such a document as empty, so that an
 * answer made from it would look like success.
 */
import { isSupported } from '@gamelan/board-model'
import * as Y from 'yjs'
import { GamelanError } from '../errors.ts'

/** Throws `document-newer`. */
export function requireSupported(doc: Y.Doc): void {
  if (!isSupported(doc)) throw new GamelanError('document-newer')
}

/** The document that an update makes. Throws `document-newer`. */
export function supportedDocument(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, update)
    requireSupported(doc)
    return doc
  } catch (error) {
    doc.destroy()
    throw error
  }
}

/** A drawing as the server hands it out, made ready to be shown. Pure. Must never let through what is not checked (M11). */
import { BoardScene, createDocument, importDrawing, parseDrawing, type Drawing } from '@gamelan/board-model'
import * as Y from 'yjs'

/** What does not read as a drawing is an empty one. */
export function readDrawing(json: unknown): Drawing {
  const parsed = parseDrawing(json)
  if (!parsed.ok) return { elements: [], files: [], dropped: 0 }
  // Through a document: what is bound to an element is derived there (M5), and a label that its shape does not list is
  // not painted.
  const doc = new Y.Doc()
  createDocument(doc)
  const scene = new BoardScene(doc)
  let made = 0
  importDrawing(doc, scene, parsed.drawing, { origin: null, newId: () => `again-${made++}` })
  const elements = [...scene.all()]
  scene.destroy()
  doc.destroy()
  return { ...parsed.drawing, elements }
}

/** What a drawing's texts say, in the order of reading: from above, then from the left. */
export function textsOf({ elements }: Pick<Drawing, 'elements'>): string[] {
  return elements
    .filter(({ isDeleted, type }) => type === 'text' && !isDeleted)
    .toSorted((a, b) => a.y - b.y || a.x - b.x)
    .map((element) => String(element['originalText'] ?? element['text']).trim())
    .filter((text) => text !== '')
}

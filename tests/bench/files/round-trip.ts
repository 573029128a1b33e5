/** A file's elements after an import into an empty board's document and an export from a copy of it. Pure. */
import {
  BoardScene,
  createDocument,
  exportDrawing,
  importDrawing,
  parseDrawing,
  type BoardElement,
} from '@gamelan/board-model'
import * as Y from 'yjs'

type Plain = Readonly<Record<string, unknown>>

export type RoundTrip =
  | { readonly ok: true; readonly elements: readonly Plain[]; readonly dropped: number }
  | { readonly ok: false; readonly detail: string }

export function roundTrip(text: string): RoundTrip {
  const parsed = parseDrawing(JSON.parse(text))
  if (!parsed.ok) return { ok: false, detail: parsed.detail }
  const doc = new Y.Doc()
  createDocument(doc)
  const scene = new BoardScene(doc)
  let made = 0
  importDrawing(doc, scene, parsed.drawing, { origin: 'import', newId: () => `new-${++made}` })
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const shown: readonly BoardElement[] = new BoardScene(copy).all()
  const { elements } = exportDrawing(shown, {}, 'https://board.example')
  return {
    ok: true,
    elements: JSON.parse(JSON.stringify(elements)) as Plain[],
    dropped: parsed.drawing.dropped,
  }
}

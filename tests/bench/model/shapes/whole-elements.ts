/** Whole elements in a Y.Map: what comes to mind first. Every change writes the element anew. */
import type * as Y from 'yjs'
import { compareElements } from '@gamelan/board-model'
import type { CanvasElement } from '../../../../apps/web/src/canvas/canvas-element.ts'
import { withPlainBinding } from './plain-binding.ts'

const rootOf = (doc: Y.Doc) => doc.getMap<CanvasElement>('elements')

export const orderOf = (element: CanvasElement) => ({
  id: element.id,
  index: typeof element['index'] === 'string' ? element['index'] : null,
})

export const byOrder = (a: CanvasElement, b: CanvasElement) => compareElements(orderOf(a), orderOf(b))

export const wholeElements = withPlainBinding({
  add: (doc, elements) =>
    doc.transact(() => {
      for (const element of elements) rootOf(doc).set(element.id, element)
    }),
  write: (doc, { after }) => void rootOf(doc).set(after.id, after),
  read: (doc) => [...rootOf(doc).values()].sort(byOrder),
  observe: (doc, listener) => rootOf(doc).observeDeep(listener),
  touched: (event, doc) =>
    [...event.keys.keys()].flatMap((id) => {
      const element = rootOf(doc).get(id)
      return element ? [element] : []
    }),
  isReadWhole: false,
})

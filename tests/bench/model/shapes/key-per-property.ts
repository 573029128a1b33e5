/** A Y.Map for each element, one key for each property: nothing is lost in a merge, and everything is an item. */
import * as Y from 'yjs'
import type { CanvasElement } from '../../../../apps/web/src/canvas/canvas-element.ts'
import { withPlainBinding } from './plain-binding.ts'
import { byOrder } from './whole-elements.ts'

const rootOf = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('elements')
const elementOf = (entry: Y.Map<unknown>) => Object.fromEntries(entry.entries()) as CanvasElement

function set(doc: Y.Doc, element: CanvasElement): void {
  rootOf(doc).set(element.id, new Y.Map(Object.entries(element)))
}

export const keyPerProperty = withPlainBinding({
  add: (doc, elements) =>
    doc.transact(() => {
      for (const element of elements) set(doc, element)
    }),
  write: (doc, { before, after }) =>
    doc.transact(() => {
      const entry = rootOf(doc).get(after.id)
      if (!entry) return set(doc, after)
      // Excalidraw replaces arrays and objects that it changes, so that identity tells.
      for (const [name, value] of Object.entries(after)) if (before?.[name] !== value) entry.set(name, value)
    }),
  read: (doc) => [...rootOf(doc).values()].map(elementOf).sort(byOrder),
  observe: (doc, listener) => rootOf(doc).observeDeep(listener),
  touched: (event) => (event.target instanceof Y.Map ? [elementOf(event.target)] : []),
  isReadWhole: false,
})

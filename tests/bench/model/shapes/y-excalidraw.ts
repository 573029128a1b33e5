/**
 * The document that y-excalidraw 2.0.12 makes: a Y.Array in the order of arrival, of Y.Maps `{pos, el}`: `el` the
 * whole element, written anew at every change, `pos` a fractional index by which the elements are sorted. Its own
 * code is not used; what it does at each change and the shape needs (a map from id to place over the whole array, and
 * sorting it to show it) is done here, its further bookkeeping is not.
 */
import { generateNKeysBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import type { CanvasElement } from '../../../../apps/web/src/canvas/canvas-element.ts'
import { withPlainBinding } from './plain-binding.ts'

type Entry = Y.Map<unknown>

const rootOf = (doc: Y.Doc) => doc.getArray<Entry>('elements')
const elementOf = (entry: Entry) => entry.get('el') as CanvasElement
const positionOf = (entry: Entry) => String(entry.get('pos'))

function append(doc: Y.Doc, elements: readonly CanvasElement[]): void {
  const root = rootOf(doc)
  const last = root.length > 0 ? positionOf(root.get(root.length - 1)) : null
  const positions = generateNKeysBetween(last, null, elements.length)
  root.push(
    elements.map(
      (element, i) =>
        new Y.Map<unknown>([
          ['pos', positions[i]],
          ['el', { ...element }],
        ]),
    ),
  )
}

export const yExcalidraw = withPlainBinding({
  add: (doc, elements) => doc.transact(() => append(doc, elements)),
  write: (doc, { before, after }) =>
    doc.transact(() => {
      if (!before) return append(doc, [after])
      const entries = rootOf(doc).toArray()
      const places = new Map(entries.map((entry, i) => [elementOf(entry).id, i]))
      entries[places.get(after.id) ?? -1]?.set('el', { ...after })
    }),
  read: (doc) =>
    rootOf(doc)
      .toArray()
      .sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : positionOf(a) > positionOf(b) ? 1 : 0))
      .map(elementOf),
  observe: (doc, listener) => rootOf(doc).observeDeep(listener),
  touched: (event) => (event.target instanceof Y.Map ? [elementOf(event.target as Entry)] : []),
  isReadWhole: true,
})

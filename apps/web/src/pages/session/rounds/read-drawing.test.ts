import { expect, test } from 'vitest'
import { readDrawing, textsOf } from './read-drawing.ts'

const box = { id: 'box', type: 'rectangle', x: 0, y: 0, width: 100, height: 60 }
const label = {
  id: 'label',
  type: 'text',
  x: 10,
  y: 10,
  width: 50,
  height: 20,
  text: 'Checkout',
  originalText: 'Checkout',
}

test('[M5] a shape lists its label, which is not painted otherwise', () => {
  const { elements } = readDrawing({ type: 'excalidraw', elements: [box, { ...label, containerId: 'box' }] })
  expect(elements.find(({ id }) => id === 'box')?.boundElements).toEqual([{ id: 'label', type: 'text' }])
})

test('[M11] what is no drawing is an empty one', () => {
  expect(readDrawing('<html>')).toEqual({ elements: [], files: [], dropped: 0 })
})

test('texts are read from above, then from the left', () => {
  const texts = [
    { ...label, id: 'c', y: 50, originalText: 'third' },
    { ...label, id: 'b', x: 90, originalText: 'second' },
    { ...label, id: 'a', originalText: 'first' },
    { ...label, id: 'd', isDeleted: true, originalText: 'gone' },
  ]
  expect(textsOf(readDrawing({ type: 'excalidraw', elements: texts }))).toEqual(['first', 'second', 'third'])
})

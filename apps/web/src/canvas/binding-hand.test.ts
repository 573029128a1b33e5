/** What is under somebody's hand is not interrupted (M13). */
import { purgeElements } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { setup, shape } from './binding.test-support.ts'

test('[M3] one drags while another colours: both survive, and the drag is not interrupted [M13]', () => {
  const { canvas, frames, timer, remote, theyChange } = setup({ board: [shape('1')] })
  canvas.hand({ selectedElementIds: { 1: true }, selectedElementsAreBeingDragged: true })
  const dragged = canvas.get('1')
  canvas.change('1', { x: 10 })
  theyChange('1', { strokeColor: '#ff0000' })
  frames.pass()
  canvas.change('1', { x: 20 })
  timer.pass()
  frames.pass()
  expect(canvas.get('1')).toBe(dragged)
  expect(canvas.get('1')['strokeColor']).not.toBe('#ff0000')
  canvas.hand({ selectedElementsAreBeingDragged: false })
  frames.pass()
  expect(canvas.get('1')).toMatchObject({ x: 20, strokeColor: '#ff0000' })
  expect(remote.get('1')).toMatchObject({ x: 20, strokeColor: '#ff0000' })
})

test('[M13] the arrow that moves along with a dragged shape is held as well', () => {
  const arrow = shape('2', {
    type: 'arrow',
    points: [
      [0, 0],
      [50, 50],
    ],
    endBinding: { elementId: '1', focus: 0, gap: 1 },
  })
  const { canvas, frames, theyChange } = setup({ board: [shape('1'), arrow] })
  canvas.hand({ selectedElementIds: { 1: true }, selectedElementsAreBeingDragged: true })
  theyChange('2', { strokeColor: '#ff0000' })
  frames.pass()
  expect(canvas.get('2')['strokeColor']).not.toBe('#ff0000')
  canvas.hand({ selectedElementsAreBeingDragged: false })
  frames.pass()
  expect(canvas.get('2')['strokeColor']).toBe('#ff0000')
})

test('[M13] a text that is typed into stays, and so does its container', () => {
  const label = shape('2', { type: 'text', text: 'a', originalText: 'a', containerId: '1' })
  const { canvas, frames, theyChange } = setup({ board: [shape('1'), label] })
  canvas.hand({ editingTextElement: { id: '2', containerId: '1' } })
  const [container, text] = [canvas.get('1'), canvas.get('2')]
  theyChange('2', { originalText: 'ab', text: 'ab' })
  theyChange('1', { width: 300 })
  frames.pass()
  expect([canvas.get('1'), canvas.get('2')]).toEqual([container, text])
  expect(canvas.get('2')).toBe(text)
  canvas.hand({ editingTextElement: null })
  frames.pass()
  expect(canvas.get('2')['originalText']).toBe('ab')
  expect(canvas.get('1')['width']).toBe(300)
})

test('[M13] what is not taken goes when the hand lets go', () => {
  const { canvas, frames, timer } = setup({ board: [shape('1')] })
  canvas.hand({ selectedElementIds: { 1: true }, isRotating: true })
  canvas.change('1', { angle: Number.NaN })
  timer.pass()
  frames.pass()
  expect(canvas.get('1')['angle']).toBeNaN()
  canvas.hand({ isRotating: false })
  frames.pass()
  expect(canvas.get('1')['angle']).toBe(0)
})

test('[M13] [M11] one that stops being valid stays as long as it is under the hand', () => {
  const { canvas, others, frames, write } = setup({ board: [shape('1'), shape('2')] })
  canvas.hand({ selectedElementIds: { 1: true }, selectedElementsAreBeingDragged: true })
  const dragged = canvas.get('1')
  const entry = others.getMap('elements').get('1')
  if (!(entry instanceof Y.Map)) throw new Error('no entry')
  entry.set('base', { type: 'iframe' })
  write([{ after: shape('3') }])
  frames.pass()
  expect(canvas.ids()).toEqual(['1', '2', '3'])
  expect(canvas.get('1')).toBe(dragged)
  canvas.hand({ selectedElementsAreBeingDragged: false })
  frames.pass()
  expect(canvas.ids()).toEqual(['2', '3'])
})

test('[M13] what is under the hand stays when what it stands on goes from the canvas', () => {
  const { canvas, others, frames, doc, theyChange } = setup({ board: [shape('1'), shape('2')] })
  canvas.hand({ newElement: { id: 'new' } })
  canvas.add(shape('new', { width: 0, height: 0, index: 'a3' }))
  const making = canvas.get('new')
  theyChange('2', { isDeleted: true })
  purgeElements(others, ['2'])
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(others), 'remote')
  frames.pass()
  expect(canvas.ids()).toEqual(['1', 'new'])
  expect(canvas.get('new')).toBe(making)
})

/** Letters typed here and there both stay (M4), and an undo takes back one's own (M8). */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { setup, shape } from './binding.test-support.ts'

test('[M4] letters typed here and there both stay, measured anew', () => {
  const { canvas, frames, timer, remote, theyChange } = setup({
    board: [shape('1', { type: 'text', text: 'cat', originalText: 'cat', width: 30 })],
  })
  canvas.hand({ editingTextElement: { id: '1' } })
  theyChange('1', { originalText: 'the cat', text: 'the cat', width: 70 })
  canvas.change('1', { originalText: 'cats', text: 'cats', width: 40 })
  timer.pass()
  canvas.hand({ editingTextElement: null })
  frames.pass()
  expect(canvas.get('1')).toMatchObject({ originalText: 'the cats', width: 80 })
  expect(remote.get('1')?.originalText).toBe('the cats')
})

test('[M2] a label that nobody measured is measured again when its container changes', () => {
  const label = shape('2', { type: 'text', text: 'a', originalText: 'a', containerId: '1', width: 10 })
  const { canvas, others, frames, theyChange } = setup({
    board: [shape('1'), label],
    measure: (_text, container) => ({ width: (container?.width ?? 0) / 2 }),
  })
  const entry = others.getMap('elements').get('2')
  const letters: unknown = entry instanceof Y.Map ? entry.get('text') : undefined
  if (!(letters instanceof Y.Text)) throw new Error('no letters')
  theyChange('2', { originalText: 'ab', text: 'ab', width: 20 })
  letters.insert(0, 'c')
  frames.pass()
  expect(canvas.get('2')['width']).toBe(50)
  theyChange('1', { width: 60 })
  frames.pass()
  expect(canvas.get('2')['width']).toBe(30)
})

test('[M8] an undone text loses what this person typed and keeps what others did; redo brings it back', () => {
  const { canvas, frames, timer, remote, theyChange } = setup({
    board: [shape('1', { type: 'text', text: 'cat', originalText: 'cat', width: 30 })],
  })
  const settle = () => {
    timer.pass()
    frames.pass()
  }
  const type = (from: number, originalText: string) => {
    canvas.hand({ editingTextElement: { id: '1' } })
    for (let end = from; end <= originalText.length; end++) {
      canvas.change('1', { originalText: originalText.slice(0, end), text: originalText.slice(0, end) })
      timer.pass()
    }
    canvas.hand({ editingTextElement: null })
    settle()
  }
  const read = () => [canvas.get('1')['originalText'], remote.get('1')?.originalText]
  type(3, 'cats')
  type(5, 'cats sat')
  theyChange('1', { originalText: 'the cats sat', text: 'the cats sat' })
  settle()
  canvas.change('1', { originalText: 'cats', text: 'cats' })
  settle()
  expect(read()).toEqual(['the cats', 'the cats'])
  canvas.change('1', { originalText: 'cat', text: 'cat' })
  settle()
  expect(read()).toEqual(['the cat', 'the cat'])
  theyChange('1', { originalText: 'the cat!', text: 'the cat!' })
  settle()
  canvas.change('1', { originalText: 'the cats', text: 'the cats' })
  settle()
  expect(read()).toEqual(['the cats!', 'the cats!'])
})

test('[M4] letters of others that are deleted by hand go, whatever the text was before', () => {
  const { canvas, frames, timer, remote, theyChange } = setup({
    board: [shape('1', { type: 'text', text: 'cat', originalText: 'cat', width: 30 })],
  })
  canvas.hand({ editingTextElement: { id: '1' } })
  canvas.change('1', { originalText: 'cats', text: 'cats' })
  canvas.hand({ editingTextElement: null })
  timer.pass()
  theyChange('1', { originalText: 'cats!', text: 'cats!' })
  frames.pass()
  canvas.hand({ editingTextElement: { id: '1' } })
  canvas.change('1', { originalText: 'cat', text: 'cat' })
  canvas.hand({ editingTextElement: null })
  timer.pass()
  frames.pass()
  expect([canvas.get('1')['originalText'], remote.get('1')?.originalText]).toEqual(['cat', 'cat'])
})

test('[M4] letters of others survive the undo and redo of a new text, as the history has it', () => {
  const { canvas, frames, timer, remote, theyChange } = setup()
  const settle = () => {
    timer.pass()
    frames.pass()
  }
  canvas.hand({ editingTextElement: { id: '1' } })
  canvas.add(shape('1', { type: 'text', text: 'a', originalText: 'a' }))
  canvas.hand({ editingTextElement: null })
  settle()
  canvas.change('1', { isDeleted: true })
  settle()
  theyChange('1', { originalText: 'xa', text: 'xa' })
  settle()
  canvas.change('1', { isDeleted: false, originalText: 'a', text: 'a' })
  settle()
  expect(canvas.get('1')).toMatchObject({ originalText: 'xa', isDeleted: false })
  expect(remote.get('1')).toMatchObject({ originalText: 'xa', isDeleted: false })
})

test('[M8] an undo right after the last letter, before that was due to be written, is still an undo', () => {
  const { canvas, frames, timer, remote, theyChange } = setup({
    board: [shape('1', { type: 'text', text: 'cat', originalText: 'cat', width: 30 })],
  })
  const type = (originalText: string) => {
    canvas.hand({ editingTextElement: { id: '1' } })
    canvas.change('1', { originalText: originalText.slice(0, -1), text: originalText.slice(0, -1) })
    canvas.change('1', { originalText, text: originalText })
    canvas.hand({ editingTextElement: null })
  }
  type('cats')
  timer.pass()
  theyChange('1', { originalText: 'the cats', text: 'the cats' })
  frames.pass()
  type('the cats sat')
  canvas.change('1', { originalText: 'the cats', text: 'the cats' })
  canvas.change('1', { originalText: 'cat', text: 'cat' })
  timer.pass()
  frames.pass()
  expect([canvas.get('1')['originalText'], remote.get('1')?.originalText]).toEqual(['the cat', 'the cat'])
})

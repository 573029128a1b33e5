/** What the server let go of: who brought it back writes it again, once (M7), and nobody else does (M9). */
import { purgeElements } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { setup, shape } from './binding.test-support.ts'

test('[M7] one that left the canvas and that only the undo knows is shown once when it comes back', () => {
  const { canvas, others, frames, theyChange, write, doc } = setup({ board: [shape('1'), shape('2')] })
  theyChange('1', { isDeleted: true })
  purgeElements(others, ['1'])
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(others), 'remote')
  frames.pass()
  canvas.add(shape('1', { isDeleted: true }))
  write([{ after: shape('1') }])
  frames.pass()
  expect(canvas.ids()).toEqual(['1', '2'])
})

test('[M7] what was purged while its deletion was taken back here is written again, once, and by nobody else', () => {
  const { doc, others, canvas, frames, timer, remote, sent } = setup({ board: [shape('1'), shape('2')] })
  canvas.change('1', { isDeleted: true })
  timer.pass()
  const away = Y.encodeStateAsUpdate(others)
  const beside = new Y.Doc()
  Y.applyUpdate(beside, away)
  purgeElements(beside, ['1'])
  canvas.change('1', { isDeleted: false, strokeColor: '#2f9e44' })
  timer.pass()
  const before = sent.length
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(beside), 'remote')
  frames.pass()
  frames.pass()
  expect(canvas.ids()).toEqual(['1', '2'])
  expect(sent).toHaveLength(before + 1)
  Y.applyUpdate(others, Y.encodeStateAsUpdate(doc))
  expect(remote.get('1')).toMatchObject({ isDeleted: false, strokeColor: '#2f9e44', width: 100 })
})

test('[M7] [M9] who still shows what it was, and has not brought it back, does not write it', () => {
  const { doc, others, canvas, frames, sent } = setup({ board: [shape('1')] })
  const beside = new Y.Doc()
  Y.applyUpdate(beside, Y.encodeStateAsUpdate(others))
  const entry = beside.getMap('elements').get('1')
  if (!(entry instanceof Y.Map)) throw new Error('no entry')
  entry.set('.isDeleted', true)
  purgeElements(beside, ['1'])
  entry.set('.isDeleted', false)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(beside), 'remote')
  frames.pass()
  expect([canvas.ids(), sent]).toEqual([[], []])
})

test('[M7] what was brought back on an earlier page is written again by the next one', () => {
  const { doc, others, binding, frames, remote } = setup({ board: [shape('1')], start: false })
  const beside = new Y.Doc()
  const entryOf = (board: Y.Doc) => {
    const entry = board.getMap('elements').get('1')
    if (!(entry instanceof Y.Map)) throw new Error('no entry')
    return entry
  }
  entryOf(others).set('.isDeleted', true)
  Y.applyUpdate(beside, Y.encodeStateAsUpdate(others))
  purgeElements(beside, ['1'])
  entryOf(doc).set('.isDeleted', false)
  binding.start()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(beside), 'remote')
  frames.pass()
  Y.applyUpdate(others, Y.encodeStateAsUpdate(doc))
  expect(remote.get('1')).toMatchObject({ isDeleted: false, width: 100 })
})

test('[M7] [M9] what was purged goes from the canvas, and nothing is written for it', () => {
  const { doc, others, canvas, frames, timer, sent, theyChange } = setup({ board: [shape('1'), shape('2')] })
  theyChange('1', { isDeleted: true })
  frames.pass()
  purgeElements(others, ['1'])
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(others), 'remote')
  frames.pass()
  canvas.touch()
  timer.pass()
  expect(canvas.ids()).toEqual(['2'])
  expect(sent).toEqual([])
})

import { BoardScene, createDocument } from '@gamelan/board-model'
import { IMPORT_BYTES } from '@gamelan/protocol/limits'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { placeDrawing, readDrawing } from './import-drawing.ts'

const text = (file: Blob) => file.text()
const drawing = (...ids: string[]) => ({
  type: 'excalidraw',
  elements: ids.map((id, i) => ({ id, type: 'rectangle', x: i * 100, y: 0, width: 50, height: 50 })),
})
const fileOf = (json: unknown) => new Blob([JSON.stringify(json)])

test.each([
  ['no JSON', new Blob(['hello'])],
  ['other JSON', fileOf({ type: 'something else' })],
  ['an empty file', new Blob([])],
  ['a file that was cut off', new Blob([JSON.stringify(drawing('a', 'b')).slice(0, -20)])],
])('%s is no drawing', async (_what, file) => {
  expect(await readDrawing(file, text)).toEqual({ ok: false, fault: 'not-a-drawing' })
})

test('a drawing with nothing in it, or nothing that fits, is said to be so', async () => {
  expect(await readDrawing(fileOf(drawing()), text)).toEqual({ ok: false, fault: 'empty-drawing' })
  const strange = { type: 'excalidraw', elements: [{ id: 'a', type: 'hologram' }] }
  expect(await readDrawing(fileOf(strange), text)).toEqual({ ok: false, fault: 'nothing-fits' })
})

test('[A6] a file over the limit is not even read', async () => {
  const file = { size: IMPORT_BYTES + 1 } as Blob
  const decode = () => Promise.reject(new Error('was read'))
  expect(await readDrawing(file, decode)).toEqual({ ok: false, fault: 'drawing-too-large' })
})

test('[M1] on an empty board a drawing lies where it lay; on another its middle is where it was dropped', async () => {
  const doc = new Y.Doc()
  createDocument(doc)
  const scene = new BoardScene(doc)
  const read = await readDrawing(fileOf(drawing('a', 'b')), text)
  if (!read.ok) throw new Error(read.fault)
  expect(placeDrawing(read.drawing, { doc, scene, at: { x: 1000, y: 500 } })).toEqual(['a', 'b'])
  expect(scene.get('b')).toMatchObject({ x: 100, y: 0 })
  const [third, fourth] = placeDrawing(read.drawing, { doc, scene, at: { x: 1000, y: 500 } })
  expect(third).not.toBe('a')
  expect(scene.get(third ?? '')).toMatchObject({ x: 925, y: 475 })
  expect(scene.get(fourth ?? '')).toMatchObject({ x: 1025, y: 475 })
})

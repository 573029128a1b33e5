import { BoardScene, boxOf, createDocument, writeChanges } from '@gamelan/board-model'
import { IMPORT_BYTES } from '@gamelan/protocol/limits'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { overlap } from './fit-view.ts'
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

/** A board, and how to place the same two shapes on it. */
async function board() {
  const doc = new Y.Doc()
  createDocument(doc)
  const scene = new BoardScene(doc)
  const read = await readDrawing(fileOf(drawing('a', 'b')), text)
  if (!read.ok) throw new Error(read.fault)
  const place = (placing: Parameters<typeof placeDrawing>[1]['placing']) =>
    placeDrawing(read.drawing, { doc, scene, placing }).map((id) => scene.get(id))
  return { doc, scene, place }
}

test('[M1] [UX UM4] on an empty board a drawing lies where it lay, in no group of its own', async () => {
  const { place } = await board()
  expect(place({ near: { x: 1000, y: 500 } })).toMatchObject([
    { id: 'a', x: 0, y: 0, groupIds: [] },
    { id: 'b', x: 100, y: 0, groupIds: [] },
  ])
})

test('[UX UM4] on a board that holds something it lies near a point as one group, over nothing', async () => {
  const { scene, place } = await board()
  place({ near: { x: 0, y: 0 } })
  const free = place({ near: { x: 1000, y: 500 } })
  expect(free).toMatchObject([
    { x: 925, y: 475 },
    { x: 1025, y: 475 },
  ])
  for (let i = 0; i < 8; i++) {
    const added = place({ near: { x: 75, y: 25 } })
    expect(added[0]?.id).not.toBe('a')
    expect(new Set(added.map((element) => element?.groupIds.join())).size).toBe(1)
    expect(added[0]?.groupIds).toHaveLength(1)
  }
  const boxes = scene.all().map(boxOf)
  for (const [i, box] of boxes.entries())
    expect(boxes.slice(i + 1).filter((other) => overlap(box, other))).toEqual([])
})

test('[UX UM4] where nothing near is free it lies beside everything', async () => {
  const { doc, place } = await board()
  const wall = { id: 'wall', type: 'rectangle' as const, x: -9000, y: -9000, width: 18_000, height: 18_000 }
  writeChanges(doc, [{ before: undefined, after: wall }], { origin: 'test' })
  expect(place({ near: { x: 0, y: 0 } })[0]).toMatchObject({ x: 9080, y: -9000 })
})

test('work that was set aside goes to its own place, as it was', async () => {
  const { place } = await board()
  place('its-own-place')
  expect(place('its-own-place')).toMatchObject([
    { x: 0, y: 0, groupIds: [] },
    { x: 100, y: 0, groupIds: [] },
  ])
})

/** Boards that somebody filled with what is costly to draw: the page stays one that answers and can be drawn on. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { blobs } from '../../apps/server/src/database/schema.ts'
import { en } from '../../apps/web/src/words/en.ts'
import { MIGRATIONS, costlySvg, rectangle } from '../contracts/http-app.ts'
import { createBoard } from '../support/boards.ts'
import type { TestBoard } from '../support/boards.ts'
import { connect } from '../support/client.ts'
import type { Person } from './person.ts'
import { SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()
const SPOT = { x: 500, y: 400, width: 160, height: 120 }
const HUGE = { backgroundColor: '#ffc9c9', fillStyle: 'hachure' }

/** The faults' own two, and their kin. */
const COSTLY: Readonly<Record<string, Record<string, unknown>>> = {
  '1e7 x 1e7 with stroke width 1': { ...HUGE, width: 1e7, height: 1e7, strokeWidth: 1 },
  '1e6 x 1e6 with stroke width 0.001': { ...HUGE, width: 1e6, height: 1e6, strokeWidth: 0.001 },
  'dots over 1e5 x 1e5': { ...HUGE, width: 1e5, height: 1e5, strokeWidth: 1, fillStyle: 'dots' },
}

const linkTo = (board: TestBoard) => `${here.server.origin}/b/${board.id}#k=${board.keys.editor}`

/** A program writes elements into the document itself. */
async function write(board: TestBoard, elements: readonly Record<string, unknown>[]): Promise<void> {
  const client = connect(here.server.origin, board.id, { key: board.keys.editor, params: { saved: '1' } })
  await client.synced()
  client.doc.transact(() => {
    for (const base of elements) client.elements.set(String(base['id']), new Y.Map([['base', base]]))
  })
  await client.allSaved()
  client.close()
}

/** The page answers and is drawn on; resolves with how many elements the server then has more. */
async function drawsOne(person: Person, board: TestBoard): Promise<number> {
  await person.page.waitForFunction(() => true, undefined, { timeout: 20_000 })
  const count = async () => (await person.scene(board.id)).elements.length
  const before = await count()
  await person.drawRectangle(SPOT)
  await expect.poll(count, SCENE_PATIENCE).toBeGreaterThan(before)
  return (await count()) - before
}

test.each(Object.entries(COSTLY))(
  '[fault V4] a rectangle of %s that is stored already',
  async (_name, size) => {
    const board = await createBoard(here.server.origin)
    await write(board, [rectangle('costly', size)])
    const kim = await here.arrive('Kim')
    await kim.open(linkTo(board))
    expect(await drawsOne(kim, board)).toBe(1)
  },
)

test('[fault V4] a file with all of them, imported while the board is open', async () => {
  const board = await createBoard(here.server.origin)
  const kim = await here.arrive('Kim')
  await kim.open(linkTo(board))
  const elements = Object.values(COSTLY).map((size, i) => rectangle(`costly-${i}`, size))
  const answer = await fetch(`${here.server.origin}/api/boards/${board.id}/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${board.keys.editor}` },
    body: JSON.stringify({ type: 'excalidraw', elements }),
  })
  expect(answer.status).toBe(201)
  expect(await drawsOne(kim, board)).toBe(1)
})

test('[fault V4] five thousand elements that are each within the bound', async () => {
  const board = await createBoard(here.server.origin)
  const size = { ...HUGE, width: 2000, height: 2000, strokeWidth: 1 }
  await write(
    board,
    Array.from({ length: 5_000 }, (_, i) => rectangle(`many-${i}`, size)),
  )
  const kim = await here.arrive('Kim')
  await kim.open(linkTo(board))
  expect(await drawsOne(kim, board)).toBe(1)
})

test('[fault V4] the same pasted, exported as a picture, and replayed', async () => {
  const kim = await here.arrive('Kim')
  const id = await kim.makeBoard(here.server.origin)
  const elements = Object.values(COSTLY).map((size, i) => rectangle(`costly-${i}`, size))
  await kim.paste(JSON.stringify({ type: 'excalidraw/clipboard', elements }))
  await expect.poll(async () => (await kim.scene(id)).elements.length, SCENE_PATIENCE).toBe(elements.length)
  const { bytes } = await kim.download(en.board.exportPng)
  expect(bytes.length).toBeGreaterThan(100)
  await kim.page.goto(`${here.server.origin}/b/${id}/replay`)
  await kim.page.locator('canvas.static').waitFor()
  await kim.page.waitForFunction(() => true, undefined, { timeout: 20_000 })
})

/** Puts an image on a board as if it had been stored before its cost was looked at. */
async function storeCostlySvg(board: TestBoard): Promise<void> {
  const image = { width: 200, height: 200, fileId: 'costly', status: 'saved' }
  await write(board, [rectangle('image', { type: 'image', ...image })])
  const kept = await fetch(`${here.server.origin}/api/boards/${board.id}/files?fileId=costly`, {
    method: 'POST',
    headers: { 'content-type': 'image/svg+xml', authorization: `Bearer ${board.keys.editor}` },
    body: `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><title>${board.id}</title></svg>`,
  })
  expect(kept.status).toBe(201)
  await here.server.kill('SIGTERM')
  const database = await openDatabase({ databaseUrl: undefined, dataDir: here.server.dataDir }, MIGRATIONS)
  const bytes = Buffer.from(costlySvg(30))
  await database.queries.update(blobs).set({ bytes, size: bytes.length })
  await database.close()
  await here.server.restart()
}

test('[fault V4] an SVG of 2^30 rectangles that is stored already', async () => {
  const board = await createBoard(here.server.origin)
  await storeCostlySvg(board)
  const kim = await here.arrive('Kim')
  const loaded = kim.page.waitForResponse(/\/files\/costly$/)
  await kim.open(linkTo(board))
  expect((await loaded).status()).toBe(200)
  expect(await drawsOne(kim, board)).toBe(1)
  await kim.page.goto(`${here.server.origin}/b/${board.id}/replay`)
  await kim.page.locator('canvas.static').waitFor()
  await kim.page.waitForFunction(() => true, undefined, { timeout: 20_000 })
})

test('[fault V4] the same dropped on a board, and pasted inside a drawing', async () => {
  const kim = await here.arrive('Kim')
  const id = await kim.makeBoard(here.server.origin)
  const bytes = costlySvg(30)
  await kim.page.locator('canvas.interactive').evaluate((canvas, text) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([text], 'costly.svg', { type: 'image/svg+xml' }))
    canvas.dispatchEvent(new DragEvent('drop', { bubbles: true, clientX: 400, clientY: 300, dataTransfer }))
  }, bytes)
  await kim.page.getByText(en.problems['image-too-large']).waitFor()
  const dataURL = `data:image/svg+xml;base64,${Buffer.from(bytes).toString('base64')}`
  const image = rectangle('image', {
    type: 'image',
    width: 90,
    height: 90,
    fileId: 'costly',
    status: 'saved',
  })
  const files = { costly: { id: 'costly', mimeType: 'image/svg+xml', dataURL, created: 1 } }
  await kim.paste(
    JSON.stringify({ type: 'excalidraw/clipboard', elements: [image, rectangle('beside')], files }),
  )
  await expect.poll(async () => (await kim.scene(id)).elements.length, SCENE_PATIENCE).toBe(1)
  await kim.page.waitForFunction(() => true, undefined, { timeout: 20_000 })
})

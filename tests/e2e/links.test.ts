/** Links to an object of a board, and what of a drawing is in view first. */
import { describe, expect, test } from 'vitest'
import { createBoard, type TestBoard } from '../support/boards.ts'
import type { Person } from './person.ts'
import { PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()

/** The middle of the drawing, away from the tools. */
const MIDDLE = { x: 540, y: 340, width: 200, height: 160 }
const SHEET = { x: 200, y: 130, width: 900, height: 560 }
const MISSING = 'The linked object is not on this board any more.'
const BACK = 'Scroll back to content'
const RED = '#ffc9c9'
const BLUE = '#a5d8ff'

const box = (id: string, x: number, y: number, color: string, more: object = {}) => ({
  id,
  type: 'rectangle',
  x,
  y,
  width: 200,
  height: 150,
  backgroundColor: color,
  strokeColor: color,
  fillStyle: 'solid',
  roughness: 0,
  ...more,
})

async function boardWith(...elements: object[]): Promise<TestBoard> {
  const board = await createBoard(here.server.origin)
  await importInto(board, elements)
  return board
}

async function importInto({ id, keys }: TestBoard, elements: readonly object[]): Promise<void> {
  const answer = await fetch(`${here.server.origin}/api/boards/${id}/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.editor}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'excalidraw', version: 2, elements, appState: {} }),
  })
  expect(answer.status).toBe(201)
}

const twoBoxes = (more: object = {}) =>
  boardWith(box('boxone', 0, 0, RED, more), box('boxtwo', 3000, 1500, BLUE))

const addressOf = ({ id }: TestBoard, search = '') => `${here.server.origin}/b/${id}${search}`

/** Comes in by a link of the board; `search` stands in front of its key. */
async function enter(person: Person, board: TestBoard, role: 'editor' | 'viewer', search = '') {
  await person.page.goto(`${addressOf(board, search)}#k=${board.keys[role]}`)
  await person.sayName()
  await person.ready()
}

describe('[fault P4] a link to an object', () => {
  test('finds it once the drawing has loaded, for those who come in by it and for those who are in', async () => {
    const board = await twoBoxes()
    const kim = await here.arrive('Kim')
    await enter(kim, board, 'editor', '?element=boxtwo')
    await kim.seesColor(MIDDLE, BLUE)
    expect(await kim.page.getByText(/wasn't found/).count()).toBe(0)
    const lee = await here.arrive('Lee')
    await enter(lee, board, 'viewer')
    await lee.page.goto(addressOf(board, '?element=boxtwo'))
    await lee.ready()
    await lee.seesColor(MIDDLE, BLUE)
    await lee.page.goto(addressOf(board, '?element=boxone'))
    await lee.ready()
    await lee.seesColor(MIDDLE, RED)
  })

  test('leads to a group, too, by either name', async () => {
    const board = await boardWith(
      box('boxone', 0, 0, RED),
      box('left', 3000, 1500, BLUE, { groupIds: ['pair'] }),
      box('right', 3200, 1500, BLUE, { groupIds: ['pair'] }),
    )
    const kim = await here.arrive('Kim')
    await enter(kim, board, 'viewer', '?element=pair')
    await kim.seesColor(MIDDLE, BLUE)
    await kim.page.goto(addressOf(board, '?groupId=pair'))
    await kim.ready()
    await kim.seesColor(MIDDLE, BLUE)
    expect(await kim.page.getByText(MISSING).count()).toBe(0)
  })

  test('that stands on another element moves the view, without loading the page again', async () => {
    const board = await createBoard(here.server.origin)
    await importInto(board, [
      box('boxone', 0, 0, RED, { link: addressOf(board, '?element=boxtwo') }),
      box('boxtwo', 3000, 1500, BLUE),
    ])
    const kim = await here.arrive('Kim')
    await enter(kim, board, 'editor', '?element=boxone')
    await kim.seesColor(MIDDLE, RED)
    let loads = 0
    kim.page.on('load', () => (loads += 1))
    await kim.select([640, 420])
    const link = kim.page.locator('.excalidraw-hyperlinkContainer-link')
    await link.waitFor()
    await link.click()
    await kim.seesColor(MIDDLE, BLUE)
    expect([loads, kim.context.pages().length]).toEqual([0, 1])
  })

  test('says so where the object was deleted, and shows the drawing', async () => {
    const board = await twoBoxes()
    const kim = await here.arrive('Kim')
    await enter(kim, board, 'editor', '?element=boxtwo')
    await kim.seesColor(MIDDLE, BLUE)
    await kim.select([640, 420])
    await kim.page.keyboard.press('Delete')
    await kim.seesNothing(MIDDLE)
    await kim.seesSaveState('saved')
    const lee = await here.arrive('Lee')
    await enter(lee, board, 'viewer', '?element=boxtwo')
    await lee.page.getByText(MISSING).waitFor()
    await lee.seesColorIn(SHEET, RED)
    expect(await kim.page.getByText(MISSING).count()).toBe(0)
  })

  test('that is copied by Excalidraw’s menu names the board and the object, and nothing else', async () => {
    const board = await twoBoxes()
    const kim = await here.arrive('Kim', { permissions: ['clipboard-read', 'clipboard-write'] })
    await enter(kim, board, 'editor', '?element=boxtwo&utm=1')
    await kim.seesColor(MIDDLE, BLUE)
    await kim.page.mouse.click(640, 420, { button: 'right' })
    await kim.page.getByText('Copy link to object').click()
    await expect
      .poll(() => kim.page.evaluate(() => navigator.clipboard.readText()), PATIENCE)
      .toBe(addressOf(board, '?element=boxtwo'))
  })
})

describe('[fault P5] the first view', () => {
  const far = [
    box('far', 20_000, 20_000, BLUE, { width: 100, height: 100 }),
    box('near', 0, 0, RED, { width: 100, height: 100 }),
  ]

  test('of two shapes that are far apart shows one, on a screen and on a phone', async () => {
    const board = await boardWith(...far)
    const kim = await here.arrive('Kim')
    await enter(kim, board, 'editor')
    await kim.seesColorIn(SHEET, RED, 4000)
    const lee = await here.arrive('Lee', { viewport: { width: 390, height: 844 } })
    await enter(lee, board, 'viewer')
    await lee.seesColorIn({ x: 20, y: 130, width: 350, height: 560 }, RED, 4000)
    for (const { page } of [kim, lee]) expect(await page.getByText(BACK).count()).toBe(0)
  })

  test('of the replay shows some of the drawing, too', async () => {
    const board = await boardWith(...far)
    const kim = await here.arrive('Kim')
    await enter(kim, board, 'editor')
    await kim.page.goto(`${addressOf(board)}/replay`)
    await kim.seesColorIn({ x: 200, y: 130, width: 900, height: 400 }, RED, 4000)
    expect(await kim.page.getByText(BACK).count()).toBe(0)
  })

  test('does not keep the drawing from becoming a picture, and a copy that is too large says what to do', async () => {
    const board = await boardWith(...far)
    const kim = await here.arrive('Kim', { permissions: ['clipboard-read', 'clipboard-write'] })
    await enter(kim, board, 'editor')
    await kim.seesColorIn(SHEET, RED, 4000)
    const { bytes } = await kim.download('Picture (PNG)')
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
    expect(width * height).toBeLessThanOrEqual(41_000_000)
    expect(width).toBeGreaterThan(2000)
    await kim.page.mouse.click(300, 600, { button: 'right' })
    await kim.page.getByText('Copy to clipboard as PNG').click()
    const words = kim.page.getByText('The drawing is too wide for one picture.')
    await words.waitFor()
  })
})

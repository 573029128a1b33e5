/** Drawings that come in beside what is there: from the page and from the API. */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import type { Person, Scene } from './person.ts'
import { world } from './world.ts'

const here = world()

const box = (id: string, x: number, y: number, more: object = {}) => ({
  id,
  type: 'rectangle',
  x,
  y,
  width: 120,
  height: 80,
  backgroundColor: '#a5d8ff',
  fillStyle: 'solid',
  ...more,
})
const file = JSON.stringify({
  type: 'excalidraw',
  version: 2,
  elements: [
    box('one', 0, 0, { groupIds: ['inner'] }),
    box('two', 200, 0, { groupIds: ['inner'] }),
    box('three', 400, 200),
  ],
  appState: {},
})

type Element = Scene['elements'][number]
const groupsOf = (element: Element) => element['groupIds'] as string[]
const alive = async (person: Person, board: string) =>
  (await person.scene(board)).elements.filter(({ isDeleted }) => !isDeleted)

const hasCount = (person: Person, board: string, count: number) =>
  expect.poll(async () => (await alive(person, board)).length, SCENE_PATIENCE).toBe(count)

/** The elements in threes, each a drawing that came in. */
const threes = (elements: readonly Element[]) =>
  [0, 1, 2, 3].map((i) => elements.slice(3 * i, 3 * i + 3)).filter((some) => some.length > 0)

function boxOf(elements: readonly Element[]) {
  const side = (of: (element: Element) => number, most: boolean) =>
    (most ? Math.max : Math.min)(...elements.map(of))
  return {
    left: side(({ x }) => x, false),
    top: side(({ y }) => y, false),
    right: side(({ x, width }) => x + width, true),
    bottom: side(({ y, height }) => y + height, true),
  }
}

/** No two of the drawings have a point in common. */
function expectApart(drawings: readonly (readonly Element[])[]) {
  const boxes = drawings.map(boxOf)
  for (const [i, one] of boxes.entries()) {
    for (const other of boxes.slice(i + 1)) {
      const meet =
        one.left <= other.right &&
        other.left <= one.right &&
        one.top <= other.bottom &&
        other.top <= one.bottom
      expect([one, other, meet]).toEqual([one, other, false])
    }
  }
}

/** All of one drawing are in one outermost group, and its own groups are inside of it. */
function expectGrouped(drawing: readonly Element[]) {
  const outermost = new Set(drawing.map((element) => groupsOf(element).at(-1)))
  expect([outermost.size, outermost.has(undefined)]).toEqual([1, false])
  const [one, two, three] = drawing.map(groupsOf)
  expect([one?.length, three?.length]).toEqual([2, 1])
  expect(one).toEqual(two)
}

async function pasteFile(person: Person, name: string, content: string): Promise<void> {
  await person.page.mouse.move(640, 430)
  await person.page.evaluate(
    ({ name, content }) => {
      const data = new DataTransfer()
      data.items.add(new File([content], name, { type: '' }))
      document.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    },
    { name, content },
  )
}

test('[UX UM4] drop, menu and paste each lay a drawing beside the others, grouped, selected and in view; undo takes it back', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee')
  const board = await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
  // [M1] On an empty board it is the file's drawing.
  await kim.dropFile('first.excalidraw', file)
  await hasCount(lee, board, 3)
  const first = await alive(lee, board)
  expect(first.map(({ id, x, y }) => [id, x, y])).toEqual([
    ['one', 0, 0],
    ['two', 200, 0],
    ['three', 400, 200],
  ])
  expect(first.map(groupsOf)).toEqual([['inner'], ['inner'], []])

  await kim.dropFile('second.excalidraw', file)
  await hasCount(lee, board, 6)
  await kim.page.locator('input[type="file"][accept*=".excalidraw,"]').setInputFiles({
    name: 'third.excalidraw',
    mimeType: 'application/json',
    buffer: Buffer.from(file),
  })
  await hasCount(lee, board, 9)
  await pasteFile(kim, 'fourth.excalidraw', file)
  await hasCount(lee, board, 12)
  const drawings = threes(await alive(lee, board))
  expect(drawings).toHaveLength(4)
  expectApart(drawings)
  for (const drawing of drawings.slice(1)) expectGrouped(drawing)

  // What came in last is selected: it goes by one key, for everyone, and comes back.
  await kim.page.locator('canvas.interactive').focus()
  await kim.page.keyboard.press('Delete')
  await hasCount(lee, board, 9)
  await kim.page.keyboard.press('Control+z')
  await hasCount(lee, board, 12)
  // Then the import itself is one step.
  await kim.page.keyboard.press('Control+z')
  await hasCount(lee, board, 9)
  expect((await alive(lee, board)).map(({ id }) => id)).toEqual(
    drawings
      .slice(0, 3)
      .flat()
      .map(({ id }) => id),
  )
})

test('[UX UM4] a drawing that finds no room near the view is scrolled to', async () => {
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  const tiles = Array.from({ length: 100 }, (_, i) =>
    box(`tile${i}`, (i % 10) * 1000 - 5000, Math.floor(i / 10) * 1000 - 5000, {
      width: 1000,
      height: 1000,
      backgroundColor: 'transparent',
    }),
  )
  await kim.dropFile('tiles.excalidraw', JSON.stringify({ type: 'excalidraw', elements: tiles }))
  await hasCount(kim, board, 100)
  await kim.dropFile('drawing.excalidraw', file)
  await hasCount(kim, board, 103)
  const [placed] = threes((await alive(kim, board)).slice(100))
  expectGrouped(placed ?? [])
  expect(boxOf(placed ?? []).left).toBe(5080)
  await kim.seesColorIn({ x: 200, y: 130, width: 900, height: 560 }, '#a5d8ff', 4000)
})

test('[UX UM3] others are told of a drawing that somebody adds or clears, and are taken to it', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee')
  const board = await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
  await kim.drawRectangle({ x: 400, y: 300, width: 100, height: 80 })
  await hasCount(lee, board, 1)
  const elements = Array.from({ length: 12 }, (_, i) =>
    box(`b${i}`, i * 150, 0, { backgroundColor: '#b2f2bb' }),
  )
  await kim.dropFile('twelve.excalidraw', JSON.stringify({ type: 'excalidraw', elements }))
  await lee.page.getByText('Kim added 12 elements at once.').waitFor()
  expect(await kim.page.getByText('Kim added 12 elements at once.').count()).toBe(0)
  await lee.page.getByRole('button', { name: 'Show them' }).click()
  await lee.seesColorIn({ x: 60, y: 130, width: 1160, height: 560 }, '#b2f2bb', 8000)

  await kim.page.evaluate(
    async ({ board, elements }) => {
      await fetch(`/api/boards/${board}/import`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'excalidraw', elements }),
      })
    },
    { board, elements },
  )
  for (const { page } of [kim, lee]) await page.getByText('A program added 12 elements at once.').waitFor()
  const drawings = await alive(lee, board)
  expectApart([drawings.slice(1, 13), drawings.slice(13)])

  await kim.page.keyboard.press('Escape')
  await kim.page.getByTestId('main-menu-trigger').click()
  await kim.page.getByText(en.canvas.clear).click()
  await kim.page.getByRole('button', { name: en.canvas.clearConfirm }).click()
  await lee.page.getByText('Kim cleared the drawing.').waitFor()
  await hasCount(lee, board, 0)
  await expect.poll(() => kim.page.getByText('Kim cleared the drawing.').count(), PATIENCE).toBe(0)
})

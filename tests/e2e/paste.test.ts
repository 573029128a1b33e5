/** What is pasted as text: elements from another board or another Excalidraw, and Mermaid. */
import { beforeEach, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import type { Person } from './person.ts'
import { SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()
const SHEET = { x: 250, y: 150, width: 780, height: 560 }
let kim: Person
let lee: Person
let board: string

beforeEach(async () => {
  kim = await here.arrive('Kim')
  lee = await here.arrive('Lee')
  board = await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
})

/** What has the keyboard after a dialog was closed. */
const shareButton = () => kim.page.getByRole('button', { name: en.board.share })

const typesOnBoard = async () => (await lee.scene(board)).elements.map(({ type }) => type).sort()

test('[M5] elements copied elsewhere are pasted with what holds them together, and one undo takes them away', async () => {
  const common = { angle: 0, strokeColor: '#1e1e1e', seed: 1, version: 3, versionNonce: 3, groupIds: [] }
  const elements = [
    {
      ...common,
      id: 'queue',
      type: 'rectangle',
      x: 0,
      y: 0,
      width: 200,
      height: 90,
      boundElements: [
        { id: 'label', type: 'text' },
        { id: 'flow', type: 'arrow' },
      ],
    },
    {
      ...common,
      id: 'label',
      type: 'text',
      x: 60,
      y: 30,
      width: 80,
      height: 25,
      text: 'Orders',
      originalText: 'Orders',
      fontSize: 20,
      fontFamily: 5,
      textAlign: 'center',
      verticalAlign: 'middle',
      containerId: 'queue',
    },
    {
      ...common,
      id: 'flow',
      type: 'arrow',
      x: 205,
      y: 45,
      width: 120,
      height: 0,
      points: [
        [0, 0],
        [120, 0],
      ],
      startBinding: { elementId: 'queue', focus: 0, gap: 5 },
      endBinding: null,
    },
  ]
  await kim.paste(JSON.stringify({ type: 'excalidraw/clipboard', elements, files: {} }))
  await lee.seesInk(SHEET)
  await expect.poll(typesOnBoard, SCENE_PATIENCE).toEqual(['arrow', 'rectangle', 'text'])
  const scene = await lee.scene(board)
  const [shape, text, arrow] = ['rectangle', 'text', 'arrow'].map((type) =>
    scene.elements.find((element) => element.type === type),
  )
  expect(shape?.id).not.toBe('queue')
  expect(text?.['containerId']).toBe(shape?.id)
  expect(arrow?.['startBinding']).toMatchObject({ elementId: shape?.id })
  await kim.page.keyboard.press('Control+z')
  await lee.seesNothing(SHEET)
  expect(await typesOnBoard()).toEqual([])
})

test('pasted Mermaid becomes shapes for all', async () => {
  await kim.paste('flowchart LR\n  A[Checkout] --> B[Payments]\n  B --> C[(Ledger)]')
  await lee.seesInk(SHEET)
  await expect
    .poll(async () => (await typesOnBoard()).filter((type) => type === 'arrow').length, SCENE_PATIENCE)
    .toBe(2)
  const words = (await lee.scene(board)).elements.map((element) => element['originalText'])
  expect(words).toEqual(expect.arrayContaining(['Checkout', 'Payments', 'Ledger']))
})

test('while a button of the page has the keyboard, what is pasted still lands on the drawing', async () => {
  await shareButton().focus()
  await kim.paste('written elsewhere')
  await lee.seesInk(SHEET)
  expect(await typesOnBoard()).toEqual(['text'])
})

test('while a field has the keyboard, the drawing takes nothing of what is pasted', async () => {
  await kim.page.getByRole('button', { name: en.board.editTitle.replace('{{title}}', '') }).click()
  const field = kim.page.getByRole('textbox', { name: en.board.title })
  await kim.paste('written elsewhere')
  await field.press('Escape')
  await kim.drawRectangle({ x: 500, y: 300, width: 200, height: 120 })
  await expect.poll(typesOnBoard, SCENE_PATIENCE).toEqual(['rectangle'])
})

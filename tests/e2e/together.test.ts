/**
 * Two people at two browsers on one board, end to end: what one does, the other sees. Everything runs as it ships:
 * the built page, the built server, the embedded database.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { checkoutPath } from '../support/drawings.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()
/** Where there is drawing and no tool stands before it. A board opens with all of its drawing in view. */
const SHEET = { x: 100, y: 200, width: 1080, height: 520 }
let kim: Person
let lee: Person
let board: string

beforeEach(async () => {
  kim = await here.arrive('Kim')
  lee = await here.arrive('Lee')
  board = await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
})

describe('two people on one board', () => {
  test('[M2] what one draws, the other sees, and both are saved', async () => {
    await kim.drawRectangle({ x: 400, y: 200, width: 120, height: 80 })
    await lee.seesInk({ x: 380, y: 180, width: 160, height: 120 })
    await lee.drawRectangle({ x: 700, y: 300, width: 120, height: 80 })
    await kim.seesInk({ x: 680, y: 280, width: 160, height: 120 })
    await Promise.all([kim.seesSaveState('saved'), lee.seesSaveState('saved')])
    const { elements } = await lee.scene(board)
    expect(elements.map((element) => element.type)).toEqual(['rectangle', 'rectangle'])
  })

  test('[M6] a stroke is seen while it is drawn', async () => {
    await kim.beginStroke([
      [400, 300],
      [420, 320],
      [460, 330],
      [500, 300],
      [540, 340],
    ])
    await lee.seesInk({ x: 390, y: 280, width: 170, height: 80 })
    await kim.page.mouse.move(640, 400)
    await kim.page.mouse.up()
    await lee.seesInk({ x: 600, y: 370, width: 50, height: 40 })
    await kim.seesSaveState('saved')
    expect((await lee.scene(board)).elements.map(({ type }) => type)).toEqual(['freedraw'])
  })

  test('[S7] each sees the other by name, and where the other points', async () => {
    await kim.page.getByRole('button', { name: en.people.follow.replace('{{name}}', 'Lee') }).waitFor()
    await lee.page.getByRole('button', { name: en.people.follow.replace('{{name}}', 'Kim') }).waitFor()
    await lee.page.mouse.move(600, 400)
    await lee.page.mouse.move(640, 420)
    const label = kim.page.locator('main').getByText('Lee', { exact: true })
    const isBesideIt = async () => {
      const box = await label.boundingBox()
      return box !== null && Math.hypot(box.x - 640, box.y - 420) < 40
    }
    await expect.poll(isBesideIt, PATIENCE).toBe(true)
  })

  test('[M3] one moves a shape while the other colours it, and both survive', async () => {
    await kim.drawRectangle({ x: 400, y: 200, width: 120, height: 80 })
    await lee.seesInk({ x: 380, y: 180, width: 160, height: 120 })
    await lee.page.mouse.click(400, 240)
    await lee.page
      .getByRole('button', { name: /ffc9c9/i })
      .first()
      .waitFor()
    await kim.page.locator('canvas.interactive').focus()
    await kim.page.keyboard.press('v')
    await kim.page.mouse.move(400, 240)
    await kim.page.mouse.down()
    await kim.page.mouse.move(450, 340)
    await lee.page
      .getByRole('button', { name: /ffc9c9/i })
      .first()
      .click()
    await expect
      .poll(async () => (await lee.scene(board)).elements[0]?.['backgroundColor'], SCENE_PATIENCE)
      .toBe('#ffc9c9')
    await kim.page.mouse.move(500, 440)
    await kim.page.mouse.up()
    await kim.seesInk({ x: 480, y: 380, width: 160, height: 120 })
    await lee.seesInk({ x: 480, y: 380, width: 160, height: 120 })
    await kim.seesSaveState('saved')
    const [shape] = (await kim.scene(board)).elements
    expect(shape?.['backgroundColor']).toBe('#ffc9c9')
    expect((await lee.scene(board)).elements).toEqual((await kim.scene(board)).elements)
  })

  test('[M12] a pasted image is seen by the other, by one who joins later, and after a restart', async () => {
    await kim.pasteImage(300, 200, '#c2255c')
    await expect
      .poll(async () => (await lee.scene(board)).elements.map((element) => element['status']), SCENE_PATIENCE)
      .toEqual(['saved'])
    const middle = { x: 600, y: 350, width: 80, height: 80 }
    await lee.seesColor(middle, '#c2255c')
    const late = await here.arrive('Noor')
    await late.open(await kim.linkFor('viewer'))
    await late.seesColor(middle, '#c2255c')
    await here.server.kill()
    await here.server.restart()
    await lee.page.reload()
    await lee.ready()
    await lee.seesColor(middle, '#c2255c')
  })

  test('[M1] a dropped drawing appears for both and comes out as it went in', async () => {
    const file = checkoutPath()
    await kim.dropFile('checkout.excalidraw', JSON.stringify(file))
    await expect
      .poll(async () => (await lee.scene(board)).elements.length, SCENE_PATIENCE)
      .toBe(file.elements.length)
    const { elements } = await lee.scene(board)
    expect(elements.map((element) => element.id)).toEqual(file.elements.map((element) => element.id))
  })

  test('a file that is no drawing is refused with a reason, and the board is untouched', async () => {
    await kim.drawRectangle({ x: 400, y: 200, width: 120, height: 80 })
    await kim.dropFile('notes.excalidraw', '{"type":"something else"}')
    await kim.page.getByText(en.problems['not-a-drawing']).waitFor()
    expect((await lee.scene(board)).elements).toHaveLength(1)
  })

  test('[A1] a viewer sees all and can change nothing', async () => {
    const viewer = await here.arrive('Vi')
    await viewer.open(await kim.linkFor('viewer'))
    await kim.drawRectangle({ x: 400, y: 200, width: 120, height: 80 })
    await viewer.seesInk({ x: 380, y: 180, width: 160, height: 120 })
    await viewer.drawRectangle({ x: 700, y: 300, width: 120, height: 80 })
    await kim.drawRectangle({ x: 400, y: 500, width: 120, height: 80 })
    await expect.poll(async () => (await viewer.scene(board)).elements.length, SCENE_PATIENCE).toBe(2)
    expect((await viewer.scene(board)).elements.map(({ x }) => x)).toEqual(
      (await kim.scene(board)).elements.map(({ x }) => x),
    )
    await kim.seesNothing({ x: 680, y: 280, width: 160, height: 120 })
  })

  test('[M8] undo takes back one’s own change and leaves the other’s', async () => {
    await kim.drawRectangle({ x: 400, y: 200, width: 120, height: 80 })
    await lee.seesInk({ x: 380, y: 180, width: 160, height: 120 })
    await lee.drawRectangle({ x: 700, y: 300, width: 120, height: 80 })
    await kim.seesInk({ x: 680, y: 280, width: 160, height: 120 })
    await kim.page.locator('canvas.interactive').focus()
    await kim.page.keyboard.press('Control+z')
    await lee.seesNothing({ x: 380, y: 180, width: 160, height: 120 })
    await kim.seesInk({ x: 680, y: 280, width: 160, height: 120 })
    expect((await lee.scene(board)).elements).toHaveLength(1)
  })
})

describe('[S3] the connection and the server come and go', () => {
  test('drawing goes on offline, a reload keeps it, and on return both have everything', async () => {
    await kim.drawRectangle({ x: 400, y: 200, width: 120, height: 80 })
    await lee.seesInk({ x: 380, y: 180, width: 160, height: 120 })
    await lee.goOffline()
    const one = await lee.ink(SHEET)
    await lee.drawRectangle({ x: 700, y: 300, width: 120, height: 80 })
    await kim.drawRectangle({ x: 400, y: 500, width: 120, height: 80 })
    await lee.page.reload()
    await lee.seesSaveState('offline')
    await lee.seesInk(SHEET, 'static', 1.5 * one)
    await lee.comeBack()
    await kim.seesSaveState('saved')
    await kim.seesInk({ x: 680, y: 280, width: 160, height: 120 })
    await lee.seesInk(SHEET, 'static', 2.5 * one)
    expect((await lee.scene(board)).elements).toHaveLength(3)
  })

  test('a kill -9 while both draw, a restart, and both go on without reloading, nothing missing', async () => {
    await kim.drawRectangle({ x: 300, y: 200, width: 100, height: 80 })
    await lee.drawRectangle({ x: 500, y: 200, width: 100, height: 80 })
    await here.server.kill()
    await Promise.all([kim.seesSaveState('offline'), lee.seesSaveState('offline')])
    await kim.drawRectangle({ x: 700, y: 200, width: 100, height: 80 })
    await lee.drawRectangle({ x: 900, y: 200, width: 100, height: 80 })
    await here.server.restart()
    await Promise.all([kim.seesSaveState('saved'), lee.seesSaveState('saved')])
    for (const x of [280, 480, 680, 880]) {
      await kim.seesInk({ x, y: 180, width: 140, height: 120 })
      await lee.seesInk({ x, y: 180, width: 140, height: 120 })
    }
    expect((await kim.scene(board)).elements).toHaveLength(4)
  })
})

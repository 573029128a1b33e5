/**
 * Two people who do something to the same element at the same moment, each with mouse and keyboard at a browser of
 * their own: what comes out is what both meant, and on both screens.
 */
import { beforeEach, expect, test } from 'vitest'
import type { Person, Scene } from './person.ts'
import { SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()
const RED = '#e03131'
/** A shape in the middle, where it is grabbed, and where it is taken. */
const SHAPE = { x: 560, y: 320, width: 160, height: 100 }
const EDGE = [560, 370] as const
const AWAY = [560, 590] as const
const MOVED = { ...SHAPE, y: SHAPE.y + AWAY[1] - EDGE[1] }
let kim: Person
let lee: Person
let board: string

/** An area with a margin for the roughness of a hand. */
const around = ({ x, y, width, height }: typeof SHAPE) => ({
  x: x - 15,
  y: y - 15,
  width: width + 30,
  height: height + 30,
})

/** What the server answers to Kim, as often as it is asked. */
const drawn =
  <T>(read: (scene: Scene) => T) =>
  async (): Promise<T> =>
    read(await kim.scene(board))

beforeEach(async () => {
  kim = await here.arrive('Kim')
  lee = await here.arrive('Lee')
  board = await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
  await kim.drawRectangle(SHAPE)
  await lee.seesInk(around(SHAPE))
})

test('[M3] [M13] one colours a shape while the other drags it: the drag goes on, and both come out', async () => {
  await kim.select(EDGE)
  await lee.takeHold([EDGE, [560, 450], [560, 520]])
  await kim.chooseStroke(RED)
  await expect
    .poll(
      drawn(({ elements }) => elements[0]?.['strokeColor']),
      SCENE_PATIENCE,
    )
    .toBe(RED)
  await lee.page.mouse.move(...AWAY)
  await lee.page.mouse.up()
  for (const person of [kim, lee]) {
    await person.seesColorIn(around(MOVED), RED)
    await person.seesNothing({ ...around(SHAPE), height: 80 })
  }
  await expect
    .poll(
      drawn(({ elements }) => elements.map(({ strokeColor }) => strokeColor)),
      SCENE_PATIENCE,
    )
    .toEqual([RED])
})

test('[M4] [M13] both type into one label, and every letter is there', async () => {
  await kim.typeInto(SHAPE, 'checkout')
  await kim.page.keyboard.press('Escape')
  await lee.seesInk({ x: 600, y: 350, width: 80, height: 40 })
  await kim.typeInto(SHAPE, 'the ', 'Home')
  await lee.typeInto(SHAPE, ' path', 'End')
  await lee.page.keyboard.press('Escape')
  await expect
    .poll(
      drawn(({ elements }) => elements.find(({ type }) => type === 'text')?.['originalText']),
      SCENE_PATIENCE,
    )
    .toBe('the checkout path')
  // The caret is still where it was: Lee's letters came behind it.
  await kim.page.keyboard.type('whole ')
  await kim.page.keyboard.press('Escape')
  await expect
    .poll(
      drawn(({ elements }) => elements.find(({ type }) => type === 'text')?.['originalText']),
      SCENE_PATIENCE,
    )
    .toBe('the whole checkout path')
})

test('[M5] both attach arrows to one shape, and both arrows follow it', async () => {
  await Promise.all([
    kim.beginArrow([
      [300, 370],
      [420, 370],
      [557, 370],
    ]),
    lee.beginArrow([
      [980, 370],
      [860, 370],
      [723, 370],
    ]),
  ])
  await Promise.all([kim.page.mouse.up(), lee.page.mouse.up()])
  const attached = ({ elements }: Scene) => {
    const shape = elements.find(({ type }) => type === 'rectangle')
    const arrows = elements.filter(({ type }) => type === 'arrow')
    const bound = shape?.['boundElements'] as readonly { id: string }[] | undefined
    return {
      ends: arrows.map(
        (arrow) => (arrow['endBinding'] as { elementId: string } | null)?.elementId === shape?.id,
      ),
      listed: bound?.map(({ id }) => id).sort(),
      arrows: arrows.map(({ id }) => id).sort(),
    }
  }
  await expect
    .poll(
      drawn((scene) => attached(scene).ends),
      SCENE_PATIENCE,
    )
    .toEqual([true, true])
  const { listed, arrows } = attached(await kim.scene(board))
  expect(listed).toEqual(arrows)
  await lee.seesInk({ x: 300, y: 350, width: 200, height: 40 })
  await kim.page.keyboard.press('Escape')
  await kim.move([
    [640, 320],
    [640, 420],
    [640, 560],
  ])
  // An arrow's end went down with the shape: it is drawn where nothing was.
  for (const person of [kim, lee]) await person.seesInk({ x: 430, y: 450, width: 100, height: 120 })
  await expect
    .poll(
      drawn((scene) => attached(scene).ends),
      SCENE_PATIENCE,
    )
    .toEqual([true, true])
})

test('[M7] [M13] one deletes what the other drags: it stays deleted, and undoing that brings it back moved', async () => {
  await kim.select(EDGE)
  await lee.takeHold([EDGE, [560, 450], AWAY])
  await kim.page.keyboard.press('Delete')
  await expect
    .poll(
      drawn(({ elements }) => elements.length),
      SCENE_PATIENCE,
    )
    .toBe(0)
  await lee.page.mouse.up()
  for (const person of [kim, lee]) {
    await person.seesNothing(around(MOVED))
    await person.seesNothing(around(SHAPE))
  }
  await kim.page.keyboard.press('Control+z')
  for (const person of [kim, lee]) await person.seesInk(around(MOVED))
  await expect
    .poll(
      drawn(({ elements }) => elements.length),
      SCENE_PATIENCE,
    )
    .toBe(1)
})

test('[M8] [M13] one undoes while the other goes on with a stroke: the stroke is whole, the shape is gone', async () => {
  await lee.beginStroke([
    [300, 600],
    [340, 620],
    [380, 600],
  ])
  await kim.seesInk({ x: 290, y: 590, width: 100, height: 40 })
  await kim.page.locator('canvas.interactive').focus()
  await kim.page.keyboard.press('Control+z')
  await lee.seesNothing(around(SHAPE))
  await lee.page.mouse.move(420, 620)
  await lee.page.mouse.move(460, 600)
  await lee.page.mouse.up()
  await kim.seesInk({ x: 430, y: 590, width: 40, height: 40 })
  await kim.seesNothing(around(SHAPE))
  await expect
    .poll(
      drawn(({ elements }) => elements.map(({ type }) => type)),
      SCENE_PATIENCE,
    )
    .toEqual(['freedraw'])
})

test('[M8] one undoes the colour of an arrow that the other has meanwhile moved: it stays where it is', async () => {
  await kim.beginArrow([
    [300, 370],
    [420, 370],
    [557, 370],
  ])
  await kim.page.mouse.up()
  await kim.chooseStroke(RED)
  const arrow = drawn(({ elements }) => elements.find(({ type }) => type === 'arrow'))
  const color = async () => (await arrow())?.['strokeColor']
  const points = async () => (await arrow())?.['points']
  await expect.poll(color, SCENE_PATIENCE).toBe(RED)
  const before = await points()
  await lee.seesColorIn({ x: 300, y: 350, width: 200, height: 40 }, RED)
  await lee.move([
    [640, 320],
    [640, 420],
    [640, 560],
  ])
  await kim.seesColorIn({ x: 430, y: 450, width: 100, height: 120 }, RED)
  await lee.seesSaveState('saved')
  const moved = await points()
  expect(moved).not.toEqual(before)
  await kim.page.locator('canvas.interactive').focus()
  await kim.page.keyboard.press('Control+z')
  await expect.poll(color, SCENE_PATIENCE).not.toBe(RED)
  expect(await points()).toEqual(moved)
})

/** A board of many elements in two browsers, without a clock: what is counted is what a step costs. */
import { describe, expect, test } from 'vitest'
import { createBoard } from '../support/boards.ts'
import { PATIENCE } from './person.ts'
import type { Person, Scene } from './person.ts'
import { world } from './world.ts'

const here = world()

const COUNT = 2000
const SIDE = 50

/** COUNT boxes on a board, with Kim and Lee on it. */
async function largeBoard() {
  const { id, keys } = await createBoard(here.server.origin)
  const elements = Array.from({ length: COUNT }, (_, i) => ({
    id: `e${i}`,
    type: 'rectangle',
    x: (i % SIDE) * 150,
    y: Math.floor(i / SIDE) * 100,
    width: 100,
    height: 60,
    backgroundColor: '#ffc9c9',
    fillStyle: 'solid',
  }))
  const answer = await fetch(`${here.server.origin}/api/boards/${id}/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.editor}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'excalidraw', elements }),
  })
  expect(answer.status).toBe(201)
  const link = `${here.server.origin}/b/${id}#k=${keys.editor}`
  return { id, link }
}

const leftmost = ({ elements }: Scene) => Math.min(...elements.map(({ x }) => x))

/** Selects everything and drags it by so many steps of eight pixels; each step is drawn before the next begins. */
async function dragAll(person: Person, steps: number): Promise<void> {
  const { page } = person
  await page.locator('canvas.interactive').focus()
  await page.keyboard.press('v')
  await page.keyboard.press('Control+a')
  await page.mouse.move(640, 430)
  await page.mouse.down()
  for (let i = 1; i <= steps; i++) {
    await page.mouse.move(640 + 8 * i, 430)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
  await page.mouse.up()
}

describe('[fault P9] many elements that are moved at once', () => {
  test('cost in proportion to their number, reach the other page, and are saved', async () => {
    const { id, link } = await largeBoard()
    const kim = await here.arrive('Kim')
    const lee = await here.arrive('Lee')
    // Counts how much is copied out of large sets: Excalidraw once copied all that is dragged for each that is dragged.
    await kim.page.addInitScript(() => {
      const counted = window as unknown as { copied: number }
      counted.copied = 0
      const from = Array.from.bind(Array) as (...given: unknown[]) => unknown[]
      Array.from = ((...given: unknown[]) => {
        const list = from(...given)
        if (list.length >= 500) counted.copied += list.length
        return list
      }) as typeof Array.from
    })
    let frames = 0
    let bytes = 0
    kim.page.on('websocket', (socket) => {
      if (!socket.url().includes('/sync')) return
      socket.on('framesent', ({ payload }) => {
        frames += 1
        bytes += payload.length
      })
    })
    await kim.open(link)
    await lee.open(link)
    const before = leftmost(await lee.scene(id))
    const copied = () => kim.page.evaluate(() => (window as unknown as { copied: number }).copied)
    const [copiedBefore, framesBefore, bytesBefore] = [await copied(), frames, bytes]
    const steps = 5
    await dragAll(kim, steps)
    await kim.seesSaveState('saved')
    // Some lists of all a step, and no list of all for each of all: that would be 2,000 times as much.
    expect((await copied()) - copiedBefore).toBeLessThan(20 * COUNT * (steps + 2))
    // One update a step, besides presence, and some dozens of bytes for each element in it.
    expect(frames - framesBefore).toBeLessThan(20 * (steps + 2))
    expect(bytes - bytesBefore).toBeLessThan(60 * COUNT * (steps + 2))
    const after = leftmost(await kim.scene(id))
    expect(after).toBeGreaterThan(before)
    await lee.seesSaveState('saved')
    await expect
      .poll(
        async () =>
          leftmost(JSON.parse((await lee.download('Drawing (.excalidraw)')).bytes.toString()) as Scene),
        {
          ...PATIENCE,
          interval: 1000,
        },
      )
      .toBe(after)
  })
})

describe('[fault P9] a page that stood still', () => {
  test('comes back online without a hand, and has what others drew meanwhile', async () => {
    const { id, link } = await largeBoard()
    const kim = await here.arrive('Kim')
    const lee = await here.arrive('Lee')
    await lee.page.clock.install()
    await kim.open(link)
    await lee.open(link)
    // As a laptop whose lid was closed: nothing ran, and all timers are due at once.
    await lee.page.clock.fastForward('30:00')
    await dragAll(kim, 3)
    await kim.seesSaveState('saved')
    await lee.page.clock.fastForward('05:00')
    await lee.seesSaveState('saved')
    const wanted = leftmost(await kim.scene(id))
    await expect
      .poll(
        async () =>
          leftmost(JSON.parse((await lee.download('Drawing (.excalidraw)')).bytes.toString()) as Scene),
        {
          ...PATIENCE,
          interval: 1000,
        },
      )
      .toBe(wanted)
  })
})

/**
 * What somebody does on a board while the page is measured: each piece of work takes about five seconds by the clock,
 * as it would by hand, and then the next begins.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { BoardScene, writeChanges } from '@gamelan/board-model'
import type { Page } from 'playwright-core'
import type { Client } from '../../support/client.ts'

/** Changes a second of one who draws or drags. */
const RATE = 25
const SECONDS = 5

export type Work = (page: Page, other: Client) => Promise<void>

async function inSteps(step: (i: number) => Promise<void> | void): Promise<void> {
  const begun = performance.now()
  for (let i = 0; i < RATE * SECONDS; i++) {
    await step(i)
    await pause(Math.max(0, begun + ((i + 1) * 1000) / RATE - performance.now()))
  }
}

export const WORKS: Readonly<Record<string, Work>> = {
  'nothing is done': () => pause(SECONDS * 1000),
  'another drags a shape': async (_page, other) => {
    const scene = new BoardScene(other.doc)
    const shape = scene.all().find(({ type }) => type === 'rectangle')
    if (!shape) throw new Error('no shape on the board')
    let before = shape
    await inSteps((i) => {
      const after = { ...before, x: shape.x + i * 2, y: shape.y + i }
      writeChanges(other.doc, [{ before, after }], { origin: 'bench' })
      before = after
    })
    scene.destroy()
  },
  'drawing a stroke': async (page) => {
    await page.keyboard.press('p')
    await page.mouse.move(300, 300)
    await page.mouse.down()
    await inSteps((i) => page.mouse.move(300 + i * 4, 400 + 80 * Math.sin(i / 6)))
    await page.mouse.up()
    await page.keyboard.press('v')
  },
  'dragging a shape': async (page) => {
    await page.keyboard.press('r')
    await page.mouse.move(400, 400)
    await page.mouse.down()
    await page.mouse.move(520, 480)
    await page.mouse.up()
    await page.mouse.move(400, 440)
    await page.mouse.down()
    await inSteps((i) => page.mouse.move(400 + i * 2, 440 + i))
    await page.mouse.up()
    await page.keyboard.press('Escape')
  },
  panning: async (page) => {
    await page.mouse.move(640, 430)
    await inSteps((i) => page.mouse.wheel(i % 50 < 25 ? 40 : -40, 25))
  },
}

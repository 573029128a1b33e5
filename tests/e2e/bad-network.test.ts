/** Pages behind a network that loses packets in silence, and tabs that close while it is gone. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { createSwallowing } from '../support/swallowing.ts'
import { Person, SCENE_PATIENCE } from './person.ts'

let server: RunningServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
})

afterAll(async () => {
  await browser.close()
  await server.stop()
})

const countOf = async (person: Person, board: string) => (await person.scene(board)).elements.length

test('[fault P1] after an outage in which packets vanish, the page is saved soon after the line is good', async () => {
  const network = await createSwallowing(server.origin)
  const kim = await Person.arrive(browser, 'Kim', network.url.replace(/\/$/, ''))
  const board = await kim.makeBoard(network.url)
  await kim.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await kim.seesSaveState('saved')
  // No event says that the line is gone, nor that it is back.
  const tried = kim.page.waitForEvent('websocket', {
    predicate: (socket) => socket.url().includes('/sync/'),
    timeout: 60_000,
  })
  network.swallow()
  await kim.drawRectangle({ x: 620, y: 320, width: 140, height: 90 })
  // This try was swallowed, and is never answered.
  await tried
  network.pass()
  await kim.page.getByRole('button', { name: /^Saved\. / }).waitFor({ timeout: 30_000 })
  expect(await countOf(kim, board)).toBe(2)
  await kim.leave()
  network.stop()
})

test('[fault P7] work drawn offline in a tab that was then closed is sent by the tab that comes back', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  const board = await kim.makeBoard(server.origin)
  const address = kim.page.url()
  const second = await kim.context.newPage()
  await second.goto(address)
  await second.getByRole('button', { name: /^Saved\. / }).waitFor()
  await kim.page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await kim.context.setOffline(true)
  await kim.page.bringToFront()
  await kim.seesSaveState('offline')
  await kim.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await second.bringToFront()
  await second.getByRole('button', { name: /^Offline\. / }).waitFor()
  await second.locator('canvas.interactive').focus()
  await second.keyboard.press('r')
  await second.mouse.move(640, 420)
  await second.mouse.down()
  await second.mouse.move(700, 480)
  await second.mouse.move(780, 520)
  await second.mouse.up()
  await second.close()
  await kim.page.bringToFront()
  await kim.comeBack()
  await expect.poll(() => countOf(kim, board), SCENE_PATIENCE).toBe(2)
  await kim.seesSaveState('saved')
  await kim.leave()
})

test('[fault P7] a tab that stays connected sends what another tab left behind', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  const board = await kim.makeBoard(server.origin)
  const second = await kim.context.newPage()
  // Its own connection goes nowhere; all else works.
  await second.routeWebSocket(/\/sync\//, () => undefined)
  await second.goto(kim.page.url())
  await second.locator('canvas.interactive').waitFor()
  await expect.poll(() => second.getByText('Loading the drawing').count(), SCENE_PATIENCE).toBe(0)
  await second.locator('canvas.interactive').focus()
  await second.keyboard.press('r')
  await second.mouse.move(640, 420)
  await second.mouse.down()
  await second.mouse.move(700, 480)
  await second.mouse.move(780, 520)
  await second.mouse.up()
  await second.close()
  await kim.page.bringToFront()
  await expect.poll(() => countOf(kim, board), SCENE_PATIENCE).toBe(1)
  await kim.leave()
})

/** A page whose work the server does not take: nothing that was drawn is lost (S5a). */
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import type { WebSocketRoute } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import type { Person } from './person.ts'
import { SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()
const MINE = { x: 500, y: 300, width: 200, height: 120 }
let kim: Person
let lee: Person
let board: string
/** From now on the server hears nothing of what Kim's page says; then it refuses it. */
let refuse: (draw: () => Promise<void>) => Promise<void>

beforeEach(async () => {
  kim = await here.arrive('Kim')
  lee = await here.arrive('Lee')
  const sockets: WebSocketRoute[] = []
  let isHeard = true
  await kim.page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer()
    sockets.push(socket)
    socket.onMessage((frame) => {
      if (isHeard) server.send(frame)
    })
  })
  refuse = async (draw) => {
    isHeard = false
    await draw()
    isHeard = true
    await sockets.at(-1)?.close({ code: CLOSE_CODES.refused })
  }
  board = await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
  await kim.drawRectangle({ x: 300, y: 250, width: 100, height: 80 })
  await kim.seesSaveState('saved')
})

const button = (name: string) => kim.page.getByRole('button', { name, exact: true })
const count = async () => (await lee.scene(board)).elements.filter(({ isDeleted }) => !isDeleted).length

test('[S5a] what was not taken is set aside, and is put back as new elements where it was', async () => {
  await refuse(() => kim.drawRectangle(MINE))
  await button(en.states.startAfresh).click()
  await kim.page.getByText(en.aside.explain_one).waitFor()
  await kim.seesNothing({ x: 480, y: 340, width: 40, height: 60 })
  expect(await count()).toBe(1)
  await button(en.aside.add).click()
  await lee.seesInk({ x: 490, y: 340, width: 20, height: 60 })
  await expect.poll(count, SCENE_PATIENCE).toBe(2)
  await kim.page.reload()
  await kim.ready()
  expect(await kim.page.getByText(en.aside.title).count()).toBe(0)
})

test('[S5a] what is refused before the first was decided on is set aside beside it', async () => {
  await refuse(() => kim.drawRectangle(MINE))
  await button(en.states.startAfresh).click()
  await kim.page.getByText(en.aside.explain_one).waitFor()
  await refuse(() => Promise.resolve())
  await button(en.states.startAfresh).click()
  await button(en.aside.add).click()
  await expect.poll(count, SCENE_PATIENCE).toBe(2)
})

test('[S5a] it is offered until it is taken or thrown away, and can be had as a file', async () => {
  await refuse(() => kim.drawRectangle(MINE))
  await button(en.states.startAfresh).click()
  await button(en.aside.download).waitFor()
  await kim.page.reload()
  const [download] = await Promise.all([kim.page.waitForEvent('download'), button(en.aside.download).click()])
  expect(download.suggestedFilename()).toMatch(/\.excalidraw$/)
  await button(en.aside.drop).click()
  await button(en.aside.dropSure).click()
  await kim.page.reload()
  await kim.ready()
  expect(await kim.page.getByText(en.aside.title).count()).toBe(0)
  expect(await count()).toBe(1)
})

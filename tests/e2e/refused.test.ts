/** A page whose work the server does not take: nothing that was drawn is lost (S5a). */
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import type { WebSocketRoute } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { connect } from '../support/client.ts'
import type { Person } from './person.ts'
import { SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world({ LIMIT_HISTORY_BYTES_PER_BOARD: String(1024 * 1024) })
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

/** Programs write as much as the board's history takes. */
async function fillHistory(): Promise<void> {
  const key = new URL(await kim.linkFor('editor')).hash.replace('#k=', '')
  for (let bytes = 512 * 1024; bytes > 16;) {
    const program = connect(here.server.origin, board, { key, params: { saved: '1' } })
    await program.synced()
    const refused = new Promise<boolean>((resolve) => {
      program.provider.on('connection-close', () => resolve(true))
    })
    program.doc.getMap('large').set('value', 'x'.repeat(bytes))
    if (await Promise.race([refused, program.allSaved().then(() => false)])) bytes /= 2
    program.close()
  }
}

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

test('[A6] on a board whose history is full the page says so, and keeps what was drawn last', async () => {
  await fillHistory()
  await kim.drawRectangle(MINE)
  await kim.page.getByRole('dialog', { name: en.states.historyFullTitle }).waitFor()
  await button(en.states.startAfresh).click()
  await kim.page.getByText(en.aside.explain_one).waitFor()
  expect(await count()).toBe(1)
  // Who draws nothing stays, and one who comes is let in.
  const ada = await here.arrive('Ada')
  await ada.open(await lee.linkFor('viewer'))
  await ada.seesInk({ x: 200, y: 150, width: 880, height: 500 })
})

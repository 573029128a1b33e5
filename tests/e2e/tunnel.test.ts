/** A session whose line breaks, or whose page begins anew: nothing is done that nobody meant by then, and the page says so. */
import type { Request } from '@gamelan/protocol/session/commands'
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { openSession, type SessionClient } from '../support/session-client.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { shownChange } from './player.ts'
import { world } from './world.ts'

const here = world()
const words = en.session

const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })

/** A board with two changes, its maker, and another facilitator whose line can be cut. */
async function two() {
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  for (const x of [420, 620]) await kim.drawRectangle({ x, y: 320, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(board)).elements.length, SCENE_PATIENCE).toBe(2)
  const lee = await here.arriveByLine('Lee')
  await lee.open(await kim.linkFor('facilitator'))
  return { kim, lee, board }
}

/** Kim opens a private round, and Lee goes to their board in it. */
async function drawsAlone(kim: Person, lee: Person): Promise<void> {
  await kim.openTool('rounds')
  await kim.page.getByRole('textbox', { name: words.rounds.question }).fill('What is slow?')
  await button(kim, words.rounds.open).click()
  await button(lee, words.rounds.drawAlone).click()
  await lee.page.getByText(words.rounds.onlyYou).waitFor()
}

/** What the server says of the session to Kim. */
async function asKim({ context }: Person, board: string): Promise<SessionClient> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  return openSession(here.server.origin, board, { headers: { cookie } })
}

const replayOf = ({ page }: Person, board: string) =>
  page.goto(`${new URL(page.url()).origin}/b/${board}/replay`)

/** These words are said, and not taken back for a moment, while the server is asked twice more for what is at this address. */
async function stands({ page }: Person, said: string, address: string): Promise<void> {
  const element = await page.getByText(said).elementHandle(PATIENCE)
  const watched = await element?.evaluateHandle((node) => {
    const seen = { words: node.textContent, isSteady: true }
    new MutationObserver(() => {
      if (!node.isConnected || node.textContent !== seen.words) seen.isSteady = false
    }).observe(document, { childList: true, characterData: true, subtree: true })
    return seen
  })
  for (let times = 0; times < 2; times++) {
    await page.waitForEvent('requestfailed', (request) => request.url().includes(address))
  }
  await page.evaluate(() => new Promise(requestAnimationFrame))
  expect(await watched?.evaluate(({ isSteady }) => isSteady)).toBe(true)
  expect(await element?.isVisible()).toBe(true)
}

test('[M13] in a tunnel the panel says so, and what is asked there is refused at once, and not done later', async () => {
  const { kim, lee } = await two()
  for (const person of [kim, lee]) await person.openTool('agenda')
  await lee.goOffline()
  await lee.page.getByText(words.away).waitFor()
  for (let times = 0; times < 2; times++) {
    await button(lee, words.agenda.template).click()
    await lee.page.getByRole('menuitem', { name: 'Arriving' }).click()
    await lee.page.getByText(words.refused.away).waitFor()
  }
  // What was filled in stays, and is sent when it can be.
  await button(lee, words.agenda.add).click()
  const dialog = lee.page.getByRole('dialog')
  await dialog.getByLabel(words.agenda.blockTitle).fill('On-call')
  await dialog.getByRole('button', { name: words.agenda.addIt }).click()
  await lee.comeBack()
  await lee.page.getByText(words.away).waitFor({ state: 'hidden' })
  await dialog.getByRole('button', { name: words.agenda.addIt }).click()
  await dialog.waitFor({ state: 'hidden' })
  await button(kim, words.agenda.startOf.replace('{{title}}', 'On-call')).waitFor()
  expect(await button(kim, words.agenda.startOf.replace('{{title}}', 'Arriving')).count()).toBe(0)
})

test('who leads a replay leads on after a reload, and can end it from another window', async () => {
  const { kim, lee, board } = await two()
  const back = lee.page.url()
  await replayOf(kim, board)
  await expect.poll(() => shownChange(kim), PATIENCE).toBeGreaterThan(1)
  await button(kim, en.replay.lead).click()
  const ledBy = lee.page.getByText(en.replay.ledBy.replace('{{name}}', 'Kim'))
  await ledBy.waitFor()

  await kim.page.reload()
  await kim.page.getByText(en.replay.leading).waitFor()
  await expect.poll(() => shownChange(kim), PATIENCE).toBeGreaterThan(0)
  await kim.page.keyboard.press('Home')
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(1)

  // Another window of theirs does not lead as well.
  const other = await kim.context.newPage()
  await other.goto(`${here.server.origin}/b/${board}/replay`)
  await other.getByText(en.replay.leadingElsewhere).waitFor()
  await other.goto(`${here.server.origin}/b/${board}`)
  await other.getByText(en.replay.leadingElsewhere).waitFor()
  await other.getByRole('button', { name: en.replay.stopLeading }).click()
  await kim.page.getByText(en.replay.leadingOver).waitFor()
  expect(await kim.page.getByText(en.replay.leading).count()).toBe(0)
  await lee.page.waitForURL(back)
})

test('[M13] who fills a dialog in is not taken to a replay, and is offered it', async () => {
  const { kim, lee, board } = await two()
  await lee.openTool('agenda')
  await button(lee, words.agenda.add).click()
  const dialog = lee.page.getByRole('dialog')
  await dialog.getByLabel(words.agenda.blockTitle).fill('On-call')
  // Their hand is on no field just then.
  await dialog.getByRole('heading').click()
  await replayOf(kim, board)
  await expect.poll(() => shownChange(kim), PATIENCE).toBeGreaterThan(1)
  await button(kim, en.replay.lead).click()
  await lee.page.getByText(en.replay.shownBy.replace('{{name}}', 'Kim')).waitFor()
  expect(await dialog.getByLabel(words.agenda.blockTitle).inputValue()).toBe('On-call')
})

test('a leader in a tunnel reads that nobody sees it; what they did there the others see after it', async () => {
  const { kim, lee, board } = await two()
  await replayOf(lee, board)
  await expect.poll(() => shownChange(lee), PATIENCE).toBeGreaterThan(1)
  await button(lee, en.replay.lead).click()
  await kim.page.getByText(en.replay.ledBy.replace('{{name}}', 'Lee')).waitFor()
  await lee.cutLine()
  await lee.page.getByText(en.replay.leadingAway).waitFor()
  await lee.page.keyboard.press('Home')
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(1)
  await lee.leaveTunnel()
  await lee.page.getByText(en.replay.leading).waitFor()
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(1)
})

test('a page of a board opens in a tunnel as the board does, says so without a flicker, and goes on by itself', async () => {
  const { lee, board } = await two()
  await lee.page.goto(`${new URL(lee.page.url()).origin}/b/${board}/replay?at=2`)
  await expect.poll(() => shownChange(lee), PATIENCE).toBeGreaterThan(1)
  await lee.cutLine()
  await lee.page.reload()
  await stands(lee, en.replay.failedTitle, '/history')
  await lee.leaveTunnel()
  await expect.poll(() => shownChange(lee), PATIENCE).toBeGreaterThan(1)
})

test('who is removed while they draw alone is told so, and no more is promised', async () => {
  const { kim, lee } = await two()
  await drawsAlone(kim, lee)
  await button(kim, en.board.menu).click()
  await kim.page.getByRole('menuitem', { name: en.members.open }).click()
  const dialog = kim.page.getByRole('dialog', { name: en.members.title })
  await dialog.getByRole('button', { name: en.members.remove.replace('{{name}}', 'Lee') }).click()
  await dialog.getByRole('button', { name: en.members.removeConfirm, exact: true }).click()
  // Access to their own board of the round is derived from the session's: it ends with that [fault V5].
  await lee.page.getByText(en.states.removedTitle).waitFor()
  expect(await lee.page.getByText(words.rounds.onlyYou).count()).toBe(0)
  expect(await lee.page.getByRole('switch', { name: words.rounds.ready }).count()).toBe(0)

  // Nobody waits for them.
  const now = kim.page.getByRole('region', { name: words.rounds.now })
  const row = now.getByRole('listitem').filter({ hasText: 'Lee' })
  await row.getByText(words.rounds.state.gone).waitFor()
  await now.getByText(words.rounds.readyCount.replace('{{ready}}', '0').replace('{{all}}', '1')).waitFor()
})

test('dialogs that are opened in a tunnel say why they have nothing, without a flicker, and fill by themselves', async () => {
  const { kim, lee } = await two()
  const choose = async ({ page }: Person, item: string) => {
    await page.getByRole('button', { name: en.board.menu }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const dialog = lee.page.getByRole('dialog')
  await choose(kim, en.series.openNew)
  await kim.page.getByRole('dialog').getByLabel(en.series.name, { exact: true }).fill('Tuesday gamelan')
  await kim.page.getByRole('dialog').getByRole('button', { name: en.series.make }).click()
  await kim.page.getByRole('dialog').getByLabel(en.series.link, { exact: true }).waitFor()
  // Of the series their page hears as it begins.
  await lee.page.reload()
  await lee.ready()
  await lee.page.getByRole('button', { name: 'Series: Tuesday gamelan' }).waitFor()
  await lee.goOffline()

  await lee.page.getByRole('button', { name: 'Series: Tuesday gamelan' }).click()
  await stands(lee, en.common.away, '/api/series/')
  await lee.leaveTunnel()
  await dialog.getByLabel(en.series.link, { exact: true }).waitFor()
  await lee.page.keyboard.press('Escape')
  await lee.comeBack()

  await lee.page.locator('canvas.interactive').focus()
  await lee.page.keyboard.press('ControlOrMeta+a')
  await lee.goOffline()
  await choose(lee, en.erase.openSelected)
  await stands(lee, en.erase.notPlanned.replace('{{why}}', en.common.away), '/erase')
  expect(await dialog.getByText(en.erase.looking).count()).toBe(0)
  await lee.leaveTunnel()
  await dialog.getByText(en.erase.forEver).waitFor()
})

test('a search in a tunnel leaves the list and the hand where they are, says so, and is answered after it', async () => {
  const { kim, lee } = await two()
  await kim.nameBoard('Checkout path')
  await lee.page.goto(new URL(lee.page.url()).origin)
  const card = lee.page.getByRole('link', { name: 'Checkout path' })
  await card.waitFor()
  await lee.cutLine()
  const search = lee.page.getByRole('searchbox', { name: en.home.search })
  await search.click()
  await lee.page.keyboard.type('zebra')
  await stands(lee, en.home.awaySearch.replace('{{query}}', 'zebra'), 'q=zebra')
  expect(await card.isVisible()).toBe(true)
  await lee.page.keyboard.type('s')
  await stands(lee, en.home.awaySearch.replace('{{query}}', 'zebras'), 'q=zebras')
  expect(await search.inputValue()).toBe('zebras')
  // What was found before the tunnel is there, and not as if it were of now.
  await lee.page.keyboard.press('Escape')
  await lee.page.getByText(en.home.away).waitFor()
  expect(await card.isVisible()).toBe(true)
  await lee.page.keyboard.type('zebra')
  await lee.leaveTunnel()
  // No socket says that the server is there again: the page tries once a minute in the end.
  await lee.page.getByText(en.home.nothingFoundTitle).waitFor({ timeout: 90_000 })
  expect(await search.evaluate((field) => field === document.activeElement)).toBe(true)
})

test('[S2] a round that is opened in a tunnel says that there is no session, leads back, and opens by itself after it', async () => {
  const { kim, lee, board } = await two()
  await drawsAlone(kim, lee)
  await button(kim, words.rounds.reveal).click()
  await kim.page.getByRole('dialog').getByRole('button', { name: words.rounds.reveal }).click()
  await lee.page.waitForURL(/\/rounds\//)
  const drawing = lee.page.getByRole('region', { name: 'Drawing of Lee' })
  await drawing.getByText(words.rounds.empty).waitFor()
  await lee.cutLine()
  await lee.page.reload()
  await lee.page.getByRole('heading', { name: words.rounds.awayTitle }).waitFor()
  const back = lee.page.getByRole('link', { name: words.rounds.toBoard })
  expect(await back.getAttribute('href')).toBe(`/b/${board}`)
  await lee.leaveTunnel()
  await drawing.getByText(words.rounds.empty).waitFor()
  expect(await back.count()).toBe(0)
})

test('a line that was typed in a tunnel is added after it, also where its page has gone by then', async () => {
  const { kim, lee, board } = await two()
  const session = await asKim(kim, board)
  const text = { theme: 'DNS', who: '', what: 'What is a zone?', where: '', plain: '' }
  for (const request of [
    { type: 'add-theme', text },
    { type: 'play', plays: true },
    { type: 'draw-person' },
    { type: 'draw-theme' },
    { type: 'begin-turn', minutes: 5 },
  ] satisfies Request[])
    expect(await session.ask(request)).toMatchObject({ ok: true })
  const steps = () => session.state.wheel.turns[0]?.steps.map(({ text }) => text)
  const more = lee.page.getByRole('textbox', { name: words.wheel.addStep, exact: true })
  const write = async (text: string) => {
    await more.fill(text)
    await more.press('Enter')
  }
  await lee.openTool('wheel')
  await lee.goOffline()
  await write('of a page loaded anew')
  await lee.page.reload()
  await lee.page.locator('canvas.interactive').waitFor()
  await lee.leaveTunnel()
  await session.until(() => steps()?.length === 1)

  await more.waitFor()
  await lee.goOffline()
  await write('of a page left behind')
  await lee.page.getByRole('link', { name: en.board.back, exact: true }).click()
  await lee.page.waitForURL((url) => url.pathname === '/')
  await lee.leaveTunnel()
  await lee.page.goBack()
  await session.until(() => steps()?.length === 2)

  await lee.page.reload()
  await lee.ready()
  // Whatever it had asked again was asked before this.
  await write('of now')
  await session.until(() => steps()?.length === 3)
  expect(steps()).toEqual(['of a page loaded anew', 'of a page left behind', 'of now'])
  session.end()
})

test('Stop, pressed in a tunnel, ends what was led once the line is back', async () => {
  const { kim, lee, board } = await two()
  const back = kim.page.url()
  const session = await asKim(kim, board)
  const ledBy = () => session.state.attention.replay?.by ?? null
  await replayOf(lee, board)
  await expect.poll(() => shownChange(lee), PATIENCE).toBeGreaterThan(1)
  await button(lee, en.replay.lead).click()
  await kim.page.getByText(en.replay.ledBy.replace('{{name}}', 'Lee')).waitFor()
  const leesId = ledBy()
  await lee.cutLine()
  await lee.page.getByText(en.replay.leadingAway).waitFor()
  await button(lee, en.replay.stopLeading).click()
  await lee.page.getByText(en.replay.leadingAway).waitFor({ state: 'hidden' })
  expect(await lee.page.getByText(en.replay.leadingElsewhere).count()).toBe(0)
  await lee.leaveTunnel()
  await kim.page.waitForURL(back)
  await session.until(() => ledBy() === null)
  // By them, and not by the server for want of them.
  expect(session.events.find(({ type }) => type === 'replay-ended')?.by).toBe(leesId)
  session.end()
})

test('the panel is found as it was left, with what is half typed in it', async () => {
  const { kim, board } = await two()
  const back = kim.page.url()
  const question = kim.page.getByRole('textbox', { name: words.rounds.question })
  await kim.openTool('rounds')
  await question.fill('What happens wh')
  await kim.openTool('wheel')
  await kim.openTool('rounds')
  expect(await question.inputValue()).toBe('What happens wh')
  await replayOf(kim, board)
  await expect.poll(() => shownChange(kim), PATIENCE).toBeGreaterThan(1)
  await kim.page.goto(back)
  await question.waitFor()
  expect(await question.inputValue()).toBe('What happens wh')
  await kim.closePanel()
  const told = kim.page.waitForResponse((response) => response.url().endsWith(`/api/boards/${board}`))
  await kim.page.reload()
  await told
  await kim.ready()
  expect(await question.count()).toBe(0)
  await kim.openTool('people')
})

test('a board that is drawn alone and loaded anew in a tunnel says so, and is the round’s again after it', async () => {
  const { kim, lee } = await two()
  await drawsAlone(kim, lee)
  await lee.ready()
  await lee.cutLine()
  await lee.page.reload()
  await lee.page.getByText(words.rounds.barAway).waitFor()
  await lee.leaveTunnel()
  await lee.page.getByText(words.rounds.onlyYou).waitFor()
  expect(await lee.page.getByText(words.rounds.barAway).count()).toBe(0)
})

/**
 * A pivot onto a fresh board, in real browsers: it belongs to the session, so that whoever may come onto the session's board
 * may come there, whenever they came; strip, timer and panel are the same on both, and what is on one board is offered on the
 * other.
 */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { openSession } from '../support/session-client.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { shownChange } from './player.ts'
import { world } from './world.ts'

const here = world()
const { agenda, attention, pivot } = en.session

const withName = (words: string, name: string) => words.replace('{{name}}', name)
const withTitle = (words: string, title: string) => words.replace('{{title}}', title)
const boardOf = ({ page }: Person) => new URL(page.url()).pathname.split('/')[2] ?? ''
const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })
const strip = ({ page }: Person) => page.getByRole('region', { name: en.session.strip })

/** What the strip's timer shows, in seconds. */
async function secondsShown(person: Person): Promise<number> {
  const digits = await strip(person).getByRole('timer').innerText()
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}

const cookieOf = async ({ context }: Person) =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')

/** Kim facilitates a block on their board, Lee draws; then Kim pivots onto a fresh board. */
async function pivoted() {
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  await kim.nameBoard('Checkout path')
  const link = await kim.linkFor('editor')
  const lee = await here.arrive('Lee')
  await lee.open(link)
  await kim.openTool('agenda')
  await button(kim, agenda.template).click()
  await kim.page.getByRole('menuitem', { name: 'Arriving' }).click()
  await button(kim, withTitle(agenda.startOf, 'Arriving')).click()
  await button(kim, pivot.open).click()
  const dialog = kim.page.getByRole('dialog', { name: pivot.title })
  await dialog.getByLabel(pivot.reason).fill('The status page is down')
  await dialog.getByLabel(pivot.to).fill('Root certificates')
  await dialog.getByLabel(pivot.fresh).check()
  await dialog.getByRole('button', { name: pivot.confirm }).click()
  await expect.poll(() => boardOf(kim), PATIENCE).not.toBe(board)
  await kim.ready()
  return { kim, lee, board, link, fresh: boardOf(kim) }
}

test('whoever pivots goes along; the others, and who comes only then, get there by the offer, and back again', async () => {
  const { kim, lee, board, link, fresh } = await pivoted()
  await kim.page.getByRole('link', { name: withTitle(en.board.partOf, 'Checkout path') }).waitFor()
  const elsewhere = withTitle(pivot.elsewhere, 'Root certificates')
  await lee.page.getByText(elsewhere).waitFor()
  expect(boardOf(lee)).toBe(board)
  await button(lee, pivot.goThere).click()
  await lee.ready()
  expect(boardOf(lee)).toBe(fresh)
  expect(await lee.page.getByText(elsewhere).count()).toBe(0)
  // They have been there all along.
  expect(await lee.page.getByText(en.session.late.welcome).count()).toBe(0)

  // Who joins the session's board only now.
  const mo = await here.arrive('Mo')
  await mo.open(link)
  await button(mo, pivot.goThere).click()
  await mo.ready()
  expect(boardOf(mo)).toBe(fresh)
  await mo.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await expect.poll(async () => (await lee.scene(fresh)).elements.length, SCENE_PATIENCE).toBe(1)
  expect((await lee.scene(board)).elements).toEqual([])

  // The links of the session's board are shared from there, too.
  expect(await mo.linkFor('editor')).toBe(link)

  // One timer, whichever board.
  const ina = await here.arrive('Ina')
  await ina.open(link)
  await button(ina, pivot.stay).click()
  await expect.poll(() => button(ina, pivot.goThere).count(), PATIENCE).toBe(0)
  expect(boardOf(ina)).toBe(board)
  for (const person of [lee, ina]) await strip(person).getByText('Root certificates').waitFor()
  const [there, onSession] = await Promise.all([secondsShown(lee), secondsShown(ina)])
  expect(there).toBeGreaterThan(19 * 60)
  expect(Math.abs(there - onSession)).toBeLessThanOrEqual(1)

  // Back, when the next block is played on the session's board.
  await kim.openTool('agenda')
  await button(kim, agenda.takeUp).click()
  await button(kim, withTitle(agenda.startOf, 'Arriving')).click()
  await lee.page.getByText(withTitle(pivot.elsewhere, 'Arriving')).waitFor()
  expect(boardOf(lee)).toBe(fresh)
  await button(lee, pivot.goThere).click()
  await lee.ready()
  expect(boardOf(lee)).toBe(board)
  await mo.page.getByRole('link', { name: withTitle(en.board.backTo, 'Checkout path') }).click()
  await mo.ready()
  expect(boardOf(mo)).toBe(board)

  // The way there stays in the agenda, and what was there on its timeline.
  await mo.openTool('agenda')
  await mo.page.getByRole('link', { name: agenda.toOwnBoard }).click()
  await mo.ready()
  expect(boardOf(mo)).toBe(fresh)
  await mo.page.goto(`${here.server.origin}/b/${fresh}/replay`)
  await mo.page.getByText(en.replay.session.lane, { exact: true }).waitFor()
  const lane = mo.page.getByRole('listitem')
  await lane.filter({ hasText: 'Root certificates' }).waitFor()
  expect(await lane.filter({ hasText: 'Arriving' }).count()).toBe(0)
  await mo.page.getByRole('button', { name: /Arriving was parked: The status page is down/ }).waitFor()
}, 120_000)

test('a call, a spotlight and a replay are on one board: on another they are offered, or left alone', async () => {
  const { kim, lee, board, fresh } = await pivoted()
  await kim.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await button(lee, pivot.goThere).waitFor()

  // The spotlight lights the board that it is on.
  await kim.openTool('people')
  await button(kim, attention.spotlight).click()
  await kim.page.getByText(attention.lit).waitFor()
  expect(await lee.page.getByText(attention.lit).count()).toBe(0)

  // A call leads there, as the one offer, and who goes looks along.
  await button(kim, attention.call).click()
  await lee.page.getByText(withName(attention.calledElsewhere, 'Kim')).waitFor()
  expect(boardOf(lee)).toBe(board)
  await button(lee, pivot.goThere).click()
  await lee.ready()
  expect(boardOf(lee)).toBe(fresh)
  await lee.page.getByText(withName(en.people.following, 'Kim')).waitFor()
  await lee.page.getByText(attention.lit).waitFor()
  await button(kim, attention.release).click()
  await lee.page.getByText(withName(en.people.following, 'Kim')).waitFor({ state: 'hidden' })

  // Who is called from the session's board while they are here.
  const mina = await here.arrive('Mina')
  await mina.open(await kim.linkFor('facilitator'))
  await mina.openTool('people')
  await button(mina, attention.call).click()
  await lee.page.getByText(withName(attention.calledElsewhere, 'Mina')).waitFor()
  await button(lee, attention.decline).click()
  await lee.page.getByText(withName(attention.calledElsewhere, 'Mina')).waitFor({ state: 'hidden' })
  await button(mina, attention.release).click()

  // A replay takes along, and back to where each was.
  await lee.page.getByRole('link', { name: withTitle(en.board.backTo, 'Checkout path') }).click()
  await lee.ready()
  await kim.page.goto(`${here.server.origin}/b/${fresh}/replay`)
  await expect.poll(() => shownChange(kim), PATIENCE).toBeGreaterThan(1)
  await kim.page.getByRole('button', { name: en.replay.lead }).click()
  await lee.page.getByText(withName(en.replay.ledBy, 'Kim')).waitFor()
  expect(boardOf(lee)).toBe(fresh)
  await kim.page.keyboard.press('Home')
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(1)
  await kim.page.getByRole('button', { name: en.replay.stopLeading }).click()
  await lee.ready()
  expect(boardOf(lee)).toBe(board)
}, 120_000)

test('a round that is opened there is drawn in alone, and revealed to all, as from the session’s board', async () => {
  const { kim, lee } = await pivoted()
  await button(lee, pivot.goThere).click()
  await lee.ready()
  await kim.openTool('rounds')
  await kim.page.getByLabel(en.session.rounds.question).fill('What do we believe?')
  await button(kim, en.session.rounds.open).click()
  await button(lee, en.session.rounds.drawAlone).click()
  await lee.page
    .getByRole('region', { name: en.session.rounds.bar })
    .getByText('What do we believe?')
    .waitFor()
  await lee.ready()
  await lee.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await lee.page.getByLabel(en.session.rounds.ready).click()
  await button(kim, en.session.rounds.reveal).click()
  await kim.page.getByRole('dialog').getByRole('button', { name: en.session.rounds.reveal }).click()
  for (const { page } of [kim, lee]) {
    await page.waitForURL(/\/rounds\//)
    await expect.poll(() => page.locator('main > *').count(), PATIENCE).toBe(2)
  }
}, 120_000)

test('a program is listed apart from the people, and cannot be let present', async () => {
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  const key = new URL(await kim.linkFor('editor')).hash.slice('#k='.length)
  const program = await openSession(here.server.origin, board, {
    headers: { authorization: `Bearer ${key}` },
  })
  const lee = await openSession(here.server.origin, board, { headers: { cookie: await cookieOf(kim) } })
  await kim.openTool('people')
  await kim.page.getByRole('heading', { name: en.session.people.programs }).waitFor()
  await kim.page.getByRole('heading', { name: en.people.here_one.replace('{{count}}', '1') }).waitFor()
  expect(await button(kim, withName(attention.letPresent, 'Program')).count()).toBe(0)
  await button(kim, withName(attention.letPresent, 'Kim')).waitFor()
  program.end()
  lee.end()
})

/** A series in the page: made from a board, joined by its invitation, played again. */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()

const boardOf = ({ page }: Person) => new URL(page.url()).pathname

async function openSeries({ page }: Person, words: string): Promise<void> {
  await page.getByRole('button', { name: en.board.menu }).click()
  await page.getByRole('menuitem', { name: words }).click()
}

/** Comes by the invitation and is on a board. */
async function follow({ page }: Person, link: string): Promise<void> {
  await page.goto(link)
  await page.waitForURL(/\/b\//)
}

test('[A2] an invitation leads to the newest board, in a browser that was never here and after playing again', async () => {
  const kim = await here.arrive('Kim')
  const first = await kim.makeBoard(here.server.origin)
  await kim.nameBoard('Checkout path')
  await kim.drawRectangle({ x: 420, y: 220, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(first)).elements.length, SCENE_PATIENCE).toBe(1)

  await openSeries(kim, en.series.openNew)
  const dialog = kim.page.getByRole('dialog')
  await dialog.getByLabel(en.series.name, { exact: true }).fill('')
  await dialog.getByRole('button', { name: en.series.make }).click()
  await dialog.getByText(en.series.missing).waitFor()
  await dialog.getByLabel(en.series.name, { exact: true }).fill('Tuesday gamelan')
  await dialog.getByLabel(en.series.start).fill('09:30')
  await dialog.getByRole('button', { name: en.series.make }).click()
  const link = await dialog.getByLabel(en.series.link, { exact: true }).inputValue()
  const calendar = await dialog.getByLabel(en.series.calendarLink, { exact: true }).inputValue()
  const [download] = await Promise.all([
    kim.page.waitForEvent('download'),
    dialog.getByRole('link', { name: en.series.download }).click(),
  ])
  expect(download.suggestedFilename()).toBe('gamelan.ics')
  const feed = await (await fetch(calendar)).text()
  expect(feed.replaceAll('\r\n ', '')).toContain(`URL:${link}\r\n`)
  expect(feed).toContain('SUMMARY:Tuesday gamelan\r\n')
  await kim.page.keyboard.press('Escape')
  const inBar = kim.page.getByRole('button', { name: 'Series: Tuesday gamelan' })
  await inBar.waitFor()
  // On a phone the menu says what it is called.
  await kim.page.setViewportSize({ width: 360, height: 740 })
  await inBar.waitFor({ state: 'hidden' })
  await openSeries(kim, 'Series: Tuesday gamelan')
  await dialog.getByRole('heading', { name: 'Tuesday gamelan' }).first().waitFor()
  await kim.page.keyboard.press('Escape')
  await kim.page.setViewportSize({ width: 640, height: 740 })
  await inBar.waitFor()
  await kim.page.setViewportSize({ width: 1280, height: 800 })

  const lee = await here.arrive('Lee')
  await lee.page.goto(link)
  await lee.sayName()
  await lee.ready()
  expect(boardOf(lee)).toBe(`/b/${first}`)
  expect(new URL(lee.page.url()).hash).toBe('')

  await openSeries(kim, 'Series: Tuesday gamelan')
  await dialog.getByRole('button', { name: en.series.playAgain }).click()
  await expect.poll(() => boardOf(kim), PATIENCE).not.toBe(`/b/${first}`)
  await kim.ready()
  const second = boardOf(kim).replace('/b/', '')
  expect((await kim.scene(second)).elements).toHaveLength(1)

  await follow(lee, link)
  await lee.ready()
  expect(boardOf(lee)).toBe(`/b/${second}`)
  // One who was never there lands there as well, and draws.
  const noor = await here.arrive('Noor')
  await noor.page.goto(link)
  await noor.sayName()
  await noor.ready()
  expect(boardOf(noor)).toBe(`/b/${second}`)
  await noor.drawRectangle({ x: 700, y: 400, width: 100, height: 60 })
  await expect.poll(async () => (await kim.scene(second)).elements.length, SCENE_PATIENCE).toBe(2)
  expect((await kim.scene(first)).elements).toHaveLength(1)

  // Who facilitates nothing sees when it is, and gets the invitation to hand on, but no way to end it.
  await openSeries(lee, 'Series: Tuesday gamelan')
  const shown = lee.page.getByRole('dialog')
  await shown.getByLabel(en.series.link, { exact: true }).waitFor()
  for (const name of [en.series.playAgain, en.series.renew, en.series.change])
    expect(await shown.getByRole('button', { name }).count()).toBe(0)
  await shown.getByRole('link', { name: 'Checkout path' }).click()
  await expect.poll(() => boardOf(lee), PATIENCE).toBe(`/b/${first}`)
  await lee.ready()
})

test('[A4] a new invitation ends the old one, and says so to who has it', async () => {
  const kim = await here.arrive('Kim')
  await kim.makeBoard(here.server.origin)
  await openSeries(kim, en.series.openNew)
  const dialog = kim.page.getByRole('dialog')
  await dialog.getByLabel(en.series.name, { exact: true }).fill('Weekly')
  await dialog.getByRole('button', { name: en.series.make }).click()
  const field = dialog.getByLabel(en.series.link, { exact: true })
  const old = await field.inputValue()
  const lee = await here.arrive('Lee')
  await lee.page.goto(old)
  await lee.sayName()
  await lee.ready()
  await dialog.getByRole('button', { name: en.series.renew }).click()
  await dialog.getByText(en.members.roles.viewer).click()
  await dialog.getByRole('button', { name: en.series.renewConfirm }).click()
  await lee.page.getByText(en.states.removedTitle).waitFor()
  await expect.poll(() => field.inputValue(), PATIENCE).not.toBe(old)
  await lee.page.goto(old)
  await lee.page.getByRole('heading', { name: en.series.unknownTitle }).waitFor()
  await lee.page.goto(await field.inputValue())
  await lee.page.waitForURL(/\/b\//)
  await lee.page.getByTitle(en.board.viewing).waitFor()
})

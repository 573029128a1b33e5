/** What goes on for everyone, in two real browsers: a replay that is shown to all, with the way out and back in. */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { shownChange } from './player.ts'
import { world } from './world.ts'

const here = world()

const withName = (words: string, name: string) => words.replace('{{name}}', name)

const isOnBoard = ({ page }: Person, boardId: string) => new URL(page.url()).pathname === `/b/${boardId}`

async function showing() {
  const kim = await here.arrive('Kim')
  const boardId = await kim.makeBoard(here.server.origin)
  const lee = await here.arrive('Lee')
  await lee.open(await kim.linkFor('editor'))
  await kim.drawRectangle({ x: 420, y: 220, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(boardId)).elements.length, SCENE_PATIENCE).toBe(1)
  await kim.page.goto(`${here.server.origin}/b/${boardId}/replay`)
  await expect.poll(() => shownChange(kim), PATIENCE).toBeGreaterThan(0)
  const last = await shownChange(kim)
  await kim.page.getByRole('button', { name: en.replay.lead }).click()
  return { kim, lee, boardId, last }
}

test('[H7] a replay that is shown to everyone takes them along, and back when it ends', async () => {
  const { kim, lee, boardId, last } = await showing()
  await kim.page.getByText(en.replay.leading).waitFor()
  await lee.page.getByText(withName(en.replay.ledBy, 'Kim')).waitFor()
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(last)
  await kim.page.keyboard.press('Home')
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(1)
  await kim.page.keyboard.press('ArrowRight')
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(2)
  await kim.page.keyboard.press('Space')
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(last)
  await kim.page.getByRole('button', { name: en.replay.stopLeading }).click()
  await expect.poll(() => isOnBoard(lee, boardId), PATIENCE).toBe(true)
  await lee.ready()
})

test('who does something of their own leaves it, is not taken along again, and may come back', async () => {
  const { kim, lee, boardId } = await showing()
  await lee.page.getByText(withName(en.replay.ledBy, 'Kim')).waitFor()
  await kim.page.keyboard.press('Home')
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(1)
  await lee.page.keyboard.press('End')
  await lee.page.getByRole('button', { name: en.replay.comeBack }).waitFor()
  await kim.page.keyboard.press('ArrowRight')
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(2)
  expect(await shownChange(lee)).not.toBe(2)
  await lee.page.getByRole('button', { name: en.replay.comeBack }).click()
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(2)
  await lee.page.getByRole('link', { name: en.replay.toNow }).click()
  await lee.ready()
  await lee.page.getByText(withName(en.replay.shownBy, 'Kim')).waitFor()
  expect(isOnBoard(lee, boardId)).toBe(true)
  await lee.page.getByRole('button', { name: en.replay.watch }).click()
  await expect.poll(() => shownChange(lee), PATIENCE).toBe(2)
})

test('whoever shows it and goes away ends it for all', async () => {
  const { kim, lee, boardId } = await showing()
  await lee.page.getByText(withName(en.replay.ledBy, 'Kim')).waitFor()
  await kim.page.getByRole('link', { name: en.replay.toNow }).click()
  await expect.poll(() => isOnBoard(lee, boardId), PATIENCE).toBe(true)
})

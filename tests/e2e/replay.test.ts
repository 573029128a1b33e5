/** The player in a real browser: a drawing comes to be again, moments get names, and the live board goes on beside it. */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()

const named = (words: string, values: Readonly<Record<string, string>>) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{{${name}}}`, value), words)

/** The player says which change it shows. */
const shownChange = async ({ page }: Person): Promise<number> =>
  Number(
    /Change (\d+) of/.exec((await page.getByRole('slider').getAttribute('aria-valuetext')) ?? '')?.[1] ?? 0,
  )

async function openReplay(person: Person, boardId: string, search = ''): Promise<void> {
  await person.page.goto(`${here.server.origin}/b/${boardId}/replay${search}`)
  await person.page.getByRole('slider', { name: en.replay.timeline }).waitFor()
  await expect.poll(() => shownChange(person), PATIENCE).toBeGreaterThan(0)
}

/** Two people draw a box each, one after the other. */
async function drawnByTwo() {
  const kim = await here.arrive('Kim')
  const boardId = await kim.makeBoard(here.server.origin)
  const lee = await here.arrive('Lee')
  await lee.open(await kim.linkFor('editor'))
  await kim.drawRectangle({ x: 420, y: 220, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(boardId)).elements.length, SCENE_PATIENCE).toBe(1)
  await lee.drawRectangle({ x: 700, y: 420, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(boardId)).elements.length, SCENE_PATIENCE).toBe(2)
  return { kim, lee, boardId }
}

test('[H2] [H7] back to the first change and on to the last, by keys, by steps and by dragging', async () => {
  const { kim, lee, boardId } = await drawnByTwo()
  await openReplay(kim, boardId)
  const last = await shownChange(kim)
  const { page } = kim
  await page.keyboard.press('Home')
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(1)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(2)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(1)
  await page.keyboard.press('End')
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(last)
  const box = await page.getByRole('slider').boundingBox()
  if (!box) throw new Error('no timeline')
  await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 8 })
  await expect.poll(() => shownChange(kim), PATIENCE).toBeLessThan(last)
  await page.mouse.up()
  // The address names the moment, and opens at it.
  await expect
    .poll(() => new URL(page.url()).searchParams.get('at'), PATIENCE)
    .toBe(String(await shownChange(kim)))
  const at = await shownChange(kim)
  await openReplay(kim, boardId, `?at=${String(at)}`)
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(at)
  // Lee draws on, undisturbed.
  await lee.drawRectangle({ x: 420, y: 520, width: 100, height: 60 })
  await expect.poll(async () => (await lee.scene(boardId)).elements.length, SCENE_PATIENCE).toBe(3)
  await page.getByRole('link', { name: en.replay.toNow }).click()
  await kim.ready()
})

test('it plays to its end, and begins again from there', async () => {
  const { kim, boardId } = await drawnByTwo()
  await openReplay(kim, boardId)
  const last = await shownChange(kim)
  const { page } = kim
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: en.replay.pause }).waitFor()
  await expect.poll(() => shownChange(kim), PATIENCE).toBeLessThan(last)
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp')
  await page.getByRole('button', { name: named(en.replay.speed, { speed: '16' }) }).waitFor()
  await page.getByRole('button', { name: en.replay.play }).waitFor()
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(last)
})

test('[H3] a moment is named with two keystrokes on the board, and stands on the timeline and in the list', async () => {
  const { kim, boardId } = await drawnByTwo()
  const { page } = kim
  await page.keyboard.press('Alt+m')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await openReplay(kim, boardId)
  await page.getByRole('button', { name: en.moments.open, exact: true }).click()
  const list = page.getByRole('region', { name: en.moments.title })
  await list.getByRole('article').waitFor()
  await list.getByRole('img').waitFor()
  await page.keyboard.press('Home')
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(1)
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(() => shownChange(kim), PATIENCE).toBeGreaterThan(1)
})

test('[H4] the drawing goes back to a moment for all, and that is taken back the same way', async () => {
  const { kim, lee, boardId } = await drawnByTwo()
  const { page } = kim
  await openReplay(kim, boardId)
  const last = await shownChange(kim)
  await page.keyboard.press('Home')
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(1)
  await page.getByRole('button', { name: en.replay.moment }).click()
  await page.getByRole('menuitem', { name: en.moments.restore }).click()
  await page.getByRole('button', { name: en.moments.restoreConfirm }).click()
  const alive = async () => (await lee.scene(boardId)).elements.filter(({ isDeleted }) => !isDeleted).length
  await expect.poll(alive, SCENE_PATIENCE).toBe(0)
  await page.getByRole('button', { name: en.moments.open, exact: true }).click()
  const before = page.getByRole('region', { name: en.moments.title }).getByRole('article')
  await before.getByRole('button', { name: new RegExp(`^${en.moments.more}`) }).click()
  await page.getByRole('menuitem', { name: en.moments.restore }).click()
  await page.getByRole('button', { name: en.moments.restoreConfirm }).click()
  await expect.poll(alive, SCENE_PATIENCE).toBe(2)
  expect(last).toBeGreaterThan(1)
})

test('[H5] a new board begins at a moment, and says where it came from', async () => {
  const { kim, boardId } = await drawnByTwo()
  const { page } = kim
  await openReplay(kim, boardId)
  await page.getByRole('button', { name: en.replay.moment }).click()
  await page.getByRole('menuitem', { name: en.moments.fork }).click()
  await expect.poll(() => new URL(page.url()).pathname, PATIENCE).not.toContain(boardId)
  await kim.ready()
  const made = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await expect.poll(async () => (await kim.scene(made)).elements.length, SCENE_PATIENCE).toBe(2)
})

test('[A1] a viewer watches the replay, and is offered nothing that changes the board', async () => {
  const { kim, boardId } = await drawnByTwo()
  const eve = await here.arrive('Eve')
  await eve.open(await kim.linkFor('viewer'))
  await openReplay(eve, boardId)
  await eve.page.getByRole('button', { name: en.replay.moment }).click()
  await eve.page.getByRole('menuitem', { name: en.replay.copyLink }).waitFor()
  for (const words of [en.moments.restore, en.moments.fork, en.moments.nameNow]) {
    expect(await eve.page.getByRole('menuitem', { name: words }).count()).toBe(0)
  }
})

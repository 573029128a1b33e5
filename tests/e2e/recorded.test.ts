/** The player on a session of twenty minutes: what a recording of four people with habits of their own tells. */
import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { type RecordedBoard, recordBoard } from '../support/recorded-board.ts'
import { PEOPLE } from '../support/session.ts'
import type { Person, Scene } from './person.ts'
import { PATIENCE } from './person.ts'
import { shownChange } from './player.ts'
import { world } from './world.ts'

const MINUTES = 22

const here = world()
let board: RecordedBoard

beforeAll(async () => {
  board = await recordBoard(here.server, MINUTES)
}, 60_000)

/** Somebody who has opened the replay at a share of its changes. */
async function atReplay(
  role: 'facilitator' | 'viewer',
  share: number,
  viewport = { width: 1280, height: 800 },
): Promise<Person> {
  const person = await here.arrive('Eve', { viewport })
  await person.open(`${here.server.origin}/b/${board.id}#k=${board.keys[role]}`)
  await person.page.goto(`${here.server.origin}/b/${board.id}/replay?at=${Math.round(board.head * share)}`)
  await expect.poll(() => shownChange(person), PATIENCE).toBe(Math.round(board.head * share))
  return person
}

/** The drawing as the server tells that it was. */
const sceneAt = (person: Person, seq: number): Promise<Scene> =>
  person.page.evaluate(
    async (address) => (await (await fetch(address)).json()) as Scene,
    `/api/boards/${board.id}/scene?at=${seq}`,
  )

/** What the canvas shows. */
const picture = ({ page }: Person) =>
  page.evaluate(() => document.querySelector<HTMLCanvasElement>('canvas.static')?.toDataURL() ?? '')

/** Opens the life of some shape. */
async function clickShape({ page }: Person): Promise<void> {
  const panel = page.getByRole('button', { name: en.replay.birth })
  // Where something is, is looked for as one does who does not know the drawing.
  const canvas = await page.locator('canvas.interactive').boundingBox()
  if (!canvas) throw new Error('no drawing')
  for (let i = 0; i < 400 && (await panel.count()) === 0; i++) {
    await page.mouse.click(
      canvas.x + 60 + ((i * 97) % (canvas.width - 120)),
      canvas.y + 40 + ((i * 53) % (canvas.height - 80)),
    )
  }
}

test('each person has a lane, and what was only talk is cut and says so', async () => {
  const { page } = await atReplay('viewer', 1)
  for (const name of PEOPLE) {
    await page.getByRole('button', { name: en.replay.light.replace('{{name}}', name) }).waitFor()
  }
  expect(await page.getByText(/^[1-4] min of talk$/).count()).toBeGreaterThan(0)
  const length = Number(await page.getByRole('slider').getAttribute('aria-valuemax'))
  expect(length).toBeGreaterThan(3 * 60)
  expect(length).toBeLessThan(MINUTES * 60)
})

test('one hand is lit, and the rest is dimmed until it is put out', async () => {
  const eve = await atReplay('viewer', 0.8)
  const whole = await picture(eve)
  const ben = eve.page.getByRole('button', { name: en.replay.light.replace('{{name}}', 'Ben') })
  await ben.click()
  await expect.poll(() => picture(eve), PATIENCE).not.toBe(whole)
  expect(await ben.getAttribute('aria-pressed')).toBe('true')
  await ben.click()
  await expect.poll(() => picture(eve), PATIENCE).toBe(whole)
})

test('a shape that is clicked tells its life: its birth, who changed it, and each stage', async () => {
  const eve = await atReplay('viewer', 0.8)
  const { page } = eve
  const birth = page.getByRole('button', { name: en.replay.birth })
  await clickShape(eve)
  await page
    .getByText(/drew it$/)
    .first()
    .waitFor()
  const now = await shownChange(eve)
  await birth.click()
  await expect.poll(() => shownChange(eve), PATIENCE).toBeLessThan(now)
  const born = await shownChange(eve)
  const before = await sceneAt(eve, born - 1)
  const after = await sceneAt(eve, born)
  expect(after.elements.length).toBe(before.elements.length + 1)
})

test('in a tunnel the life of a shape says that the server does not answer, and is told after it', async () => {
  const eve = await here.arriveByLine('Eve')
  const { page } = eve
  await eve.open(`${here.server.origin}/b/${board.id}#k=${board.keys.viewer}`)
  await page.goto(`${page.url()}/replay`)
  await expect.poll(() => shownChange(eve), PATIENCE).toBe(board.head)
  // Of the beginning nothing is here yet.
  await eve.cutLine()
  await clickShape(eve)
  const panel = page.getByRole('region').filter({ has: page.getByRole('button', { name: en.replay.birth }) })
  await panel.getByText(en.common.away).waitFor()
  expect(await panel.getByText(en.replay.readingLives).count()).toBe(0)
  await eve.leaveTunnel()
  await panel
    .getByText(/drew it$/)
    .first()
    .waitFor()
  expect(await panel.getByText(en.common.away).count()).toBe(0)
})

test('two moments over each other and side by side, with what came and went in words', async () => {
  const eve = await atReplay('viewer', 0.3)
  const { page } = eve
  await page.getByRole('button', { name: en.replay.compare }).click()
  await page.getByText(en.replay.noDifference).waitFor()
  await page.keyboard.press('End')
  await expect.poll(() => shownChange(eve), PATIENCE).toBe(board.head)
  const lines = page.getByRole('region').getByRole('listitem')
  await expect.poll(() => lines.filter({ hasText: /added/ }).count(), PATIENCE).toBeGreaterThan(3)
  // "Checkout -> Redis added, by Ana, 14:12"
  await lines
    .filter({ hasText: /\S -> \S.* added\s*by (Ana|Ben|Chi|Dan), \d/ })
    .first()
    .waitFor()
  await page.getByText(en.replay.beside, { exact: true }).click()
  await expect.poll(() => page.locator('canvas.static').count(), PATIENCE).toBe(2)
  await page.getByText(en.replay.over, { exact: true }).click()
  await expect.poll(() => page.locator('canvas.static').count(), PATIENCE).toBe(1)
})

test('on a phone, two moments stand over each other with the list under both', async () => {
  const eve = await atReplay('viewer', 0.3, { width: 360, height: 740 })
  const { page } = eve
  await page.getByRole('button', { name: en.replay.compare }).click()
  await page.keyboard.press('End')
  await expect.poll(() => shownChange(eve), PATIENCE).toBe(board.head)
  await page.getByText(en.replay.beside, { exact: true }).click()
  await expect.poll(() => page.locator('canvas.static').count(), PATIENCE).toBe(2)
  const bottoms = await page
    .locator('canvas.static')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom))
  const panel = await page.getByRole('main').getByRole('region').last().boundingBox()
  expect(Math.max(...bottoms)).toBeLessThanOrEqual(panel?.y ?? 0)
})

test('[H2] a moment in the middle, as a file, is the drawing as it was', async () => {
  const eve = await atReplay('facilitator', 0.5)
  const { page } = eve
  const seq = await shownChange(eve)
  await page.getByRole('button', { name: en.replay.moment, exact: true }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: en.board.exportExcalidraw }).click()
  const file = JSON.parse(await readFile(await (await downloading).path(), 'utf8')) as Scene
  const told = await sceneAt(eve, seq)
  const bare = ({ elements }: Scene) =>
    elements.map(({ id, type, x, y, isDeleted }) => ({ id, type, x, y, isDeleted }))
  expect(bare(file)).toEqual(bare(told))
  expect(file.elements.length).toBeGreaterThan(10)
})

test('it plays on through what was cut, and the view follows the work until somebody moves it', async () => {
  const eve = await atReplay('viewer', 0.2)
  const { page } = eve
  const from = await shownChange(eve)
  await page.keyboard.press('Space')
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp')
  await page.getByRole('button', { name: en.replay.speed.replace('{{speed}}', '16') }).waitFor()
  await expect.poll(() => shownChange(eve), PATIENCE).toBeGreaterThan(from + board.head * 0.2)
  await page.getByRole('button', { name: en.replay.following }).waitFor()
  await page.mouse.move(600, 300)
  await page.mouse.wheel(0, 60)
  await page.getByRole('button', { name: en.replay.follow, exact: true }).waitFor()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: en.replay.play }).waitFor()
})

/** A restore, as everyone who is connected sees it (H4). */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import type { Person } from './person.ts'
import { shownChange } from './player.ts'
import { world } from './world.ts'

const here = world()

const FIRST = { x: 420, y: 220, width: 140, height: 90 }
const SECOND = { x: 700, y: 420, width: 140, height: 90 }

const alive = async (person: Person, board: string) =>
  (await person.scene(board)).elements.filter(({ isDeleted }) => !isDeleted).length
const hasCount = (person: Person, board: string, count: number) =>
  expect.poll(() => alive(person, board), SCENE_PATIENCE).toBe(count)

/** Kim and Sam facilitate, Lee draws; there is a box, a snapshot “Start”, and then a second box. */
async function boardOfThree() {
  const kim = await here.arrive('Kim')
  const boardId = await kim.makeBoard(here.server.origin)
  const [sam, lee] = [await here.arrive('Sam'), await here.arrive('Lee')]
  await sam.open(await kim.linkFor('facilitator'))
  await lee.open(await kim.linkFor('editor'))
  await kim.drawRectangle(FIRST)
  await hasCount(kim, boardId, 1)
  await kim.page.keyboard.press('Alt+KeyM')
  await kim.page.getByRole('textbox', { name: en.moments.name }).fill('Start')
  await kim.page.keyboard.press('Enter')
  await sam.page.getByText(/“Start”/).waitFor()
  await kim.drawRectangle(SECOND)
  await hasCount(kim, boardId, 2)
  return { kim, sam, lee, boardId }
}

/** Restores the snapshot “Start” from the list of moments, while the player shows the newest change. */
async function restoreStart(person: Person, boardId: string) {
  const { page } = person
  await page.goto(`${here.server.origin}/b/${boardId}/replay`)
  await page.getByRole('slider', { name: en.replay.timeline }).waitFor()
  await expect.poll(() => shownChange(person), PATIENCE).toBeGreaterThan(0)
  await page.getByRole('button', { name: en.moments.open, exact: true }).click()
  await page.getByRole('button', { name: `${en.moments.more}: Start` }).click()
  await page.getByRole('menuitem', { name: en.moments.restore }).click()
  await page.getByRole('button', { name: en.moments.restoreConfirm }).click()
}

const ANNOUNCED = /^Kim restored .*: Before Kim’s restore to “Start”/
const LOOK = 'See what was there'
const TAKE_BACK = 'Take it back'

test('[UX UM3] [H4] everyone hears who restored what; a facilitator takes it back with one click, an editor looks', async () => {
  const { kim, sam, lee, boardId } = await boardOfThree()
  await restoreStart(kim, boardId)
  await hasCount(lee, boardId, 1)
  for (const { page } of [sam, lee]) await page.getByText(ANNOUNCED).waitFor()
  expect(await lee.page.getByRole('button', { name: TAKE_BACK }).count()).toBe(0)
  await lee.seesNothing(SECOND)

  // The state before, in the replay.
  await lee.page.getByRole('button', { name: LOOK }).click()
  await lee.page.getByRole('slider', { name: en.replay.timeline }).waitFor()
  await expect.poll(() => new URL(lee.page.url()).searchParams.get('at'), PATIENCE).not.toBeNull()
  await lee.seesInk({ x: 300, y: 120, width: 800, height: 420 })

  await sam.page.getByRole('button', { name: TAKE_BACK }).click()
  await hasCount(sam, boardId, 2)
  await sam.seesInk(SECOND)
  // Kim is in the replay, and hears of it there.
  await kim.page.getByText(/^Sam restored .*: Before Sam took back Kim’s restore/).waitFor()
})

test('[UX UM3] the person who restored sees the result, in the replay and on the board', async () => {
  const { kim, boardId } = await boardOfThree()
  await restoreStart(kim, boardId)
  const { page } = kim
  await page.getByRole('button', { name: 'Open the board' }).waitFor()
  const { head } = await page.evaluate(
    async (id) => (await (await fetch(`/api/boards/${id}/history`)).json()) as { head: number },
    boardId,
  )
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(head)
  await page.getByRole('button', { name: 'Open the board' }).click()
  await kim.ready()
  await kim.seesInk(FIRST)
  await kim.seesNothing(SECOND)
})

test('[UX UM3] no moment is without a name, and no marker covers another', async () => {
  const { kim, boardId } = await boardOfThree()
  const { page } = kim
  // A bookmark that a program made without a name, at the moment that the restore will mark as well.
  await page.evaluate(
    (id) =>
      fetch(`/api/boards/${id}/bookmarks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'question' }),
      }).then(({ status }) => status),
    boardId,
  )
  await restoreStart(kim, boardId)
  const list = page.getByRole('region', { name: en.moments.title })
  await expect.poll(() => list.getByRole('article').count(), PATIENCE).toBe(3)
  const nameless = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('button')]
        .filter((button) => button.checkVisibility())
        .filter((button) => {
          const image = button.querySelector('img')?.alt ?? ''
          return (
            `${button.getAttribute('aria-label') ?? ''}${button.title}${button.textContent}${image}`.trim() ===
            ''
          )
        })
        .map((button) => button.outerHTML.slice(0, 120)),
    )
  expect(await nameless()).toEqual([])
  const boxes = async () => {
    const names = ['Start', 'Kim’s question', 'Before Kim’s restore to “Start”']
    const found = await Promise.all(
      names.map((name) => page.locator('footer').getByRole('button', { name, exact: true }).boundingBox()),
    )
    return found.map((box) => [box?.x ?? 0, (box?.x ?? 0) + (box?.width ?? 0)] as const)
  }
  const rows = (await boxes()).toSorted(([a], [b]) => a - b)
  expect(rows.slice(1).map(([left], i) => left >= (rows[i]?.[1] ?? Infinity))).toEqual([true, true])
})

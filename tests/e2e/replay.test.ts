/** The player in a real browser: a drawing comes to be again, moments get names, and the live board goes on beside it. */
import { readFile } from 'node:fs/promises'
import type { BrowserContextOptions } from 'playwright-core'
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { shownChange } from './player.ts'
import { world } from './world.ts'

const here = world()

const named = (words: string, values: Readonly<Record<string, string>>) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{{${name}}}`, value), words)

async function openReplay(person: Person, boardId: string, search = ''): Promise<void> {
  await person.page.goto(`${here.server.origin}/b/${boardId}/replay${search}`)
  await person.page.getByRole('slider', { name: en.replay.timeline }).waitFor()
  await expect.poll(() => shownChange(person), PATIENCE).toBeGreaterThan(0)
}

/** Two people draw a box each, one after the other. */
async function drawnByTwo(options?: BrowserContextOptions) {
  const kim = await here.arrive('Kim', options)
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
  const dialog = page.getByRole('dialog', { name: en.moments.nameNow })
  await dialog.waitFor()
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await openReplay(kim, boardId)
  await page.getByRole('button', { name: en.moments.open, exact: true }).click()
  const list = page.getByRole('region', { name: en.moments.title })
  await list.getByRole('article').waitFor()
  await list.getByRole('img', { name: /./ }).first().waitFor()
  await page.keyboard.press('Home')
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(1)
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(() => shownChange(kim), PATIENCE).toBeGreaterThan(1)
})

test('on a phone all of the player is on the screen, and a dialog moves nothing', async () => {
  const { kim, boardId } = await drawnByTwo()
  await kim.nameBoard('How an order runs through the shop')
  const lee = await here.arrive('Lee', { viewport: { width: 360, height: 740 } })
  await lee.open(await kim.linkFor('facilitator'))
  await openReplay(lee, boardId)
  const { page } = lee
  const cutOff = () =>
    page.evaluate(() => {
      const isOut = (element: Element) => {
        const { left, right } = element.getBoundingClientRect()
        return left < 0 || right > innerWidth || element.scrollWidth > element.clientWidth
      }
      const shown = document.querySelectorAll('header a, [role=toolbar] button, [role=toolbar] span')
      return [...shown]
        .filter((element) => element.checkVisibility() && isOut(element))
        .map((element) => element.textContent || element.getAttribute('aria-label'))
    })
  expect(await cutOff()).toEqual([])
  await page.getByRole('button', { name: en.replay.moment, exact: true }).click()
  await page.getByRole('menuitem', { name: en.moments.restore }).click()
  await page.getByRole('dialog').waitFor()
  expect(await cutOff()).toEqual([])
})

test('[H4] the drawing goes back to a moment for all, and that is taken back the same way', async () => {
  const { kim, lee, boardId } = await drawnByTwo()
  const { page } = kim
  await openReplay(kim, boardId)
  const last = await shownChange(kim)
  await page.keyboard.press('Home')
  await expect.poll(() => shownChange(kim), PATIENCE).toBe(1)
  await page.getByRole('button', { name: en.replay.moment, exact: true }).click()
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
  await page.getByRole('button', { name: en.replay.moment, exact: true }).click()
  await page.getByRole('menuitem', { name: en.moments.fork }).click()
  await expect.poll(() => new URL(page.url()).pathname, PATIENCE).not.toContain(boardId)
  await kim.ready()
  const made = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await expect.poll(async () => (await kim.scene(made)).elements.length, SCENE_PATIENCE).toBe(2)
  const words = named(en.moments.from, { title: en.common.untitled }).split('{{when}}')[0] ?? ''
  const origin = page.getByRole('link', { name: new RegExp(`^${words}`) })
  expect(await origin.getAttribute('href')).toContain(`/b/${boardId}/replay?at=`)
  // Who may not see that board is told when, and not which.
  const noor = await here.arrive('Noor')
  await noor.open(await kim.linkFor('viewer'))
  await noor.page.getByText(en.moments.fromHidden.split('{{when}}')[0] ?? '').waitFor()
  expect(await noor.page.content()).not.toContain(boardId)
})

test('[H5] a new board opens, however long its page takes to load', async () => {
  // A service worker would answer for the server.
  const { kim, boardId } = await drawnByTwo({ serviceWorkers: 'block' })
  const { page } = kim
  await page.clock.install()
  await openReplay(kim, boardId)
  await expect.poll(() => new URL(page.url()).searchParams.has('at'), PATIENCE).toBe(true)
  let load = () => {}
  const held = new Promise<void>((resolve) => {
    load = resolve
  })
  await page.route(/\/assets\/BoardPage-/, async (route) => {
    await held
    await route.continue()
  })
  const asked = page.waitForRequest(/\/assets\/BoardPage-/)
  // The address has yet to name this moment when the new board is asked for.
  await page.keyboard.press('Home')
  await page.getByRole('button', { name: en.replay.moment, exact: true }).click()
  await page.getByRole('menuitem', { name: en.moments.fork }).click()
  await asked
  await page.clock.fastForward(2000)
  load()
  await expect.poll(() => new URL(page.url()).pathname, PATIENCE).not.toContain(boardId)
  await kim.ready()
})

test('[H3] everyone on the board sees that a snapshot was taken, but who took it and who comes later', async () => {
  const { kim, lee } = await drawnByTwo()
  const eve = await here.arrive('Eve')
  await eve.open(await kim.linkFor('viewer'))
  const list = (person: Person) =>
    person.page.waitForResponse((answer) => answer.url().endsWith('/snapshots') && answer.ok())
  await Promise.all([list(lee), list(eve), lee.page.reload(), eve.page.reload()])
  await kim.page.keyboard.press('Alt+KeyM')
  await kim.page.getByRole('textbox', { name: en.moments.name }).fill('What we believed first')
  await kim.page.keyboard.press('Enter')
  const words = named(en.moments.taken, { by: 'Kim', name: 'What we believed first' })
  for (const { page } of [lee, eve]) await page.getByText(words).waitFor()
  expect(await kim.page.getByText(words).count()).toBe(0)
  const noor = await here.arrive('Noor')
  await Promise.all([list(noor), noor.open(await kim.linkFor('viewer'))])
  expect(await noor.page.getByText(words).count()).toBe(0)
})

test('[A1] a viewer watches the replay, and is offered nothing that changes the board', async () => {
  const { kim, boardId } = await drawnByTwo()
  const eve = await here.arrive('Eve')
  await eve.open(await kim.linkFor('viewer'))
  await openReplay(eve, boardId)
  await eve.page.getByRole('button', { name: en.replay.moment, exact: true }).click()
  await eve.page.getByRole('menuitem', { name: en.replay.copyLink }).waitFor()
  for (const words of [en.moments.restore, en.moments.fork, en.moments.nameNow]) {
    expect(await eve.page.getByRole('menuitem', { name: words }).count()).toBe(0)
  }
})

/** What a browser makes of a video: how long it is, and how much of its first and its last picture is drawn on. */
async function watched(
  person: Person,
  video: Buffer,
): Promise<{ length: number; first: number; last: number }> {
  const page = await person.context.newPage()
  try {
    return await page.evaluate(async (base64) => {
      const element = document.createElement('video')
      element.muted = true
      const come = (event: string) =>
        new Promise<void>((resolve) => element.addEventListener(event, () => resolve(), { once: true }))
      const loaded = come('loadeddata')
      element.src = `data:video/webm;base64,${base64}`
      await loaded
      const canvas = document.createElement('canvas')
      canvas.width = element.videoWidth
      canvas.height = element.videoHeight
      const context = canvas.getContext('2d')
      if (!context) throw new Error('no canvas')
      const drawnAt = async (time: number) => {
        const seeked = come('seeked')
        element.currentTime = time
        await seeked
        context.drawImage(element, 0, 0)
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
        let count = 0
        for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 128) count += 1
        return count
      }
      const { duration } = element
      return { length: duration, first: await drawnAt(0.001), last: await drawnAt(duration - 0.1) }
    }, video.toString('base64'))
  } finally {
    await page.close()
  }
}

test('the replay as a video: as long as it says, from an empty board to the drawing as it is', async () => {
  const { kim, boardId } = await drawnByTwo()
  const { page } = kim
  await openReplay(kim, boardId)
  await page.getByRole('button', { name: en.replay.moment, exact: true }).click()
  await page.getByRole('menuitem', { name: en.video.open }).click()
  const dialog = page.getByRole('dialog', { name: en.video.title })
  await dialog.getByText(named(en.replay.times, { speed: '4' }), { exact: true }).click()
  const said = /(\d+):(\d+)/.exec((await dialog.getByText(/About/).textContent()) ?? '')
  const seconds = Number(said?.[1]) * 60 + Number(said?.[2])
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: en.video.make }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/\.webm$/)
  const { length, first, last } = await watched(kim, await readFile(await download.path()))
  // It is said in whole seconds.
  expect(Math.floor(length)).toBe(seconds)
  expect(first).toBeLessThan(100)
  expect(last).toBeGreaterThan(1000)
})

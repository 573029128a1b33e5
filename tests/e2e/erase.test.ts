/** Something is erased for good, in real browsers: for who erases, who has the board open, and who comes back later. */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()

/** That somebody has erased something, with or without who it was. */
const SEEN = /(erased something|Something was erased) from this board/
const KIM_ERASED = 'Kim erased something from this board for good.'
const SECRET = 'hunter2ismypassword'
const BOX = { x: 520, y: 260, width: 220, height: 120 }

const alive = async (person: Person, board: string) =>
  (await person.scene(board)).elements.filter(({ isDeleted }) => !isDeleted)

/** All that a browser keeps, as text. */
const keptInBrowser = ({ page }: Person): Promise<string> =>
  page.evaluate(async () => {
    const texts: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name)
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('not opened'))
      })
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll()
          request.onsuccess = () => resolve(request.result as unknown[])
          request.onerror = () => reject(new Error('not read'))
        })
        for (const row of rows) {
          if (row instanceof Uint8Array) texts.push(new TextDecoder('latin1').decode(row))
          else texts.push(JSON.stringify(row))
        }
      }
      database.close()
    }
    return texts.join('\n')
  })

/** A box with a secret in it and one beside it, seen by two. */
async function drawn() {
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  const lee = await here.arrive('Lee')
  await lee.open(await kim.linkFor('editor'))
  await kim.drawRectangle({ x: 300, y: 500, width: 120, height: 80 })
  await kim.drawRectangle(BOX)
  // At once, as it is pasted: letter by letter nobody could look for it.
  await kim.typeInto(BOX, '')
  await kim.page.keyboard.insertText(SECRET)
  await kim.page.keyboard.press('Escape')
  await kim.seesSaveState('saved')
  await lee.seesInk(BOX)
  await expect.poll(async () => (await alive(lee, board)).length, SCENE_PATIENCE).toBe(3)
  return { kim, lee, board }
}

/** Opens the replay at its end. Answers what tells the change that is shown. */
async function openReplay({ page }: Person, board: string): Promise<() => Promise<number>> {
  await page.goto(`${here.server.origin}/b/${board}/replay`)
  const slider = page.getByRole('slider', { name: en.replay.timeline })
  await slider.waitFor()
  const change = async () =>
    Number(/Change (\d+) of/.exec((await slider.getAttribute('aria-valuetext')) ?? '')?.[1] ?? 0)
  await expect.poll(change, PATIENCE).toBeGreaterThan(2)
  return change
}

/** A link of a board, from its page. */
async function linkOf(person: Person, board: string, role: 'viewer'): Promise<string> {
  await person.page.goto(`${here.server.origin}/b/${board}`)
  await person.ready()
  return person.linkFor(role)
}

/** A point inside the shape that is drawn furthest up and to the right, above what is written in it. */
async function insideTopRight({ page }: Person): Promise<[x: number, y: number]> {
  const look = () =>
    page.evaluate((): [number, number] | null => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.static')
      const context = canvas?.getContext('2d')
      if (!canvas || !context) return null
      const { width, height } = canvas
      const { data } = context.getImageData(0, 0, width, height)
      let [right, top] = [-1, height]
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          if ((data[(y * width + x) * 4] ?? 255) < 128) [right, top] = [Math.max(right, x), Math.min(top, y)]
      if (right < 0) return null
      const box = canvas.getBoundingClientRect()
      const scale = box.width / width
      return [box.x + right * scale - 30, box.y + top * scale + 12]
    })
  // The player looks at all of it when it has opened: until then what is drawn moves.
  let [before, now]: [[number, number] | null, [number, number] | null] = [null, null]
  await expect
    .poll(
      async () => {
        ;[before, now] = [now, await look()]
        return now !== null && String(now) === String(before)
      },
      { ...PATIENCE, interval: 500 },
    )
    .toBe(true)
  return now ?? [0, 0]
}

/** Answers the question; `words`: what it says goes. */
async function confirm({ page }: Person, title: string, words: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title })
  await dialog.getByText(words).waitFor()
  await dialog.getByText(en.erase.forEver).waitFor()
  await dialog.getByRole('button', { name: en.erase.confirm }).click()
}

test('[H8] what is selected goes for good, for those who are there and for one who was offline', async () => {
  const { kim, lee, board } = await drawn()
  const ada = await here.arriveByLine('Ada')
  await ada.open(await kim.linkFor('editor'))
  await ada.seesInk(BOX)
  expect(await keptInBrowser(ada)).toContain(SECRET)
  await ada.goOffline()
  // Somewhere else, and on what is erased meanwhile.
  await ada.drawRectangle({ x: 900, y: 500, width: 100, height: 60 })
  await ada.move([
    [BOX.x + 2, BOX.y + 60],
    [BOX.x + 40, BOX.y + 90],
  ])

  await kim.select([BOX.x + 3, BOX.y + BOX.height / 2])
  await kim.page.getByRole('button', { name: en.board.menu }).click()
  await kim.page.getByRole('menuitem', { name: en.erase.openSelected }).click()
  await confirm(kim, en.erase.titleElements, '1 box, 1 text, with all that they ever were')
  // Both see it go, hear of it once, and draw on.
  for (const [person, words, others] of [
    [kim, en.erase.done, SEEN],
    [lee, KIM_ERASED, en.erase.done],
  ] as const) {
    await person.page.getByText(words).waitFor()
    await person.ready()
    expect(await person.page.getByText(others).count()).toBe(0)
    await person.seesNothing(BOX)
    expect(await keptInBrowser(person)).not.toContain(SECRET)
  }
  await lee.drawRectangle({ x: 700, y: 560, width: 80, height: 60 })
  await expect.poll(async () => (await alive(kim, board)).length, SCENE_PATIENCE).toBe(2)

  // Who comes back is offered their own work, without what was erased.
  await ada.leaveTunnel()
  await ada.page.getByText(en.aside.explain_one).waitFor()
  await ada.seesNothing(BOX)
  expect(await keptInBrowser(ada)).not.toContain(SECRET)
  await ada.page.getByRole('button', { name: en.aside.add, exact: true }).click()
  await expect.poll(async () => (await alive(kim, board)).length, SCENE_PATIENCE).toBe(3)
  expect(JSON.stringify(await kim.scene(board))).not.toContain(SECRET)

  // One more in the history: that it was done.
  await kim.page.goto(`${here.server.origin}/b/${board}/replay`)
  await kim.page.getByRole('button', { name: /^Kim erased something here/ }).click()
  expect(await kim.page.getByText(SEEN).count()).toBe(0)

  // Who comes for the first time has missed nothing.
  const noor = await here.arrive('Noor')
  await noor.open(await linkOf(kim, board, 'viewer'))
  await openReplay(noor, board)
  await noor.page.getByRole('button', { name: /^Kim erased something here/ }).waitFor()
  expect(await noor.page.getByText(SEEN).count()).toBe(0)
})

test('[H8] from the life of a shape in the player, and who replays it hears of it', async () => {
  const { kim, lee, board } = await drawn()
  await openReplay(lee, board)
  await openReplay(kim, board)
  const { page } = kim
  await page.mouse.click(...(await insideTopRight(kim)))
  await page.getByRole('button', { name: en.erase.openElement, exact: true }).click()
  await confirm(kim, en.erase.titleElements, 'with all that they ever were')
  await page.getByText(en.erase.done).waitFor()
  // The other player hears of it while it is open, and not a second time after a reload.
  await lee.page.getByText(KIM_ERASED).waitFor()
  await lee.page.getByRole('button', { name: /^Kim erased something here/ }).waitFor()
  await page.getByRole('button', { name: /^Kim erased something here/ }).waitFor()
  expect(await page.getByText(SEEN).count()).toBe(0)
  expect((await alive(kim, board)).map(({ type }) => type)).toEqual(['rectangle'])
  expect(JSON.stringify(await kim.scene(board))).not.toContain(SECRET)
  // The browser's own copy goes with the next visit of the board, and nothing is said of it a second time.
  await page.getByRole('link', { name: en.replay.toNow }).click()
  await kim.seesNothing(BOX)
  await expect.poll(() => keptInBrowser(kim), PATIENCE).not.toContain(SECRET)
  await kim.ready()
  expect(await page.getByText(SEEN).count()).toBe(0)
  await lee.page.reload()
  await lee.page.getByRole('button', { name: /^Kim erased something here/ }).waitFor()
  expect(await lee.page.getByText(KIM_ERASED).count()).toBe(0)
})

test('[H8] a stretch between two moments goes for good', async () => {
  const { kim, board } = await drawn()
  const { page } = kim
  const change = await openReplay(kim, board)
  const last = await change()
  await page.getByRole('button', { name: en.replay.compare }).click()
  await page.keyboard.press('Home')
  await expect.poll(change, PATIENCE).toBe(1)
  await page.getByRole('button', { name: en.erase.openStretch }).click()
  await page.getByText(`${String(last - 1)} changes stay in the history`).waitFor()
  await page.getByRole('button', { name: en.erase.confirm }).click()
  await page.getByText(en.erase.done).waitFor()
  await expect.poll(async () => (await alive(kim, board)).length, SCENE_PATIENCE).toBe(0)
  await page.getByRole('button', { name: /^Kim erased something here/ }).waitFor()
})

test('[A1] who does not facilitate is not offered it', async () => {
  const { lee, board } = await drawn()
  await lee.page.getByRole('button', { name: en.board.menu }).click()
  await lee.page.getByRole('menuitem', { name: en.replay.open }).waitFor()
  expect(await lee.page.getByRole('menuitem', { name: en.erase.openSelected }).count()).toBe(0)
  await openReplay(lee, board)
  await lee.page.getByRole('button', { name: en.replay.compare }).click()
  await lee.page.keyboard.press('Home')
  await lee.page.getByText(en.replay.over).first().waitFor()
  expect(await lee.page.getByRole('button', { name: en.erase.openStretch }).count()).toBe(0)
})

/** What Excalidraw does by itself, and a board needs otherwise: fonts, large images, links, clearing, late parts. */
import { describe, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import type { Person, Scene } from './person.ts'
import { world } from './world.ts'

const here = world()

/** Writes a text with the text tool. */
async function write(person: Person, text: string, x: number, y: number): Promise<void> {
  const { page } = person
  await page.locator('canvas.interactive').focus()
  await page.keyboard.press('t')
  await page.mouse.click(x, y)
  await page.locator('textarea.excalidraw-wysiwyg').waitFor()
  await page.keyboard.type(text)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
}

/** Pastes an image in which no two pixels are alike, so that it is as large as an image can be. */
async function pasteNoise(person: Person, side: number): Promise<number> {
  // Excalidraw takes what is pasted while it has the focus.
  await person.page.mouse.click(300, 650)
  await person.page.mouse.move(640, 390)
  return person.page.evaluate(async (side) => {
    const canvas = new OffscreenCanvas(side, side)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    const noise = context.createImageData(side, side)
    for (let at = 0; at < noise.data.length; at += 65_536) {
      crypto.getRandomValues(noise.data.subarray(at, at + 65_536))
    }
    for (let at = 3; at < noise.data.length; at += 4) noise.data[at] = 255
    context.putImageData(noise, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/png' })
    const data = new DataTransfer()
    data.items.add(new File([blob], 'noise.png', { type: 'image/png' }))
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
    return blob.size
  }, side)
}

/** Runs in a page: its copies of boards open later than a page waits for them. */
function openSlowly(): void {
  const native = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'onsuccess')
  Object.defineProperty(IDBOpenDBRequest.prototype, 'onsuccess', {
    set(this: IDBOpenDBRequest, listener: (event: Event) => void) {
      const late = (event: Event) => void setTimeout(() => listener.call(this, event), 4_000)
      native?.set?.call(this, late)
    },
  })
}

const SHEET = { x: 500, y: 250, width: 280, height: 280 }

describe('texts', () => {
  test('the first text of a browser is as wide offline as online', async () => {
    const kim = await here.arrive('Kim')
    const lee = await here.arrive('Lee')
    const board = await kim.makeBoard(here.server.origin)
    await lee.open(await kim.linkFor('editor'))
    await lee.goOffline()
    await lee.page.reload()
    await lee.seesSaveState('offline')
    await write(lee, 'measured in a tunnel', 500, 300)
    await lee.comeBack()
    await write(kim, 'measured in a tunnel', 500, 500)
    await expect
      .poll(async () => (await kim.scene(board)).elements.map(({ text }) => text), SCENE_PATIENCE)
      .toEqual(['measured in a tunnel', 'measured in a tunnel'])
    const [one, other] = (await kim.scene(board)).elements
    expect(one?.width).toBe(other?.width)
  })
})

test('what comes first onto an empty board is brought into view, on a phone as well; nothing after it is', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee', { viewport: { width: 360, height: 740 } })
  await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
  await kim.drawRectangle({ x: 900, y: 500, width: 120, height: 90 })
  const middle = { x: 100, y: 300, width: 160, height: 140 }
  await lee.seesInk(middle)
  const ink = await lee.ink(middle)
  await kim.drawRectangle({ x: 300, y: 300, width: 120, height: 90 })
  await kim.drawRectangle({ x: 960, y: 530, width: 20, height: 20 })
  await expect.poll(() => lee.ink(middle), PATIENCE).toBeGreaterThan(ink)
})

const TOO_LARGE = 10 * 1024 * 1024

describe('images', () => {
  test('[A6] [M12] one that Excalidraw would refuse is seen by all', async () => {
    const kim = await here.arrive('Kim')
    const lee = await here.arrive('Lee')
    const board = await kim.makeBoard(here.server.origin)
    await lee.open(await kim.linkFor('editor'))
    expect(await pasteNoise(kim, 1440)).toBeGreaterThan(6_000_000)
    await lee.seesInk(SHEET, 'static', 40_000)
    await expect
      .poll(async () => (await lee.scene(board)).elements.map(({ status }) => status), SCENE_PATIENCE)
      .toEqual(['saved'])
  })

  test('[A6] [M12] pasted in a tunnel it outlives a reload, and is seen by all after it', async () => {
    const kim = await here.arrive('Kim')
    const lee = await here.arrive('Lee')
    const board = await kim.makeBoard(here.server.origin)
    await lee.open(await kim.linkFor('editor'))
    await kim.goOffline()
    expect(await pasteNoise(kim, 1440)).toBeGreaterThan(6_000_000)
    await kim.seesInk(SHEET, 'static', 40_000)
    await kim.page.reload()
    await kim.seesInk(SHEET, 'static', 40_000)
    await kim.comeBack()
    await lee.seesInk(SHEET, 'static', 40_000)
    await expect
      .poll(async () => (await lee.scene(board)).elements.map(({ status }) => status), SCENE_PATIENCE)
      .toEqual(['saved'])
  })

  test('[S4] [M12] in a browser that is slow to open its databases, neither the drawing nor an image is lost', async () => {
    const kim = await here.arrive('Kim')
    const board = await kim.makeBoard(here.server.origin)
    await kim.goOffline()
    await pasteNoise(kim, 600)
    await kim.seesInk(SHEET, 'static', 40_000)
    await kim.page.addInitScript(openSlowly)
    for (let times = 0; times < 2; times++) {
      await kim.page.reload()
      await kim.seesInk(SHEET, 'static', 40_000)
    }
    await kim.comeBack()
    const statuses = async () => (await kim.scene(board)).elements.map(({ status }) => status)
    await expect.poll(statuses, SCENE_PATIENCE).toEqual(['saved'])
  })

  test('[M12] a board that was opened in a tunnel stays under the hand, while the server is asked and when it is back', async () => {
    const kim = await here.arrive('Kim')
    await kim.makeBoard(here.server.origin)
    await kim.goOffline()
    await kim.page.reload()
    const canvas = await kim.page.waitForSelector('canvas.interactive')
    const isThere = () => canvas.evaluate((node) => node.isConnected)
    for (let times = 0; times < 2; times++) {
      await kim.page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/me'))
    }
    await kim.page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await isThere()).toBe(true)
    await kim.page.getByRole('button', { name: en.session.title, exact: true }).click()
    await kim.page.getByText(en.session.away).waitFor()
    const joined = kim.page.waitForResponse((answer) => answer.url().endsWith('/join'))
    await kim.comeBack()
    await joined
    await kim.page.getByRole('tab', { name: en.session.tools.agenda }).waitFor()
    expect(await isThere()).toBe(true)
  })

  test('[A6] one over 10 MB is refused with its reason, and is on nobody’s board, in a tunnel neither', async () => {
    const kim = await here.arrive('Kim')
    const board = await kim.makeBoard(here.server.origin)
    const living = async () => (await kim.scene(board)).elements.filter(({ isDeleted }) => !isDeleted)
    const reason = kim.page.getByRole('alert').getByText(en.problems['image-too-large'])
    expect(await pasteNoise(kim, 2000)).toBeGreaterThan(TOO_LARGE)
    await reason.waitFor()
    await kim.seesNothing(SHEET)
    // Excalidraw's own dialog would lie over the drawing.
    await kim.drawRectangle({ x: 500, y: 300, width: 200, height: 120 })
    await expect
      .poll(async () => (await living()).map(({ type }) => type), SCENE_PATIENCE)
      .toEqual(['rectangle'])

    await kim.goOffline()
    await kim.page.getByRole('button', { name: en.notices.dismiss }).click()
    await pasteNoise(kim, 2000)
    await reason.waitFor()
    await kim.comeBack()
    expect((await living()).map(({ type }) => type)).toEqual(['rectangle'])
  })
})

test('[M11] a link that the document does not take goes from the element of who typed it', async () => {
  const kim = await here.arrive('Kim')
  await kim.makeBoard(here.server.origin)
  await kim.drawRectangle({ x: 500, y: 300, width: 200, height: 120 })
  await kim.move([[500, 340]])
  await kim.page.keyboard.press('Control+k')
  await kim.page.locator('.excalidraw-hyperlinkContainer-input').fill('javascript:alert(1)')
  await kim.page.keyboard.press('Enter')
  const noLink = kim.page.getByText('No link is set')
  await noLink.waitFor()
  expect(await noLink.count()).toBe(1)
})

describe('clearing', () => {
  test('[M8] it says that it is for everyone, and one undo brings all of it back', async () => {
    const kim = await here.arrive('Kim')
    const lee = await here.arrive('Lee')
    const board = await kim.makeBoard(here.server.origin)
    await lee.open(await kim.linkFor('editor'))
    await kim.drawRectangle({ x: 500, y: 300, width: 200, height: 120 })
    await lee.seesInk(SHEET)
    await lee.drawRectangle({ x: 520, y: 450, width: 100, height: 60 })
    await kim.seesInk({ x: 515, y: 440, width: 110, height: 80 })
    const all = (await kim.scene(board)).elements
    await kim.page.getByTestId('main-menu-trigger').click()
    await kim.page.getByText(en.canvas.clear, { exact: true }).click()
    await kim.page.getByText(en.canvas.clearExplain).waitFor()
    await kim.page.getByRole('button', { name: en.canvas.clearConfirm }).click()
    await lee.seesNothing(SHEET)
    await kim.page.locator('canvas.interactive').focus()
    await kim.page.keyboard.press('Control+z')
    await lee.seesInk(SHEET)
    const same = ({ elements }: Scene) => elements.map(({ id, x, y }) => ({ id, x, y }))
    await expect
      .poll(async () => same(await lee.scene(board)), SCENE_PATIENCE)
      .toEqual(same({ elements: all, files: {} }))
  })

  test('the shortcut asks the same, and nothing is cleared where it is not confirmed', async () => {
    const kim = await here.arrive('Kim')
    await kim.makeBoard(here.server.origin)
    await kim.drawRectangle({ x: 500, y: 300, width: 200, height: 120 })
    // A tool's button has the focus then.
    await kim.page.getByTestId('toolbar-selection').check({ force: true })
    await kim.page.keyboard.press('Control+Delete')
    const question = kim.page.getByRole('dialog', { name: en.canvas.clearTitle })
    await question.waitFor()
    await question.getByRole('button', { name: en.common.cancel }).click()
    await question.waitFor({ state: 'hidden' })
    expect(await kim.ink(SHEET)).toBeGreaterThan(20)
  })

  test('in a text the shortcut takes a word away, and in another dialog it does nothing', async () => {
    const kim = await here.arrive('Kim')
    await kim.makeBoard(here.server.origin)
    await write(kim, 'one two', 500, 300)
    await kim.page.mouse.dblclick(520, 300)
    await kim.page.locator('textarea.excalidraw-wysiwyg').waitFor()
    await kim.page.keyboard.press('End')
    await kim.page.keyboard.press('Control+Backspace')
    expect(await kim.page.locator('textarea.excalidraw-wysiwyg').inputValue()).toBe('one ')
    await kim.page.keyboard.press('Escape')
    await kim.page.getByRole('button', { name: en.board.share }).click()
    await kim.page.getByRole('dialog', { name: en.share.title }).waitFor()
    await kim.page.keyboard.press('Control+Delete')
    expect(await kim.page.getByRole('dialog', { name: en.canvas.clearTitle }).count()).toBe(0)
    expect(await kim.page.locator('.confirm-dialog').count()).toBe(0)
  })
})

describe('parts of the page', () => {
  test('[A7] web embeds, which no board takes, are not offered', async () => {
    const kim = await here.arrive('Kim')
    await kim.makeBoard(here.server.origin)
    await kim.page.locator('.App-toolbar__extra-tools-trigger').click()
    await kim.page.getByTestId('toolbar-frame').waitFor()
    const offered = kim.page.locator('.App-toolbar__extra-tools-dropdown button:visible')
    expect(await offered.allInnerTexts()).not.toContainEqual(expect.stringMatching(/embed/i))
    expect(await offered.count()).toBe(3)
  })

  test('what was not loaded before a tunnel says so, and is there after a reload', async () => {
    const kim = await here.arrive('Kim')
    await kim.makeBoard(here.server.origin)
    const open = async () => {
      await kim.page.locator('.App-toolbar__extra-tools-trigger').click()
      await kim.page.locator('.App-toolbar__extra-tools-dropdown button:visible').last().click()
    }
    await kim.goOffline()
    await open()
    await kim.page.getByText(en.parts.away).waitFor()
    expect(await kim.page.getByRole('dialog').count()).toBe(0)
    await kim.comeBack()
    await kim.page.reload()
    await kim.ready()
    await open()
    await kim.page.locator('.ttd-dialog canvas').waitFor()
  })

  test('a drawing is downloaded in a tunnel as well', async () => {
    const kim = await here.arrive('Kim')
    await kim.makeBoard(here.server.origin)
    await write(kim, 'in a tunnel', 500, 300)
    await kim.goOffline()
    for (const item of [en.board.exportExcalidraw, en.board.exportPng, en.board.exportSvg]) {
      expect((await kim.download(item)).bytes.length).toBeGreaterThan(500)
    }
  })
})

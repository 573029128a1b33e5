/** What Excalidraw does by itself, and a board needs otherwise: fonts, large images, links, the library, clearing. */
import { describe, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { SCENE_PATIENCE } from './person.ts'
import type { Person } from './person.ts'
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
  await person.page.locator('canvas.interactive').focus()
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

const SHEET = { x: 500, y: 250, width: 280, height: 280 }

describe('texts', () => {
  test('the first text of a browser is as wide offline as online', async () => {
    const kim = await here.arrive('Kim')
    const lee = await here.arrive('Lee')
    const board = await kim.makeBoard(here.server.origin)
    await lee.open(await kim.linkFor('editor'))
    await lee.page.evaluate(async () => {
      await navigator.serviceWorker.ready
    })
    await lee.context.setOffline(true)
    await lee.page.reload()
    await lee.seesSaveState('offline')
    await write(lee, 'measured in a tunnel', 500, 300)
    await lee.context.setOffline(false)
    await lee.seesSaveState('saved')
    await write(kim, 'measured in a tunnel', 500, 500)
    await expect
      .poll(async () => (await kim.scene(board)).elements.map(({ width }) => width), SCENE_PATIENCE)
      .toHaveLength(2)
    const [one, other] = (await kim.scene(board)).elements
    expect(one?.width).toBe(other?.width)
  })
})

describe('images', () => {
  test('[A6] an image that Excalidraw would refuse is on the board for all', async () => {
    const kim = await here.arrive('Kim')
    const lee = await here.arrive('Lee')
    await kim.makeBoard(here.server.origin)
    await lee.open(await kim.linkFor('editor'))
    expect(await pasteNoise(kim, 1440)).toBeGreaterThan(6_000_000)
    await lee.seesInk(SHEET, 'static', 40_000)
  })

  test('[A6] one over 10 MB is refused with its reason, and is not on the board', async () => {
    const kim = await here.arrive('Kim')
    const board = await kim.makeBoard(here.server.origin)
    expect(await pasteNoise(kim, 2000)).toBeGreaterThan(10 * 1024 * 1024)
    await kim.page.getByText(en.problems['image-too-large']).waitFor()
    expect((await kim.scene(board)).elements.filter(({ isDeleted }) => !isDeleted)).toEqual([])
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
  await kim.page.getByText('No link is set').waitFor()
})

test('clearing says that it is for everyone, and can be undone', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee')
  await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
  await kim.drawRectangle({ x: 500, y: 300, width: 200, height: 120 })
  await lee.seesInk(SHEET)
  // A tool's button has the focus then.
  await kim.page.getByTestId('toolbar-selection').check({ force: true })
  await kim.page.keyboard.press('Control+Delete')
  await kim.page.getByText(en.canvas.clearExplain).waitFor()
  await kim.page.getByRole('button', { name: en.canvas.clearConfirm }).click()
  await lee.seesNothing(SHEET)
  await kim.page.keyboard.press('Control+z')
  await lee.seesInk(SHEET)
})

/**
 * The player in a real Chromium on a long board: how soon a jump is shown, and how smoothly the drawing follows a
 * finger. What is measured is seen from inside the page: when the timeline says which change is shown, and the frame
 * after that has been painted. Must never wait for a moment by the clock alone: a jump has ended when nothing more
 * follows.
 */
import type { Browser, Page } from 'playwright-core'
import { en } from '../../../apps/web/src/words/en.ts'
import { integer, type Random } from '../model/random.ts'

/** Milliseconds without another change, after which a jump has ended. */
const QUIET = 700
const WIDTH = 1280
const HEIGHT = 800

/** Places at which a whole board is looked at: more than it has segments. */
const STEPS = 400

/** What the page notes. */
type Noted = { pressed: number; shown: number[]; frames: number[] }
declare global {
  interface Window {
    noted: Noted
  }
}

/** Notes when the mouse was pressed, when another change was shown (after it was painted), and every frame. */
function watch(): void {
  window.noted = { pressed: 0, shown: [], frames: [] }
  const { noted } = window
  addEventListener('pointerdown', () => (noted.pressed = performance.now()), true)
  const slider = document.querySelector('[role=slider]')
  if (slider === null) throw new Error('no timeline')
  let text = ''
  // Painted: what follows a frame's callbacks by way of a message comes after it.
  const channel = new MessageChannel()
  channel.port1.onmessage = () => noted.shown.push(performance.now())
  const frame = () => {
    noted.frames.push(performance.now())
    const now = /Change (\d+)/.exec(slider.getAttribute('aria-valuetext') ?? '')?.[0] ?? ''
    if (now !== text) channel.port2.postMessage(0)
    text = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

export type Replay = { readonly page: Page; close(): Promise<void> }

/** Opens a board's replay at its end. */
export async function openReplay(browser: Browser, address: string, key: string): Promise<Replay> {
  const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT } })
  // What is run in the page was made ready for Node by a loader, which names functions by a helper of its own.
  await context.addInitScript('globalThis.__name = (named) => named')
  const page = await context.newPage()
  const url = new URL(address)
  await page.goto(`${url.origin}${url.pathname.replace(/\/replay$/, '')}#k=${key}`)
  await page.getByRole('textbox').first().fill('Bench')
  await page.keyboard.press('Enter')
  await page.locator('canvas.interactive').first().waitFor({ timeout: 60_000 })
  await reload({ page, close: () => context.close() }, address)
  return { page, close: () => context.close() }
}

export async function reload({ page }: Replay, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('slider', { name: en.replay.timeline }).waitFor({ timeout: 60_000 })
  await page.waitForFunction(() =>
    /Change [1-9]/.test(document.querySelector('[role=slider]')?.getAttribute('aria-valuetext') ?? ''),
  )
  await page.evaluate(watch)
  await rest(page)
}

/** Resolves when nothing else has been shown for a while. */
async function rest(page: Page): Promise<void> {
  await page.waitForFunction(
    (quiet) => performance.now() - Math.max(window.noted.pressed, window.noted.shown.at(-1) ?? 0) > quiet,
    QUIET,
  )
}

async function timeline(page: Page) {
  const box = await page.getByRole('slider', { name: en.replay.timeline }).boundingBox()
  if (box === null) throw new Error('no timeline')
  return box
}

/** Presses the timeline somewhere. Answers the milliseconds until the drawing of that moment was painted. */
export async function jump({ page }: Replay, random: Random): Promise<number | undefined> {
  const { x, y, width, height } = await timeline(page)
  await page.mouse.move(x + integer(random, 5, width - 5), y + height / 2)
  await page.mouse.down()
  await page.mouse.up()
  await rest(page)
  const [pressed, shown] = await page.evaluate(
    () => [window.noted.pressed, window.noted.shown.at(-1) ?? 0] as const,
  )
  return shown > pressed ? shown - pressed : undefined
}

/** Goes once through the whole board, so that all of it is kept by the browser. */
export async function walk({ page }: Replay): Promise<void> {
  const { x, y, width, height } = await timeline(page)
  await page.mouse.move(x + 1, y + height / 2)
  await page.mouse.down()
  for (let step = 1; step <= STEPS; step++) {
    const before = await page.evaluate(() => window.noted.shown.length)
    await page.mouse.move(x + ((width - 2) * step) / STEPS, y + height / 2)
    await page.waitForFunction((count) => window.noted.shown.length > count, before)
  }
  await page.mouse.up()
  await rest(page)
}

/** Drags back and forth for so many milliseconds. Answers frames and drawings a second. */
export async function drag({ page }: Replay, lasts: number): Promise<{ frames: number; drawings: number }> {
  const { x, y, width, height } = await timeline(page)
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  const counts = () =>
    page.evaluate(() => [performance.now(), window.noted.frames.length, window.noted.shown.length] as const)
  const [from, frames, shown] = await counts()
  const end = performance.now() + lasts
  for (let step = 0; performance.now() < end; step++) {
    // As far as a finger goes in a sixtieth of a second when it crosses the timeline in some ten.
    const place = 0.5 + 0.45 * Math.sin(step / 95)
    await page.mouse.move(x + width * place, y + height / 2)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
  }
  const [to, framesAfter, shownAfter] = await counts()
  await page.mouse.up()
  const seconds = (to - from) / 1000
  return { frames: (framesAfter - frames) / seconds, drawings: (shownAfter - shown) / seconds }
}

/**
 * `pnpm bench drawing [--seed 1] [--runs 300] [--limit 200]`: looks for an element that blocks a page. Each seed is one
 * element; it is shown in real Chromium on Excalidraw alone, in the form that canvases are given. Prints each seed whose
 * element kept the main thread busy for longer than `--limit` ms of its CPU time. A page that does not answer is ended,
 * and its seed printed.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { drawingCost, drawnElements } from '@gamelan/board-model'
import type { BoardElement } from '@gamelan/board-model'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { launchBrowser } from '../../support/browser.ts'
import { buildSheet, openSheet } from './build-sheet.ts'
import { costlyElement } from './elements.ts'

/** A page that has not answered by then is frozen. */
const FROZEN_MS = 60_000

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '300' },
    limit: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '60' },
  },
})
const first = Number(values.seed)
const limit = Number(values.limit)
const ends = Date.now() + Number(values.minutes) * 60_000

type Sheet = { browser: Browser; page: Page; session: CDPSession }

async function open(folder: string): Promise<Sheet> {
  const browser = await launchBrowser()
  const page = await openSheet(browser, folder)
  const session = await page.context().newCDPSession(page)
  // CPU time of the thread: on a busy machine the clock measures others' work, too.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return { browser, page, session }
}

async function busy(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN)
}

/**
 * CPU milliseconds that the main thread takes to show these elements, and to follow a pointer over them; undefined
 * where the page is frozen.
 */
async function show(
  { page, session }: Sheet,
  elements: readonly BoardElement[],
): Promise<number | undefined> {
  const before = await busy(session)
  let timer: NodeJS.Timeout | undefined
  const frozen = new Promise<'frozen'>((resolve) => {
    timer = setTimeout(resolve, FROZEN_MS, 'frozen')
  })
  const shown = page.evaluate(async (given) => {
    await window.sheet.show(given)
    await window.sheet.hover(400, 300)
  }, elements)
  const answer = await Promise.race([shown, frozen])
  clearTimeout(timer)
  if (answer !== 'frozen') return (await busy(session)) - before
  shown.catch(() => undefined)
  return undefined
}

declare global {
  interface Window {
    sheet: {
      show(elements: readonly BoardElement[]): Promise<unknown>
      hover(x: number, y: number): Promise<unknown>
    }
  }
}

const about = ({ type, width, height, points, text, ...rest }: BoardElement): string =>
  [
    type,
    `${width.toPrecision(3)} x ${height.toPrecision(3)}`,
    points ? `${points.length} points` : '',
    text === undefined ? '' : `${text.length} letters of ${Number(rest['fontSize']).toPrecision(3)}`,
    `${rest.fillStyle}/${rest.strokeStyle}`,
    `width ${rest.strokeWidth.toPrecision(3)}, roughness ${rest.roughness.toPrecision(2)}`,
  ].join(' ')

const folder = await mkdtemp(path.join(os.tmpdir(), 'gamelan-sheet-'))
try {
  await buildSheet(folder)
  let sheet = await open(folder)
  const times: number[] = []
  let found = 0
  const empty: number[] = []
  for (let i = 0; i < 5; i++) empty.push((await show(sheet, [])) ?? NaN)
  const control = Math.min(...empty)
  for (let seed = first; seed < first + Number(values.runs) && Date.now() < ends; seed++) {
    const element = costlyElement(seed)
    if (!element) continue
    const drawn = drawnElements([element])
    const ms = await show(sheet, drawn)
    if (ms === undefined) {
      await sheet.browser.close().catch(() => undefined)
      sheet = await open(folder)
    } else times.push(ms - control)
    if (ms !== undefined && ms - control <= limit) continue
    found += 1
    const [form = element] = drawn
    const time = ms === undefined ? 'frozen' : `${(ms - control).toFixed(0)} ms`
    console.log(
      `seed ${seed}: ${time}, estimated ${(drawingCost(form) / 1000).toFixed(0)} ms: ${about(form)}`,
    )
  }
  await sheet.browser.close()
  times.sort((a, b) => a - b)
  const quantile = (part: number): string => (times[Math.floor(part * (times.length - 1))] ?? NaN).toFixed(0)
  console.log(
    `${times.length} elements from seed ${first}, an empty sheet takes ${control.toFixed(0)} ms: ` +
      `p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms, most ${quantile(1)} ms; ${found} above ${limit} ms`,
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

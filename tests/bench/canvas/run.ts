/**
 * `pnpm bench canvas [--elements 100,10000] [--profile DIR]`: what the page does while a board is watched, drawn on
 * and panned, by whose code it is done, and how evenly frames come. The page as it ships, in real Chromium, which
 * paints in software here. Takes about a minute for each size. `--profile` keeps the profiles, for a browser's tools.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { Person } from '../../e2e/person.ts'
import { createBoard } from '../../support/boards.ts'
import { launchBrowser } from '../../support/browser.ts'
import { connect } from '../../support/client.ts'
import { startServer } from '../../support/server.ts'
import { board } from '../model/elements.ts'
import { quantile } from '../model/stats.ts'
import { buildPage } from './built-page.ts'
import type { CpuProfile, Shares } from './profile.ts'
import { OWNERS, sharesOf } from './profile.ts'
import { WORKS } from './work.ts'

/** Microseconds between two samples. */
const SAMPLING = 200
const SHEET = { x: 40, y: 160, width: 1200, height: 560 }

type Row = { elements: number; work: string; ms: number; shares: Shares; frame: number; slowest: number }

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { elements: { type: 'string', default: '100,10000' }, profile: { type: 'string' } },
})

/** As text: what is compiled on the way to the page asks there for helpers that it does not have. */
const RECORD_FRAMES = `(() => {
  const times = []
  const next = (at) => {
    times.push(at)
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
  return times
})()`

/** Milliseconds between the frames that the page was given, from when it is called until the answer is. */
async function recordFrames(page: Page): Promise<() => Promise<number[]>> {
  const times = await page.evaluateHandle<number[]>(RECORD_FRAMES)
  return async () => {
    const all = await times.jsonValue()
    return all.slice(1).map((at, i) => at - (all[i] ?? at))
  }
}

function table(rows: readonly Row[]): string {
  const names = ['elements', 'work', 'busy', ...OWNERS, 'frame', 'slowest 5 %']
  const lines = rows.map(({ elements, work, ms, shares, frame, slowest }) => {
    const busy = OWNERS.reduce((sum, owner) => sum + shares[owner], 0)
    const share = (value: number): string => `${((100 * value) / ms).toFixed(1)} %`
    const all = [busy, ...OWNERS.map((owner) => shares[owner])].map(share)
    return [String(elements), work, ...all, `${frame.toFixed(0)} ms`, `${slowest.toFixed(0)} ms`]
  })
  const cells = [names, ...lines]
  const widths = names.map((_name, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  return cells.map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n')
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-canvas-'))
const built = await buildPage(path.join(folder, 'page'))
const [server, browser] = await Promise.all([startServer(), launchBrowser()])
const rows: Row[] = []
try {
  for (const elements of values.elements.split(',').map(Number)) {
    const made = await createBoard(server.origin)
    const drawing = { type: 'excalidraw', version: 2, elements: board(elements, 1), appState: {}, files: {} }
    const imported = await fetch(`${server.origin}/api/boards/${made.id}/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.keys.editor}`, 'content-type': 'application/json' },
      body: JSON.stringify(drawing),
    })
    if (!imported.ok) throw new Error(`no drawing on the board: ${await imported.text()}`)
    const other = connect(server.origin, made.id, { key: made.keys.editor })
    await other.synced()
    const kim = await Person.arrive(browser, 'Kim', server.origin, { serviceWorkers: 'block' })
    await built.lay(kim.context, server.origin)
    const { page } = kim
    await page.goto(`${server.origin}/b/${made.id}#k=${made.keys.editor}`)
    await kim.sayName()
    await kim.ready()
    await kim.seesInk(SHEET, 'static', 1000)
    // At its own size, where a screen holds some dozens of elements, as one works.
    await page.keyboard.press('Control+0')
    const session = await kim.context.newCDPSession(page)
    await session.send('Profiler.enable')
    await session.send('Profiler.setSamplingInterval', { interval: SAMPLING })
    for (const [work, run] of Object.entries(WORKS)) {
      const frames = await recordFrames(page)
      const begun = performance.now()
      await session.send('Profiler.start')
      await run(page, other)
      const { profile } = (await session.send('Profiler.stop')) as { profile: CpuProfile }
      const ms = performance.now() - begun
      const gaps = await frames()
      const shares = sharesOf(profile, built.mapOf)
      rows.push({ elements, work, ms, shares, frame: quantile(gaps, 0.5), slowest: quantile(gaps, 0.95) })
      process.stderr.write(`${elements} elements, ${work}: done\n`)
      if (values.profile === undefined) continue
      await mkdir(values.profile, { recursive: true })
      const name = `${elements}-${work.replaceAll(' ', '-')}.cpuprofile`
      await writeFile(path.join(values.profile, name), JSON.stringify(profile))
    }
    other.close()
    await kim.leave()
  }
  const cores = os.cpus()
  console.log(
    `${cores.length} × ${cores[0]?.model ?? 'unknown'}, Node ${process.version}, load ${os.loadavg()[0]?.toFixed(1)}`,
  )
  console.log('Shares are of the time that the work took; a frame is the time from one to the next.')
  console.log(table(rows))
} finally {
  await browser.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

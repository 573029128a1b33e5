/**
 * `pnpm bench arrive [--times N]`: how long it takes from opening a link in a browser that has never been here to the
 * first shape that is saved. The page as it ships, nothing cached, a name typed by a hand that does not hesitate; the
 * network is this machine's own. `--slow`: beside it, over a line of 10 Mbit/s and 40 ms, as Chromium plays it.
 */
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { Person } from '../../e2e/person.ts'
import { launchBrowser } from '../../support/browser.ts'
import { startServer } from '../../support/server.ts'
import { quantile } from '../model/stats.ts'

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { times: { type: 'string', default: '5' }, slow: { type: 'boolean', default: false } },
})
const times = Number(values.times)
const SLOW = { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 }

const [server, browser] = await Promise.all([startServer(), launchBrowser()])
const host = await Person.arrive(browser, 'Kim', server.origin)
await host.makeBoard(server.origin)
const link = await host.linkFor('editor')

/** Seconds until the board can be drawn on, and until the first shape is saved. */
async function arrive(turn: number, slow: boolean): Promise<readonly [ready: number, saved: number]> {
  const guest = await Person.arrive(browser, `Guest ${turn}`, server.origin)
  if (slow) {
    const devtools = await guest.context.newCDPSession(guest.page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', SLOW)
  }
  const from = performance.now()
  await guest.open(link)
  const ready = performance.now()
  await guest.drawRectangle({ x: 300 + turn * 20, y: 300, width: 120, height: 80 })
  await guest.seesSaveState('saved')
  const saved = performance.now()
  await guest.leave()
  return [(ready - from) / 1000, (saved - from) / 1000]
}

try {
  for (const slow of values.slow ? [false, true] : [false]) {
    const found: (readonly [number, number])[] = []
    for (let turn = 0; turn < times; turn++) found.push(await arrive(turn, slow))
    const line = (at: 0 | 1) => {
      const all = found.map((one) => one[at])
      return `median ${quantile(all, 0.5).toFixed(1)} s, longest ${Math.max(...all).toFixed(1)} s`
    }
    console.log(slow ? 'over 10 Mbit/s and 40 ms' : 'on this machine')
    console.log(`  from the link to a board that can be drawn on: ${line(0)}`)
    console.log(`  from the link to a first shape that is saved: ${line(1)}`)
  }
} finally {
  await browser.close()
  await server.stop()
}

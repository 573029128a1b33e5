/**
 * `pnpm bench history [--only hour,board] [--changes N] [--jumps N] [--folded]`: what history costs. `hour`: one hour of
 * eight people drawing, in both databases, before and after folding. `board`: a board of 100,000 changes and 2,000
 * elements on a server process with the embedded database: a whole replay downloaded, and the player in a real
 * Chromium. `--folded`: the same board once it is folded. Runs what was built: `pnpm build` first.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import os, { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { systemClock } from '../../../apps/server/src/clock.ts'
import { openDatabase } from '../../../apps/server/src/database/open.ts'
import { createFolder } from '../../../apps/server/src/history/fold.ts'
import { createLog } from '../../../apps/server/src/log.ts'
import { createBoard } from '../../support/boards.ts'
import { launchBrowser } from '../../support/browser.ts'
import { store } from '../../support/old-drawing.ts'
import { startPostgres } from '../../support/postgres.ts'
import { startServer } from '../../support/server.ts'
import { seeded } from '../model/random.ts'
import { quantile } from '../model/stats.ts'
import { newId } from './board.ts'
import { download } from './download.ts'
import { drawTogether } from './drawing.ts'
import { drag, jump, openReplay, reload, walk } from './player.ts'
import { hour, type Sizes } from './sizes.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../apps/server/migrations', import.meta.url))
const HOUR = 3_600_000
const DRAG = 8000

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    only: { type: 'string', default: 'hour,board' },
    changes: { type: 'string', default: '100000' },
    jumps: { type: 'string', default: '20' },
    folded: { type: 'boolean', default: false },
  },
})
const parts = values.only.split(',')
const jumps = Number(values.jumps)

const mib = (figure: number) => `${figure.toFixed(2)} MiB`

async function measureHour(): Promise<void> {
  const postgres = await startPostgres()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-bench-'))
  try {
    for (const databaseUrl of [undefined, await postgres.createDatabase()]) {
      const database = await openDatabase({ databaseUrl, dataDir }, MIGRATIONS)
      const { before, after, raw, seconds } = await hour(database, 42_000)
      await database.close()
      const line = (what: string, { rows, log, keyframes }: Sizes) =>
        console.log(
          `  ${what}: ${mib(log + keyframes)} (log ${mib(log)} in ${rows} rows, keyframes ${mib(keyframes)})`,
        )
      console.log(
        `an hour of eight people, 42,000 changes of ${mib(raw)}, on ${databaseUrl === undefined ? 'PGlite' : 'Postgres'}`,
      )
      line('before folding', before)
      line('after', after)
      console.log(
        `  folding took ${seconds.toFixed(1)} s of CPU${databaseUrl === undefined ? ', the database included' : ''}`,
      )
    }
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measureBoard(): Promise<void> {
  const server = await startServer({ env: { LOG_LEVEL: 'warn', LIMIT_HISTORY_PER_MINUTE: '100000' } })
  try {
    const { id, keys } = await createBoard(server.origin)
    await server.kill('SIGTERM')
    const changes = Number(values.changes)
    const begin = Date.UTC(2026, 0, 1)
    const drawing = drawTogether(
      { people: 8, elements: 2000, changes, lasted: 3 * HOUR, begin, seed: 5 },
      newId,
    )
    const database = await openDatabase({ databaseUrl: undefined, dataDir: server.dataDir }, MIGRATIONS)
    // The board was made now: the timeline would have no room for what came before.
    await database.queries.execute(`update updates set at = '${new Date(begin).toISOString()}'`)
    await store(database, id, drawing.rows, drawing.keyframes)
    if (values.folded)
      await createFolder({ database, clock: systemClock, log: createLog('error', false) }).fold(HOUR)
    await database.close()
    await server.restart()
    console.log(`a board of ${changes} changes and 2,000 elements${values.folded ? ', folded' : ''}`)
    for (const turn of ['the first', 'the second']) {
      const { cpu, bytes, rest, above } = await download(server.origin, id, keys.viewer, server.pid)
      console.log(
        `  ${turn} whole replay downloaded: ${cpu.toFixed(2)} s of CPU, ${mib(bytes)}; resident ${rest.toFixed(0)} MiB, ${above.toFixed(0)} above that at most`,
      )
    }
    await measurePlayer(`${server.origin}/b/${id}/replay`, keys.viewer)
  } finally {
    await server.stop()
  }
}

async function measurePlayer(address: string, key: string): Promise<void> {
  const browser = await launchBrowser()
  const random = seeded(7)
  try {
    const replay = await openReplay(browser, address, key)
    const times = async (before: () => Promise<void>) => {
      const found: number[] = []
      while (found.length < jumps) {
        await before()
        const took = await jump(replay, random)
        if (took !== undefined) found.push(took)
      }
      const [p50, p95] = [quantile(found, 0.5), quantile(found, 0.95)]
      return `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, longest ${Math.max(...found).toFixed(0)} ms`
    }
    const devtools = await replay.page.context().newCDPSession(replay.page)
    const cold = await times(async () => {
      await devtools.send('Network.clearBrowserCache')
      // The page keeps history itself, and not in the browser's own cache.
      await devtools.send('Storage.clearDataForOrigin', {
        origin: new URL(address).origin,
        storageTypes: 'cache_storage',
      })
      await reload(replay, address)
    })
    console.log(`  a jump, nothing kept by the browser: ${cold}`)
    await walk(replay)
    console.log(`  a jump, kept by the browser: ${await times(() => Promise.resolve())}`)
    const { frames, drawings } = await drag(replay, DRAG)
    console.log(`  dragging: ${frames.toFixed(0)} frames a second, ${drawings.toFixed(0)} drawings a second`)
    await replay.close()
  } finally {
    await browser.close()
  }
}

console.log(
  `pnpm bench history: ${os.cpus().length} × ${os.cpus()[0]?.model ?? 'processors'}, Node ${process.version}`,
)
if (parts.includes('hour')) await measureHour()
if (parts.includes('board')) await measureBoard()

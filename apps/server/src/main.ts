/**
 * The process: settings, database, listening, and an orderly end. Must never print a stack for what the person who
 * starts it can mend, and must never end with unsaved changes as long as they can be saved.
 */
import { randomBytes, randomInt } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildApp, type App } from './app.ts'
import { systemClock } from './clock.ts'
import { readConfig, type Config } from './config.ts'
import type { Database } from './database/database.ts'
import { openDatabase } from './database/open.ts'
import { causeCode, GamelanError, isStartError, startLine } from './errors.ts'
import { createFolder, type Folding } from './history/fold.ts'
import { keepAssets } from './http/kept-assets.ts'
import { createLog, type Log } from './log.ts'
import { keptSecret } from './secret.ts'
import { freeDiskOf } from './storage.ts'

// The same way from src/main.ts and from dist/main.js.
const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))
const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Milliseconds after which the end is forced: what is not saved by then cannot be saved. */
const DRAIN_PATIENCE = 20_000

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel, process.stderr.isTTY)
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection')
    process.exit(1)
  })
  const secret = config.secret ?? (await keptSecret(config.dataDir))
  const database = await openDatabase(config, migrationsFolder)
  const keptAssets = path.join(config.dataDir, 'page')
  // Beside the start: nobody needs them before the next upgrade.
  keepAssets(webFolder, keptAssets, Date.now()).catch((error: unknown) => {
    log.warn({ err: error }, 'Files of the page are not kept for pages that are open during an upgrade')
  })
  try {
    const app = await buildApp({
      database,
      secret,
      publicUrl: config.publicUrl,
      trustProxy: config.trustProxy,
      embedOrigins: config.embedOrigins,
      embedSites: config.embedSites,
      limits: config.limits,
      foldAfter: config.foldAfter,
      freeDisk: () => freeDiskOf(config.dataDir),
      webFolder,
      keptAssets,
      clock: systemClock,
      random: Math.random,
      newId: () => randomBytes(16).toString('base64url'),
      draw: (count) => randomInt(count),
      log,
    })
    await listen(app, config)
    endOnSignal(app, database, log)
    process.stdout.write(`Gamelan is ready at ${config.publicUrl ?? addressOf(app, config)}\n`)
  } catch (error) {
    await database.close()
    throw error
  }
}

/** `fold`: makes old history small, and ends. */
async function fold(): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel, process.stderr.isTTY)
  const database = await openDatabase(config, migrationsFolder)
  try {
    const folder = createFolder({ database, clock: systemClock, log })
    let ended = false
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        ended = true
        folder.stop()
      })
    }
    const say = ({ before, after }: Folding) => {
      process.stdout.write(`${before} changes folded into ${after}\n`)
    }
    const { boards } = await folder.fold(config.foldAfter, say)
    process.stdout.write(
      ended
        ? 'Ended before all was folded. The next time goes on from here.\n'
        : `All is folded that can be: ${boards} boards had something new.\n`,
    )
  } finally {
    await database.close()
  }
}

async function listen({ server }: App, { host, port }: Config): Promise<void> {
  try {
    await server.listen({ host, port })
  } catch (error) {
    const code = causeCode(error)
    if (code === undefined) throw error
    throw new GamelanError(code === 'EADDRINUSE' ? 'port-in-use' : 'address-unusable', {
      detail: `${host}:${port}${code === 'EADDRINUSE' ? '' : ` (${code})`}`,
      cause: error,
    })
  }
}

function addressOf({ server }: App, { host }: Config): string {
  const { port } = server.server.address() as AddressInfo
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

/** The first signal ends in order, the second at once. */
function endOnSignal(app: App, database: Database, log: Log): void {
  let ending = false
  const end = (signal: NodeJS.Signals) => {
    if (ending) process.exit(1)
    ending = true
    log.info({ signal }, 'closing')
    setTimeout(() => {
      log.fatal('not everything could be saved in time')
      process.exit(1)
    }, DRAIN_PATIENCE).unref()
    app
      .drain()
      .then(() => database.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.fatal({ err: error }, 'closing failed')
          process.exit(1)
        },
      )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

const run = process.argv[2] === 'fold' ? fold : start
run().catch((error: unknown) => {
  if (isStartError(error)) process.stderr.write(`${startLine(error)}\n`)
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})

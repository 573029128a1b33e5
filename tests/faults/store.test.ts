/**
 * A store that fails at the nth call, for every n, on a real database: before it has done what it was asked, and after
 * it has, when only the answer is lost. Whatever fails, nothing that was called saved is missing, no board is served
 * empty, and everybody is served again by coming back (S2, S4, S9, S12). Must never count calls by the clock: which
 * call is the nth is all that differs from round to round.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { buildApp, type App } from '../../apps/server/src/app.ts'
import { systemClock } from '../../apps/server/src/clock.ts'
import type { Database } from '../../apps/server/src/database/database.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { createHistory } from '../../apps/server/src/history/history.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { limitsOf } from '../../apps/server/src/settable-limits.ts'
import { seeded } from '../bench/model/random.ts'
import { createFailing, type Failing } from './failing.ts'
import { gather } from './group.ts'
import { createWatch } from './watch.ts'

const MIGRATIONS = fileURLToPath(new URL('../../apps/server/migrations', import.meta.url))
/** Calls of one round, at least: who comes is granted entry, the board is loaded, changes are committed. */
const FEWEST_CALLS = 6

let dataDir: string
let database: Database
let failing: Failing
let apps: App[]
let sound: string
let unsound: string

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-store-'))
  database = await openDatabase({ databaseUrl: undefined, dataDir }, MIGRATIONS)
  failing = createFailing(database)
  const common = {
    secret: randomBytes(32).toString('base64url'),
    publicUrl: undefined,
    trustProxy: false as const,
    embedOrigins: [],
    embedSites: [],
    limits: limitsOf(),
    foldAfter: 0,
    freeDisk: () => Promise.resolve(undefined),
    webFolder: dataDir,
    clock: systemClock,
    random: Math.random,
    draw: () => 0,
    newId: () => randomBytes(16).toString('base64url'),
    log: createLog('silent', false),
  }
  apps = await Promise.all([
    buildApp({ ...common, database }),
    buildApp({ ...common, database: failing.database }),
  ])
  const [one, other] = await Promise.all(
    apps.map(({ server }) => server.listen({ host: '127.0.0.1', port: 0 })),
  )
  sound = one ?? ''
  unsound = other ?? ''
})
afterAll(async () => {
  for (const app of apps) await app.drain()
  await database.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** A board with something on it, on which two draw while the nth call to the store fails. Answers whether it came. */
async function round(n: number, when: 'before' | 'after'): Promise<boolean> {
  const watch = createWatch()
  const group = await gather({ origin: unsound, random: seeded(n), watch }, 2)
  try {
    // Elsewhere, so that the board must still be loaded where the store fails.
    const first = group.add({ origin: sound })
    first.come()
    await watch.until(() => first.synced)
    for (let i = 0; i < 5; i++) first.edit()
    await watch.until(() => first.allSaved)
    group.remove(first)

    failing.failAt(n, when)
    for (const drawer of group.drawers) drawer.come()
    await group.synced()
    for (const drawer of group.drawers) expect(first.missingFrom(drawer.elements)).toEqual([])
    for (let turn = 0; turn < 3; turn++) {
      for (const drawer of group.drawers) drawer.edit()
      await watch.until(() => group.drawers.every((drawer) => drawer.allSaved))
      expect(await missingFromDatabase(group)).toEqual([])
    }
    const hasFailed = failing.hasFailed
    failing.failAt(0, when)
    await group.expectConverged()
    return hasFailed
  } finally {
    failing.failAt(0, when)
    group.leave()
  }
}

/** What was called saved and is not in the log as it lies on disk, whatever the server has in memory. */
async function missingFromDatabase({ board, ever }: Awaited<ReturnType<typeof gather>>): Promise<string[]> {
  const history = createHistory({ database, clock: systemClock, log: createLog('silent', false) })
  const moment = await history.at(board.id)
  const doc = new Y.Doc()
  if (moment !== undefined) Y.applyUpdate(doc, moment.update)
  return ever.flatMap((drawer) => drawer.missingFrom(doc.getMap('elements')))
}

test.each(['before', 'after'] as const)(
  '[S2] [S4] [S9] [S12] a store that fails once, %s it has done what it was asked: nothing that was saved is lost',
  async (when) => {
    let calls = 0
    while (await round(calls + 1, when)) calls += 1
    console.log(
      `a store that fails ${when} it has done its work: at each of ${calls} calls, and nothing lost`,
    )
    expect(calls).toBeGreaterThanOrEqual(FEWEST_CALLS)
  },
)

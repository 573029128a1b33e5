/**
 * An image that is put on a board in the very moment in which the sweeper erases images of no board, on a real
 * Postgres. Each is held where the other must not get past it, by locks of the database, never by the clock.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createFiles } from '../../apps/server/src/boards/files.ts'
import { createSweeper } from '../../apps/server/src/boards/sweeper.ts'
import { systemClock } from '../../apps/server/src/clock.ts'
import type { Database } from '../../apps/server/src/database/database.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { connect } from '../../apps/server/src/database/postgres.ts'
import { boards, visitors } from '../../apps/server/src/database/schema.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { limitsOf } from '../../apps/server/src/settable-limits.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { MIGRATIONS, png } from './http-app.ts'

const BOARD = 'board'
/** An advisory lock that nobody else takes. */
const GATE = 4711

let postgres: TestPostgres
let database: Database
/** Holds what the others wait for, in transactions of its own. */
let holder: ReturnType<typeof connect>
let images: ReturnType<typeof createFiles>
let sweeper: ReturnType<typeof createSweeper>
let made = 0

beforeAll(async () => {
  postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  database = await openDatabase({ databaseUrl, dataDir: '' }, MIGRATIONS)
  holder = connect(databaseUrl, 2)
  const at = new Date()
  await database.queries.insert(visitors).values({ id: 'visitor', createdAt: at })
  await database.queries
    .insert(boards)
    .values({ id: BOARD, title: '', createdBy: 'visitor', createdAt: at, changedAt: at })
  images = createFiles({
    database,
    clock: systemClock,
    limits: limitsOf({}),
    storage: { requireRoom: () => undefined, added: () => undefined },
  })
  sweeper = createSweeper({ database, clock: systemClock, log: createLog('silent', false) })
  await images.put({ boardId: BOARD, fileId: 'stays', bytes: png(0), addedBy: 'visitor' })
})
afterAll(async () => {
  await holder.end()
  await database.close()
  await postgres.stop()
})

/** The content of an image of no board. */
let bytes: Uint8Array
let sha256: string
beforeEach(async () => {
  made += 1
  bytes = png(made)
  const { file } = await images.put({ boardId: BOARD, fileId: 'once', bytes, addedBy: 'visitor' })
  ;({ sha256 } = file)
  await holder`delete from files where file_id = 'once'`
})

/** Resolves when somebody waits for a lock of this kind. */
async function somebodyWaits(kind: 'relation' | 'advisory'): Promise<void> {
  for (;;) {
    const waiting = await holder`select 1 from pg_locks where locktype = ${kind} and not granted`
    if (waiting.length > 0) return
  }
}

const isKept = async () => (await holder`select 1 from blobs where sha256 = ${sha256}`).length === 1

test('[A8] one that a board is about to name is not erased', async () => {
  let upload: ReturnType<typeof images.put> | undefined
  let swept: Awaited<ReturnType<typeof sweeper.sweep>> | undefined
  await holder.begin(async (tx) => {
    // Read by all, written by nobody: the upload has found the image and waits to name it.
    await tx`lock table files in share row exclusive mode`
    upload = images.put({ boardId: BOARD, fileId: 'named', bytes, addedBy: 'visitor' })
    await somebodyWaits('relation')
    swept = await sweeper.sweep()
  })
  expect(swept).toEqual({ boards: 0, images: 0 })
  expect((await upload)?.added).toBe(true)
  expect(await isKept()).toBe(true)
})

test('[A6] one that is taken back stays where somebody else has brought it since', async () => {
  const put = () => images.put({ boardId: BOARD, fileId: 'twice', bytes, addedBy: 'visitor' })
  const named = () => images.describe(BOARD, ['twice'])
  const alone = await put()
  await alone.takeBack()
  expect(await named()).toEqual([])

  const first = await put()
  const second = await put()
  expect([first.added, second.added]).toEqual([true, false])
  await first.takeBack()
  await second.takeBack()
  expect(await named()).toHaveLength(1)
})

test('[A8] one that a board has named since the sweeper looked is not erased, nor does it stop the sweep', async () => {
  // Reading what boards name waits for the gate: after the moment as which the sweeper sees the tables.
  await holder`alter table files rename to files_themselves`
  await holder.unsafe(`create function pass_gate() returns boolean language sql volatile as
    'select pg_advisory_xact_lock_shared(${GATE}) is not null'`)
  await holder`create view files as select * from files_themselves where pass_gate()`
  let sweep: ReturnType<typeof sweeper.sweep> | undefined
  await holder.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${GATE})`
    sweep = sweeper.sweep()
    await somebodyWaits('advisory')
    await holder`insert into files_themselves (board_id, file_id, sha256, added_by, added_at)
      values (${BOARD}, 'meanwhile', ${sha256}, 'visitor', now())`
  })
  expect(await sweep).toEqual({ boards: 0, images: 0 })
  expect(await isKept()).toBe(true)
})

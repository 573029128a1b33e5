/** What an hour of drawing takes in the database, before and after it is folded. */
import { rowsOf, type Database } from '../../../apps/server/src/database/database.ts'
import { systemClock } from '../../../apps/server/src/clock.ts'
import { createFolder } from '../../../apps/server/src/history/fold.ts'
import { createLog } from '../../../apps/server/src/log.ts'
import { store } from '../../support/old-drawing.ts'
import { makeBoard } from './board.ts'
import { drawTogether } from './drawing.ts'

const MIB = 1024 * 1024
const HOUR = 3_600_000

export type Sizes = { readonly rows: number; readonly log: number; readonly keyframes: number }

/** Tables with their indexes, in MiB, once the database has cleared away what is no longer used. */
async function sizesOf({ queries }: Database): Promise<Sizes> {
  for (const table of ['updates', 'authors', 'keyframes']) await queries.execute(`vacuum full ${table}`)
  const [row] = await rowsOf<{ rows: number; log: number; keyframes: number }>(
    queries,
    `select (select count(*)::int from updates) as rows,
       (pg_total_relation_size('updates') + pg_total_relation_size('authors'))::float8 as log, pg_total_relation_size('keyframes')::float8 as keyframes`,
  )
  if (row === undefined) throw new Error('no sizes')
  return { rows: row.rows, log: row.log / MIB, keyframes: row.keyframes / MIB }
}

/** Draws the hour of eight people into an empty database, and folds it. */
export async function hour(database: Database, changes: number) {
  const { id, ids } = await makeBoard(database)
  const drawing = drawTogether(
    { people: 8, elements: 300, changes, lasted: HOUR, begin: Date.UTC(2026, 0, 1), seed: 3 },
    ids,
  )
  await store(database, id, drawing.rows, drawing.keyframes)
  const before = await sizesOf(database)
  const from = process.cpuUsage()
  await createFolder({ database, clock: systemClock, log: createLog('error', false) }).fold(HOUR)
  const { user, system } = process.cpuUsage(from)
  const after = await sizesOf(database)
  const raw = drawing.rows.reduce((sum, { payload }) => sum + payload.byteLength, 0) / MIB
  return { before, after, raw, seconds: (user + system) / 1e6 }
}

/**
 * The embedded driver: PGlite in a folder of DATA_DIR. Must never open a folder that another process has open, since
 * two destroy it: the lock comes first.
 */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { Mutex, PGlite, types } from '@electric-sql/pglite'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import { dataError, GamelanError } from '../errors.ts'
import { lockFolder } from './folder-lock.ts'
import { type Database, statementOf } from './database.ts'
import { migrate } from './migrate.ts'
import { createStatements } from './pglite-statements.ts'
import * as schema from './schema.ts'

/** Bytes go as hex, and PGlite's own way there and back takes eight times as long: a second for 4 MB. */
const parsers = {
  [types.INT8]: Number,
  [types.BYTEA]: (hex: string) => Buffer.from(hex.slice('\\x'.length), 'hex'),
}
const serializers = {
  [types.BYTEA]: ({ buffer, byteOffset, byteLength }: Uint8Array) =>
    `\\x${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}`,
}

/**
 * It gathers no statistics by itself, and takes every table for one with a few rows: for the next page of a log it would
 * then read all that is left of it, and sort that. Without this it goes along the index, where the rows are in order.
 */
const SETTINGS = 'set enable_bitmapscan = off'

/** Opens the embedded database in `<dataDir>/pglite`, and makes it where there is none. */
export async function openPglite(dataDir: string, migrationsFolder: string): Promise<Database> {
  const folder = path.resolve(dataDir, 'pglite')
  await usable(dataDir, () => mkdir(folder, { recursive: true, mode: 0o700 }))
  const lock = await usable(dataDir, () => lockFolder(path.resolve(dataDir)))
  try {
    const client = await usable(dataDir, () => PGlite.create({ dataDir: folder, parsers, serializers }))
    try {
      const queries = drizzle({ client, schema })
      await migrate(queries, migrationsFolder)
      await client.exec(SETTINGS)
      // PGlite keeps single queries out of transactions by itself, but not what goes past its `query`.
      const transactions = new Mutex()
      const run = createStatements(client, (work) => transactions.runExclusive(work))
      return {
        kind: 'pglite',
        queries,
        often: <Row>(query: SQL) => run(statementOf(query)) as Promise<Row[]>,
        transaction: (work) => transactions.runExclusive(() => queries.transaction(work)),
        async check() {
          await queries.execute(sql`select 1`)
        },
        async close() {
          await client.close()
          await lock.release()
        },
      }
    } catch (error) {
      await client.close()
      throw error
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function usable<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof GamelanError) throw error
    throw dataError(path.resolve(dataDir), error)
  }
}

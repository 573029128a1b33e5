/**
 * Brings a database up to date with the migrations folder. Must never run on a database that a newer version wrote:
 * what that version means by a column is not known here.
 */
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { GamelanError } from '../errors.ts'
import { type Queries, rowsOf } from './database.ts'

/** Applies what is missing, in one transaction: all or nothing. */
export async function migrate(queries: Queries, migrationsFolder: string): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder })
  try {
    await queries.transaction(async (tx) => {
      // The names are drizzle's own, so that its tools read the same table.
      await tx.execute(sql`create schema if not exists drizzle`)
      await tx.execute(
        sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
      )
      const applied = new Set(
        (await rowsOf<{ hash: string }>(tx, sql`select hash from drizzle.__drizzle_migrations`)).map(
          (row) => row.hash,
        ),
      )
      const foreign = [...applied].filter((hash) => !known.some((migration) => migration.hash === hash))
      if (foreign.length > 0) {
        throw new GamelanError('database-newer', {
          detail: `${foreign.length} of its migrations are not known to this version`,
        })
      }
      for (const migration of known) {
        if (applied.has(migration.hash)) continue
        for (const statement of migration.sql) await tx.execute(sql.raw(statement))
        await tx.execute(
          sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`,
        )
      }
    })
  } catch (error) {
    if (error instanceof GamelanError) throw error
    const reason =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new GamelanError('migration-failed', { detail: reason, cause: error })
  }
}

/**
 * Chooses the driver by the settings. The only place that knows both.
 */
import type { Database } from './database.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'

/** Opens the database of these settings, brought up to date. */
export function openDatabase(
  settings: {
    readonly databaseUrl: string | undefined
    /** Connections to a Postgres at most; its own default where absent. */
    readonly databasePool?: number
    readonly dataDir: string
  },
  migrationsFolder: string,
): Promise<Database> {
  return settings.databaseUrl === undefined
    ? openPglite(settings.dataDir, migrationsFolder)
    : openPostgres(settings.databaseUrl, migrationsFolder, settings.databasePool)
}

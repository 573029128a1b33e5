/** What the fault tests run on: the embedded database and a real Postgres, and where a server process finds either. */
import { startPostgres, type TestPostgres } from '../support/postgres.ts'

export type Databases = {
  /** The environment of a server on an empty database. */
  environment(): Promise<Record<string, string>>
  stop(): Promise<void>
}

/** By name, and how to start it. */
export const databases: readonly [string, () => Promise<Databases>][] = [
  [
    'PGlite',
    () => Promise.resolve({ environment: () => Promise.resolve({}), stop: () => Promise.resolve() }),
  ],
  ['Postgres', async () => onPostgres(await startPostgres())],
]

/** Servers on databases of a Postgres. */
export function onPostgres(postgres: TestPostgres): Databases {
  return {
    environment: async () => ({ DATABASE_URL: await postgres.createDatabase() }),
    stop: () => postgres.stop(),
  }
}

/** A figure from the environment, for who wants more rounds than `pnpm test` has. */
export function figure(name: string, usual: number): number {
  const given = process.env[name]
  return given === undefined || given === '' ? usual : Number(given)
}

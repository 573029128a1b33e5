/**
 * The database port: what every part asks of either driver, PGlite or Postgres. Must never show which of them
 * answers: that is how one suite of tests holds for both.
 */
import type { SQL } from 'drizzle-orm'
import { type PgDatabase, PgDialect, type PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type * as schema from './schema.ts'

/** Where queries go: the database itself, or a transaction of it. */
export type Queries = PgDatabase<PgQueryResultHKT, typeof schema>

/** SQL with its parameters apart. */
export type Statement = { readonly text: string; readonly values: readonly unknown[] }

export type Database = {
  readonly kind: 'pglite' | 'postgres'
  /** Each query by itself. */
  readonly queries: Queries
  /**
   * Runs one of the few statements that are run over and over, by itself: each text is read and planned once for a
   * connection. Answers its rows as `rowsOf` does.
   */
  often<Row extends Record<string, unknown>>(query: SQL): Promise<Row[]>
  /** All or nothing. The callback must not use `queries` of the database meanwhile: PGlite has one connection. */
  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>
  /** Rejects when the database does not answer. */
  check(): Promise<void>
  /** Waits for what runs, then closes. */
  close(): Promise<void>
}

/**
 * Runs raw SQL and answers its rows. Drivers differ in what `execute` gives ({rows}, or an array that is one); here
 * it is always the rows, with bigint columns as numbers and times as the database wrote them.
 */
export async function rowsOf<Row extends Record<string, unknown>>(
  on: Queries,
  query: SQL | string,
): Promise<Row[]> {
  const result: unknown = await on.execute(query)
  if (Array.isArray(result)) return result as Row[]
  return (result as { rows: Row[] }).rows
}

/** Enough that the table's file has to grow: 60 KiB, in rows too small to be compressed. */
const PROOF = [
  'create temporary table if not exists gamelan_readiness (payload text not null) on commit delete rows',
  'insert into pg_temp.gamelan_readiness select repeat(md5(n::text), 60) from generate_series(1, 32) as n',
  // The commit then waits for the write-ahead log, which a temporary table alone does not touch.
  "select pg_logical_emit_message(true, 'gamelan', 'ready')",
]

/**
 * Writes to the database's disk and leaves nothing behind: a temporary table is emptied at each commit, so that its file
 * has to grow again. Rejects where the database cannot write.
 */
export async function proveWritable(database: Pick<Database, 'transaction'>): Promise<void> {
  await database.transaction(async (tx) => {
    for (const statement of PROOF) await tx.execute(statement)
  })
}

const dialect = new PgDialect()

/** A query as the drivers take it. */
export function statementOf(query: SQL): Statement {
  const { sql: text, params: values } = dialect.sqlToQuery(query)
  return { text, values }
}

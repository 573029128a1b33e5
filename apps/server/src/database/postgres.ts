/**
 * The driver for a real Postgres. Must never show the password of its address, neither in an error nor in a log.
 */
import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { causeCode, GamelanError } from '../errors.ts'
import { type Database, statementOf } from './database.ts'
import { migrate } from './migrate.ts'
import * as schema from './schema.ts'

const CONNECTIONS = 10
const CONNECT_SECONDS = 10
/**
 * How many times as long as a connection may take an answer may: 30 s. No query of ours takes that long; past it the
 * connections are taken for dead, which the system itself notices after a quarter of an hour.
 */
const ANSWER_FACTOR = 3
/** How long queries that run may take when the database is closed. */
const CLOSE_SECONDS = 5
/** Advisory lock of the migrations: any number that nobody else of this database uses. */
const MIGRATION_LOCK = 7_260_321

const INT8 = 20
const options: postgres.Options<{ bigint: postgres.PostgresType<number> }> = {
  connect_timeout: CONNECT_SECONDS,
  onnotice: () => undefined,
  connection: { application_name: 'gamelan' },
  types: {
    bigint: { to: INT8, from: [INT8], parse: Number, serialize: String },
  },
}

type Types = { bigint: number }
type Value = postgres.ParameterOrJSON<number>
type Client = postgres.Sql<Types>

/** Connections to a Postgres, made when they are needed. */
export function connect(url: string, connections: number): Client {
  return postgres(url, { ...options, max: connections })
}

/** Connects to a Postgres, and brings its tables up to date under a lock. */
export async function openPostgres(
  url: string,
  migrationsFolder: string,
  pool = CONNECTIONS,
): Promise<Database> {
  await migrateUnderLock(url, migrationsFolder)
  const connections = connectWatched(url, pool)
  const queries = drizzle({ client: connections.client, schema })
  return {
    kind: 'postgres',
    queries,
    async often<Row>(query: SQL) {
      const { text, values } = statementOf(query)
      const rows: unknown = await connections.client.unsafe(text, values as Value[], { prepare: true })
      return rows as Row[]
    },
    transaction: (work) => queries.transaction(work),
    async check() {
      await queries.execute(sql`select 1`)
    },
    close: () => connections.close(),
  }
}

/**
 * Connections that are given up, all of them, when one query gets no answer in time: what waits then fails, as it does
 * when a connection breaks, and what comes later has new ones. Else a network that swallows packets would hold a
 * commit for ever (S12).
 */
function connectWatched(url: string, pool: number): { readonly client: Client; close(): Promise<void> } {
  const patience = ANSWER_FACTOR * connectSeconds(url) * 1000
  let current = fresh()

  function fresh(): Client {
    const made = connect(url, pool)
    // Sets how the driver reads times and JSON; the queries themselves go through the proxy below.
    drizzle({ client: made, schema })
    return made
  }

  function giveUp(silent: Client): void {
    if (silent !== current) return
    current = fresh()
    silent.end({ timeout: 0 }).catch(() => undefined)
  }

  /** Must not delay the query, nor make its failure unhandled. */
  function watched<T extends PromiseLike<unknown>>(asked: Client, answer: T): T {
    const timer = setTimeout(() => {
      giveUp(asked)
    }, patience)
    const answered = () => {
      clearTimeout(timer)
    }
    answer.then(answered, answered)
    return answer
  }

  const client = new Proxy(current, {
    get(_target, name) {
      const asked = current
      if (name === 'unsafe') {
        return (...args: Parameters<Client['unsafe']>) => watched(asked, asked.unsafe(...args))
      }
      if (name === 'begin') {
        return (work: (tx: postgres.TransactionSql<Types>) => Promise<unknown>) =>
          watched(asked, asked.begin(work))
      }
      return Reflect.get(asked, name) as unknown
    },
  })
  return { client, close: () => current.end({ timeout: CLOSE_SECONDS }) }
}

/** Two processes that start at once must not both migrate. The lock is the connection's, and ends with it. */
async function migrateUnderLock(url: string, migrationsFolder: string): Promise<void> {
  const client = connect(url, 1)
  try {
    await withinDeadline(client`select 1`, connectSeconds(url)).catch((error: unknown) => {
      throw new GamelanError('database-unreachable', { detail: unreachable(url, error), cause: error })
    })
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`
    await migrate(drizzle({ client, schema }), migrationsFolder)
  } finally {
    await client.end({ timeout: CLOSE_SECONDS })
  }
}

/** As libpq has it: `?connect_timeout=SECONDS` in the address. */
function connectSeconds(url: string): number {
  const asked = Number(new URL(url).searchParams.get('connect_timeout'))
  return asked > 0 ? asked : CONNECT_SECONDS
}

/** A network that swallows packets answers nothing, and the driver's own timeout then makes it try again for ever. */
async function withinDeadline(query: Promise<unknown>, seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer in ${seconds} s`))
    }, seconds * 1000)
  })
  try {
    await Promise.race([query, deadline])
  } finally {
    clearTimeout(timer)
  }
}

function unreachable(url: string, error: unknown): string {
  const { hostname, port, pathname } = new URL(url)
  const message = error instanceof Error && error.message !== '' ? error.message : causeCode(error)
  return `${hostname}:${port === '' ? '5432' : port}${pathname} (${message ?? 'no answer'})`
}

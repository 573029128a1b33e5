/**
 * The whole server on a real database, and people who call it: for the http conversation's tests.
 * Must never stand in for a part that the tests are about.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, deflateSync } from 'node:zlib'
import { afterAll, beforeAll } from 'vitest'
import { WebSocket } from 'ws'
import { ROLES } from '@gamelan/protocol/roles'
import type { Role } from '@gamelan/protocol/roles'
import { decodeMessage, type SyncMessage } from '@gamelan/protocol/sync/messages'
import { createAccess } from '../../apps/server/src/access/access.ts'
import type { TrustProxy } from '../../apps/server/src/access/forwarded.ts'
import { createNews } from '../../apps/server/src/news.ts'
import { createAudit } from '../../apps/server/src/access/audit.ts'
import { createChanges } from '../../apps/server/src/access/changes.ts'
import type { Access } from '../../apps/server/src/access/types.ts'
import { buildApp } from '../../apps/server/src/app.ts'
import type { App } from '../../apps/server/src/app.ts'
import { systemClock, type Clock } from '../../apps/server/src/clock.ts'
import { createSweeper } from '../../apps/server/src/boards/sweeper.ts'
import { type Database, rowsOf } from '../../apps/server/src/database/database.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import * as schema from '../../apps/server/src/database/schema.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { limitsOf, type Limits } from '../../apps/server/src/settable-limits.ts'
import { startPostgres } from '../support/postgres.ts'

export const MIGRATIONS = fileURLToPath(new URL('../../apps/server/migrations', import.meta.url))

/** A server of databases: `createDatabase` answers the address of an empty one, undefined for one in a folder. */
export type DatabaseServer = {
  createDatabase(): Promise<string | undefined>
  stop(): Promise<void>
}

const embedded: DatabaseServer = {
  createDatabase: () => Promise.resolve(undefined),
  stop: () => Promise.resolve(),
}

/** What a suite runs on: a name, and how to start it. */
export const databases: readonly [string, () => Promise<DatabaseServer>][] = [
  ['PGlite', () => Promise.resolve(embedded)],
  ['Postgres', startPostgres],
]

/** A board id that no board has. */
export const UNKNOWN_BOARD = 'unknown-board-00000000'

export type HttpApp = {
  readonly server: App['server']
  /** The server's own, to look into and to damage. */
  readonly database: Database
  /** Where its sockets are: `ws://` and a port of this machine. */
  readonly sockets: string
  /** Asks the same database as the server, under its secret or another. It hears of no ending in the server. */
  access(secret?: string): Access
  /** Every row that says anything about access, as text. */
  everyRow(): Promise<string>
  /** All that a board's log holds, as text. */
  logged(boardId: string): Promise<string>
  /** How many blobs have this content. */
  blobs(sha256: string): Promise<number>
  /** Erases what is to be erased at this time. */
  sweep(at: number): Promise<{ boards: number; images: number }>
  /** How many rows speak of a board, in all tables. */
  rowsOf(boardId: string): Promise<number>
  /** From then on the database does not answer. */
  loseDatabase(): Promise<void>
  stop(): Promise<void>
}

/** Builds the server on an empty database, with a small page of its own. */
export async function startHttp(
  databaseServer: DatabaseServer,
  {
    publicUrl,
    trustProxy = false,
    clock = systemClock,
    limits = {},
    embedOrigins = [],
    embedSites = [],
    freeDisk = () => Promise.resolve(undefined),
  }: {
    readonly publicUrl?: string
    readonly trustProxy?: TrustProxy
    readonly clock?: Clock
    readonly limits?: Partial<Limits>
    readonly embedOrigins?: readonly string[]
    readonly embedSites?: readonly string[]
    readonly freeDisk?: () => Promise<number | undefined>
  } = {},
): Promise<HttpApp> {
  const databaseUrl = await databaseServer.createDatabase()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-http-'))
  const webFolder = path.join(dataDir, 'web')
  await mkdir(path.join(webFolder, 'assets'), { recursive: true })
  await writeFile(path.join(webFolder, 'index.html'), '<!doctype html><title>page</title>')
  await writeFile(path.join(webFolder, 'assets', 'main-abc.js'), 'export {}')
  await writeFile(path.join(webFolder, 'assets', 'main-abc.js.br'), brotliCompressSync('export {}'))

  const database = await openDatabase({ databaseUrl, dataDir }, MIGRATIONS)
  const secret = randomBytes(32).toString('base64url')
  const newId = () => randomBytes(16).toString('base64url')
  const common = { database, secret, clock, random: Math.random, newId }
  const audit = createAudit({ database, clock })
  const log = createLog('silent', false)
  const app = await buildApp({
    ...common,
    publicUrl,
    trustProxy,
    embedOrigins,
    embedSites,
    limits: limitsOf(limits),
    foldAfter: 0,
    freeDisk,
    draw: (count) => randomInt(count),
    webFolder,
    log,
  })
  const address = await app.server.listen({ host: '127.0.0.1', port: 0 })
  const { queries } = database
  let isLost = false
  return {
    server: app.server,
    database,
    sockets: address.replace('http:', 'ws:'),
    access: (other = secret) =>
      createAccess({
        ...common,
        secret: other,
        changes: createChanges({ log }),
        news: createNews({ log }),
        audit,
      }),
    async everyRow() {
      const rows = await Promise.all([
        queries.select().from(schema.boards),
        queries.select().from(schema.links),
        queries.select().from(schema.members),
        queries.select().from(schema.visitors),
        queries.select().from(schema.audit),
        queries.select().from(schema.personalLinks),
      ])
      return JSON.stringify(rows)
    },
    async logged(boardId) {
      const rows = await rowsOf<{ payload: Uint8Array }>(
        queries,
        `select u.payload from updates u join boards b on b.no = u.board where b.id = '${boardId}'`,
      )
      const payloads = rows.map((row) => Buffer.from(row.payload))
      return Buffer.concat(payloads).toString('latin1')
    },
    async blobs(sha256) {
      const rows = await queries.select({ sha256: schema.blobs.sha256 }).from(schema.blobs)
      return rows.filter((row) => row.sha256 === sha256).length
    },
    sweep: (at) => createSweeper({ database, log, clock: { ...clock, now: () => at } }).sweep(),
    async rowsOf(boardId) {
      const tables = [
        schema.keyframes,
        schema.links,
        schema.members,
        schema.files,
        schema.pictures,
        schema.audit,
        schema.marks,
        schema.sessionEvents,
        schema.sessionStates,
        schema.roundBoards,
        schema.seriesBoards,
      ]
      const made = await queries.select({ boardId: schema.boards.id }).from(schema.boards)
      // A row of the log that is no board's would be one that was forgotten.
      const logged = await rowsOf<{ id: string | null }>(
        queries,
        `select b.id from updates u left join boards b on b.no = u.board
         union all select b.id from authors a left join boards b on b.no = a.board`,
      )
      const inLog = logged.map(({ id }) => ({ boardId: id ?? boardId }))
      const others = await Promise.all(
        tables.map((table) => queries.select({ boardId: table.boardId }).from(table)),
      )
      return [made, inLog, ...others].flat().filter((row) => row.boardId === boardId).length
    },
    async loseDatabase() {
      isLost = true
      await database.close()
    },
    async stop() {
      await app.drain()
      if (!isLost) await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** What a test reads of an answer. A body is what JSON says, and each test says what it expects of it. */
// oxlint-disable-next-line typescript/no-explicit-any -- see above; the expectations are the types
type Json = any

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>
  readonly body: Json
  readonly raw: Buffer
}

export type Connection = {
  /** The code with which it is closed. */
  readonly closed: Promise<number>
  /** Resolves when a message like this has come. */
  heard(like: (message: SyncMessage) => boolean): Promise<void>
  send(frame: Uint8Array): void
  isOpen(): boolean
  end(): void
}

type Headers = Readonly<Record<string, string>>

/** A browser that keeps its cookie, or a program that has a key. */
export class Person {
  private cookie: string | undefined
  private readonly http: HttpApp
  private readonly key: string | undefined
  private readonly address: string

  constructor(http: HttpApp, key?: string, address = '127.0.0.1') {
    this.http = http
    this.key = key
    this.address = address
  }

  /** A browser of somebody who came by a link. */
  static async join(http: HttpApp, boardId: string, key: string, name: string): Promise<Person> {
    const person = new Person(http)
    const { status, body } = await person.call('POST', `/api/boards/${boardId}/join`, { key, name })
    if (status !== 200) throw new Error(`${name} was not let in: ${JSON.stringify(body)}`)
    return person
  }

  /** What this person's requests carry. */
  credentials(): Headers {
    return {
      ...(this.cookie !== undefined && { cookie: this.cookie }),
      ...(this.key !== undefined && { authorization: `Bearer ${this.key}` }),
    }
  }

  /** A call with a JSON body, or with none. */
  call(method: string, url: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    if (body === undefined) return this.request(method, url, undefined, headers)
    const json = { 'content-type': 'application/json', ...headers }
    return this.request(method, url, Buffer.from(JSON.stringify(body)), json)
  }

  /** A call with bytes. */
  bytes(method: string, url: string, body: Buffer, type = 'application/octet-stream'): Promise<Answer> {
    return this.request(method, url, body, { 'content-type': type })
  }

  /** A call with whatever there is. */
  send(method: string, url: string, body: unknown): Promise<Answer> {
    return Buffer.isBuffer(body) ? this.bytes(method, url, body) : this.call(method, url, body)
  }

  /** Opens a board's sync socket, and waits until the server has let it in. */
  async connect(boardId: string, query = ''): Promise<Connection> {
    const messages: SyncMessage[] = []
    const looks = new Set<() => void>()
    const socket = new WebSocket(`${this.http.sockets}/sync/${boardId}${query}`, {
      headers: this.credentials(),
    })
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    socket.on('message', (data: Buffer) => {
      messages.push(decodeMessage(data))
      for (const look of looks) look()
    })
    const heard = (like: (message: SyncMessage) => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!messages.some(like)) return
          looks.delete(look)
          resolve()
        }
        looks.add(look)
        look()
      })
    await heard(() => true)
    return {
      closed,
      heard,
      send: (frame) => socket.send(frame),
      isOpen: () => socket.readyState === socket.OPEN,
      end: () => socket.terminate(),
    }
  }

  /** Makes a board, and answers its id and its keys. */
  async makeBoard(title: string): Promise<{ id: string; keys: Record<Role, string> }> {
    const { status, body } = await this.call('POST', '/api/boards', { title })
    if (status !== 201) throw new Error(`A board was not made: ${JSON.stringify(body)}`)
    const keys = ROLES.map((role) => [role, keyOf(body.links[role])])
    return { id: body.id, keys: Object.fromEntries(keys) }
  }

  private async request(
    method: string,
    url: string,
    payload: Buffer | undefined,
    headers: Headers,
  ): Promise<Answer> {
    const answer = await this.http.server.inject({
      method: method as 'GET',
      url,
      remoteAddress: this.address,
      headers: { ...this.credentials(), ...headers },
      ...(payload && { payload }),
    })
    const set = String(answer.headers['set-cookie'] ?? '').split(';')[0]
    if (set !== undefined && set !== '' && this.key === undefined) this.cookie = set
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson ? answer.json() : undefined,
      raw: answer.rawPayload,
    }
  }
}

/** A server, and somebody who has made a board on it: what most tests begin with. */
export async function startWithBoard(
  startDatabases: () => Promise<DatabaseServer>,
  options: Parameters<typeof startHttp>[1] = {},
) {
  const databaseServer = await startDatabases()
  const http = await startHttp(databaseServer, options)
  const owner = new Person(http)
  const { id: board, keys } = await owner.makeBoard('Checkout path')
  return {
    databaseServer,
    http,
    owner,
    board,
    keys,
    /** Somebody who came by a link: of this board, or of another by its key. */
    guest: (role: Role, id = board, key = keys[role]) => Person.join(http, id, key, role),
    stop: async () => {
      await http.stop()
      await databaseServer.stop()
    },
  }
}

export type Started = Awaited<ReturnType<typeof startWithBoard>>

/** The same for all tests of the group that calls this: there while they run, and read from it when they do. */
export function withBoard(
  startDatabases: () => Promise<DatabaseServer>,
  options: Parameters<typeof startHttp>[1] = {},
): Omit<Started, 'stop'> & { readonly idOf: (person: Person) => Promise<string> } {
  let started: Started | undefined
  const now = (): Started => {
    if (!started) throw new Error('the server is there only while a test runs')
    return started
  }
  beforeAll(async () => {
    started = await startWithBoard(startDatabases, options)
    await started.owner.call('PUT', '/api/me', { name: 'Olu', color: '#1864ab' })
  })
  afterAll(() => started?.stop())
  return {
    get databaseServer() {
      return now().databaseServer
    },
    get http() {
      return now().http
    },
    get owner() {
      return now().owner
    },
    get board() {
      return now().board
    },
    get keys() {
      return now().keys
    },
    guest: (...given) => now().guest(...given),
    idOf: async (person) => (await person.call('GET', '/api/me')).body.participant.id,
  }
}

/** The key in a link. */
export function keyOf(link: string): string {
  return new URL(link).hash.replace('#k=', '')
}

/** A rectangle as Excalidraw writes it, or another element by other properties. */
export function rectangle(
  id: string,
  others: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { id, type: 'rectangle', x: 10, y: 20, width: 100, height: 50, ...others }
}

export const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="40"><script>alert(1)</script></svg>'

/** A small SVG of 2^levels rectangles, by references to references. */
export function costlySvg(levels: number): string {
  const groups = Array.from(
    { length: levels },
    (_, i) => `<g id="n${i + 1}"><use href="#n${i}"/><use href="#n${i}" x="1"/></g>`,
  )
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><defs><rect id="n0" width="9" height="9"/>' +
    `${groups.join('')}</defs><use href="#n${levels}"/></svg>`
  )
}

/** A PNG whose content depends on `n`. Its size is what its header claims. */
export function png(n: number, width = 2, height = 2): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
  }
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(64, n))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

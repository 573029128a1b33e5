/**
 * Loading, closing and joining in any order, on a real Postgres (S4, S9), and two owners of one board (S10). Rooms
 * close as soon as nobody needs them, so that each step meets every state of a room.
 *
 * STEPS=5000 SEED=7 pnpm test tests/faults/races: so many visits.
 */
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { systemClock } from '../../apps/server/src/clock.ts'
import type { Database } from '../../apps/server/src/database/database.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { boards, visitors } from '../../apps/server/src/database/schema.ts'
import { deflate } from '../../apps/server/src/deflate.ts'
import { commit } from '../../apps/server/src/history/batch.ts'
import { createHistory } from '../../apps/server/src/history/history.ts'
import { createWriter } from '../../apps/server/src/history/writer.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { createMetrics } from '../../apps/server/src/metrics.ts'
import { connect } from '../../apps/server/src/rooms/rooms.fake.ts'
import { createNews } from '../../apps/server/src/news.ts'
import { createRooms } from '../../apps/server/src/rooms/rooms.ts'
import type { RoomHandle, Rooms } from '../../apps/server/src/rooms/types.ts'
import { limitsOf } from '../../apps/server/src/settable-limits.ts'
import { integer, seeded, type Random } from '../bench/model/random.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { figure } from './databases.ts'

const MIGRATIONS = fileURLToPath(new URL('../../apps/server/migrations', import.meta.url))
const STEPS = figure('STEPS', 300)
const SEED = figure('SEED', Math.floor(Math.random() * 2 ** 31))
/** Visitors who come and go at once. */
const AT_ONCE = 3

let postgres: TestPostgres
let database: Database
let boardId: string
beforeAll(async () => {
  postgres = await startPostgres()
  database = await openDatabase(
    { databaseUrl: await postgres.createDatabase(), dataDir: tmpdir() },
    MIGRATIONS,
  )
  await database.queries.insert(visitors).values({ id: 'visitor', createdAt: new Date() })
})
afterAll(async () => {
  await database.close()
  await postgres.stop()
})

const parts = { clock: systemClock, log: createLog('silent', false), metrics: createMetrics() }
const history = () => createHistory({ database, ...parts })

/** A server's rooms, which close at once when nobody needs them. */
function node(): Rooms {
  const writer = createWriter({ ...parts, commit: (shares, options) => commit(database, shares, options) })
  const sessionOf = (boardId: string) => Promise.resolve({ boardId, lock: undefined })
  return createRooms(
    { ...parts, deflate, limits: limitsOf(), history: history(), writer, news: createNews(parts), sessionOf },
    0,
  )
}

beforeEach(async () => {
  boardId = randomBytes(16).toString('base64url')
  await database.transaction(async (tx) => {
    const now = new Date()
    const board = { id: boardId, title: 'Races', createdBy: 'visitor', createdAt: now, changedAt: now }
    await tx.insert(boards).values(board)
    const doc = new Y.Doc()
    doc.getMap('elements').set('first', 0)
    const author = { actor: 'visitor', connection: 'first' }
    await history().create(tx, [{ boardId, update: Y.encodeStateAsUpdate(doc), author }])
  })
})

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Lets a few things happen, or thousands: as long as a commit takes. */
async function turns(random: Random, magnitudes = 3.5): Promise<void> {
  for (let n = Math.floor(10 ** (random() * magnitudes)); n > 0; n--) await turn()
}

type Visit = {
  readonly name: string
  readonly rooms: Rooms
  readonly random: Random
  /** Called as soon as the board is open. */
  readonly opened?: (handle: RoomHandle) => void
  readonly closed?: (handle: RoomHandle) => void
}

/** Comes, writes once, waits for its commit or not, and goes. Answers whether it was called saved. */
async function visit({ name, rooms, random, opened, closed }: Visit): Promise<boolean> {
  const handle = await rooms.open(boardId)
  opened?.(handle)
  try {
    await turns(random, 0.5)
    const person = connect(handle, { actor: name, wantsSaved: true })
    person.sync()
    person.write((doc) => doc.getMap('elements').set(name, 1))
    const isSaved = () => (person.saved().at(-1)?.messages ?? 0) >= 2
    const patience = random() < 0.5 ? Number.POSITIVE_INFINITY : integer(random, 0, 5)
    for (let n = 0; n < patience; n++) {
      if (person.seen.closed.length > 0 || isSaved()) break
      await turn()
    }
    const saved = isSaved()
    person.peer.leave()
    return saved
  } finally {
    closed?.(handle)
    handle.release()
  }
}

async function elementsInDatabase(): Promise<Y.Map<unknown>> {
  const moment = await history().at(boardId)
  const doc = new Y.Doc()
  if (moment !== undefined) Y.applyUpdate(doc, moment.update)
  return doc.getMap('elements')
}

test(
  '[S4] [S9] whatever loads, closes and joins race: one live document, never without what was saved',
  async () => {
    console.log(`races: seed ${SEED}`)
    const random = seeded(SEED)
    const rooms = node()
    const saved = new Set(['first'])
    const held = new Map<RoomHandle, Y.Doc>()
    const documents = new Set<Y.Doc>()
    async function comeAndGo(name: string): Promise<void> {
      await turns(random)
      const before = [...saved]
      const isSaved = await visit({
        name,
        rooms,
        random,
        opened(handle) {
          documents.add(handle.doc)
          held.set(handle, handle.doc)
          expect({ seed: SEED, live: new Set(held.values()).size }).toEqual({ seed: SEED, live: 1 })
          const elements = handle.doc.getMap('elements')
          const missing = before.filter((key) => !elements.has(key))
          expect({ seed: SEED, missing }).toEqual({ seed: SEED, missing: [] })
        },
        closed: (handle) => held.delete(handle),
      })
      if (isSaved) saved.add(name)
    }
    const names = Array.from({ length: STEPS }, (_, n) => `visit ${n}`)
    while (names.length > 0) {
      await Promise.all(names.splice(0, AT_ONCE).map(comeAndGo))
      // Nobody is there, and the room closes while the next ones come, or before, or not yet.
      await turns(random)
    }
    await rooms.drain()
    const elements = await elementsInDatabase()
    console.log(`races: ${STEPS} visits, the board was loaded ${documents.size} times`)
    expect([...saved].filter((key) => !elements.has(key))).toEqual([])
    // All that was written was logged, also for those who did not wait.
    expect(elements.size).toBe(STEPS + 1)
    expect(documents.size).toBeGreaterThan(STEPS / 50)
  },
  30_000 + STEPS * 100,
)

test('[S10] two owners of one board: what either was told is saved is there in the end', async () => {
  const random = seeded(SEED)
  const nodes = [node(), node()]
  const saved: string[] = []
  let lost = 0
  let started = 0
  async function comeAndGo(rooms: Rooms): Promise<void> {
    while (started < STEPS / 3) {
      const name = `visit ${started++}`
      if (await visit({ name, rooms, random }).catch(() => false)) saved.push(name)
      else lost += 1
      await turn()
    }
  }
  await Promise.all(nodes.flatMap((rooms) => [comeAndGo(rooms), comeAndGo(rooms)]))
  for (const rooms of nodes) await rooms.drain()
  // The two may take the board from each other so fast that neither saves anything; an owner whom nobody disturbs does, for whoever
  // stays until then.
  const alone = node()
  let stays = 0
  while (!(await visit({ name: `alone ${stays}`, rooms: alone, random }))) stays += 1
  saved.push(`alone ${stays}`)
  await alone.drain()
  const elements = await elementsInDatabase()
  expect({ seed: SEED, missing: saved.filter((key) => !elements.has(key)) }).toEqual({
    seed: SEED,
    missing: [],
  })
  expect(lost).toBeGreaterThan(0)
})

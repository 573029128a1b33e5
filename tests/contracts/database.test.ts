/**
 * What history and database promise, on both drivers: the same suite on PGlite and on a real Postgres.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { systemClock } from '../../apps/server/src/clock.ts'
import { rowsOf, type Database } from '../../apps/server/src/database/database.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { boards, visitors } from '../../apps/server/src/database/schema.ts'
import { commit } from '../../apps/server/src/history/batch.ts'
import { createHistory } from '../../apps/server/src/history/history.ts'
import type { Entry, History } from '../../apps/server/src/history/types.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { inLog } from './history-app.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'

const MIGRATIONS = fileURLToPath(new URL('../../apps/server/migrations', import.meta.url))
const author = { actor: 'somebody', connection: 'a connection' }

/** Where a suite keeps its database. */
type Place = { databaseUrl: string | undefined; dataDir: string; remove(): Promise<void> }

async function temporaryPlace(databaseUrl: string | undefined): Promise<Place> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-contract-'))
  return { databaseUrl, dataDir, remove: () => rm(dataDir, { recursive: true, force: true }) }
}

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres.stop()
})

describe.each([
  { driver: 'pglite', place: () => temporaryPlace(undefined) },
  { driver: 'postgres', place: async () => temporaryPlace(await postgres.createDatabase()) },
])('on $driver', ({ driver, place }) => {
  let at: Place
  let database: Database
  let history: History
  let boardId: string
  let made = 0

  const openAgain = async () => {
    database = await openDatabase(at, MIGRATIONS)
    history = createHistory({ database, clock: systemClock, log: createLog('silent', false) })
  }

  beforeAll(async () => {
    at = await place()
    await openAgain()
    await database.queries.insert(visitors).values({ id: 'visitor', createdAt: new Date() })
  })
  afterAll(async () => {
    await database.close()
    await at.remove()
  })

  /** A board whose log begins with a document that holds `elements: {first: 1}`. */
  async function makeBoard(): Promise<string> {
    made += 1
    const id = `board ${made}`
    await database.transaction(async (tx) => {
      const now = new Date('2026-01-01T00:00:00.000Z')
      await tx
        .insert(boards)
        .values({ id, title: 'A board', createdBy: 'visitor', createdAt: now, changedAt: now })
      await history.create(tx, [{ boardId: id, update: setKey('first', 1), author }])
    })
    return id
  }
  beforeEach(async () => {
    boardId = await makeBoard()
  })

  let client = 1000
  /** An update of its own that sets a key. */
  function setKey(key: string, value: unknown): Uint8Array {
    const doc = new Y.Doc()
    doc.clientID = client++
    doc.getMap('elements').set(key, value)
    return Y.encodeStateAsUpdate(doc)
  }
  const entry = (seq: number, payload = setKey(`k${seq}`, seq)): Entry => ({
    ...author,
    seq,
    at: Date.now(),
    payload,
  })
  const append = (epoch: number, entries: Entry[], { again = false, id = boardId, touch = false } = {}) =>
    commit(database, [{ boardId: id, epoch, entries, touch }], { again })
  const elements = (update: Uint8Array | undefined) => {
    const doc = new Y.Doc()
    if (update !== undefined) Y.applyUpdate(doc, update)
    return doc.getMap('elements').toJSON()
  }
  async function acquire(id = boardId): Promise<number> {
    const ownership = await history.acquire(id)
    if (ownership === undefined) throw new Error('no such board')
    return ownership.epoch
  }

  test('says which driver it is, and answers a check', async () => {
    expect(database.kind).toBe(driver)
    await expect(database.check()).resolves.toBeUndefined()
  })

  test('raw rows are the same: numbers for bigint, bytes for bytea', async () => {
    const rows = await rowsOf(
      database.queries,
      "select 12::bigint as n, '\\x0102'::bytea as b, 'x' as t, null as nothing",
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ n: 12, t: 'x', nothing: null })
    expect(Array.from((rows[0] as { b: Uint8Array }).b)).toEqual([1, 2])
  })

  test('a transaction that fails leaves nothing', async () => {
    const failing = database.transaction(async (tx) => {
      await tx.insert(visitors).values({ id: 'nobody', createdAt: new Date() })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    const rows = await rowsOf(database.queries, "select id from visitors where id = 'nobody'")
    expect(rows).toEqual([])
  })

  test('[H1] [H2] what is appended is there, now and as it was at every moment', async () => {
    const epoch = await acquire()
    expect(await append(epoch, [entry(2), entry(3)])).toEqual(new Set())
    await append(epoch, [entry(4)])
    const loaded = await history.load(boardId)
    expect(loaded).toMatchObject({ head: 4, keyframe: 0 })
    expect(loaded.updates).toHaveLength(4)
    expect(elements((await history.at(boardId))?.update)).toEqual({ first: 1, k2: 2, k3: 3, k4: 4 })
    expect(await history.at(boardId, 2)).toMatchObject({ seq: 2 })
    expect(elements((await history.at(boardId, 2))?.update)).toEqual({ first: 1, k2: 2 })
    for (const seq of [0, 5, -1, 1.5]) expect(await history.at(boardId, seq)).toBeUndefined()
    expect(await history.at('no such board')).toBeUndefined()
  })

  test('[H2] a moment is found by its time: the last one at or before it', async () => {
    const at = (time: string) => Date.parse(`2031-02-03T${time}Z`)
    const epoch = await acquire()
    await append(epoch, [
      { ...entry(2), at: at('04:00:00') },
      { ...entry(3), at: at('04:00:00') },
      { ...entry(4), at: at('05:00:00') },
    ])
    expect(await history.asOf(boardId, at('04:00:00'))).toMatchObject({ seq: 3 })
    expect(elements((await history.asOf(boardId, at('04:59:59')))?.update)).toEqual({
      first: 1,
      k2: 2,
      k3: 3,
    })
    expect(await history.asOf(boardId, at('06:00:00'))).toMatchObject({ seq: 4 })
    expect(await history.asOf(boardId, 0)).toBeUndefined()
    expect(await history.asOf('no such board', at('06:00:00'))).toBeUndefined()
  })

  test('[H1] the log says who, from where, when, and the checksum of what', async () => {
    const at = Date.parse('2026-02-03T04:05:06.789Z')
    await append(await acquire(), [{ ...entry(2), at, actor: 'kim', connection: 'k1' }])
    const rows = await rowsOf(
      database.queries,
      `select b.id, a.actor, a.connection, extract(epoch from u.at)::float8 * 1000 as at
          from updates u join boards b on b.no = u.board join authors a on a.no = u.author and a.board = u.board
          where b.id = '${boardId}' and u.seq = 2`,
    )
    expect(rows).toEqual([{ id: boardId, actor: 'kim', connection: 'k1', at }])
  })

  test('many boards, thousands of entries and every byte go in with one commit', async () => {
    const other = await makeBoard()
    const epochs = [await acquire(), await acquire(other)] as const
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    const many = Array.from({ length: 3000 }, (_, i) => entry(i + 2, bytes.slice(i % 200)))
    await commit(
      database,
      [
        { boardId, epoch: epochs[0], entries: many, touch: false },
        { boardId: other, epoch: epochs[1], entries: [entry(2)], touch: false },
      ],
      { again: false },
    )
    const { head, updates } = await history.load(boardId)
    expect(head).toBe(3001)
    expect(
      updates.slice(1).every((update, i) => Buffer.compare(update, many[i]?.payload ?? bytes) === 0),
    ).toBe(true)
    expect((await history.load(other)).head).toBe(2)
  })

  test('[S10] a stale owner appends nothing, and only its board is lost', async () => {
    const other = await makeBoard()
    const [stale, fine] = [await acquire(), await acquire(other)]
    const epoch = await acquire()
    expect(epoch).toBeGreaterThan(stale)
    const lost = await commit(
      database,
      [
        { boardId, epoch: stale, entries: [entry(2)], touch: true },
        { boardId: other, epoch: fine, entries: [entry(2)], touch: true },
      ],
      { again: false },
    )
    expect(lost).toEqual(new Set([boardId]))
    expect((await history.load(boardId)).head).toBe(1)
    expect((await history.load(other)).head).toBe(2)
    expect(await history.acquire('no such board')).toBeUndefined()
    expect(await append(1, [entry(2)], { id: 'no such board' })).toEqual(new Set(['no such board']))
  })

  test('[S10] the log is in the order of its positions, whatever the clock said', async () => {
    const epoch = await acquire()
    const author = new Y.Doc()
    const updates: Uint8Array[] = []
    author.on('update', (update: Uint8Array) => updates.push(update))
    for (let value = 2; value <= 5; value++) author.getMap('elements').set('moved', value)
    const backwards = updates.map((update, i) => ({ ...entry(i + 2, update), at: 1_000_000 - i * 1000 }))
    await append(epoch, backwards)
    expect((await history.load(boardId)).updates.slice(1).map((update) => [...update])).toEqual(
      updates.map((update) => [...update]),
    )
    expect(elements((await history.at(boardId, 4))?.update)).toMatchObject({ moved: 4 })
  })

  test('[S10] a board in the trash has no owner', async () => {
    await database.queries.execute(`update boards set trashed_at = now() where id = '${boardId}'`)
    expect(await history.acquire(boardId)).toBeUndefined()
  })

  test('[S2] a commit whose outcome was not known is repeated without doubling anything', async () => {
    const epoch = await acquire()
    const entries = [entry(2), entry(3)]
    await append(epoch, entries)
    await expect(append(epoch, entries)).rejects.toThrow('duplicate key')
    expect(await append(epoch, [...entries, entry(4)], { again: true })).toEqual(new Set())
    expect((await history.load(boardId)).head).toBe(4)
    expect(await append(epoch, [entry(4), entry(5)], { again: true })).toEqual(new Set([boardId]))
    expect((await history.load(boardId)).head).toBe(4)
  })

  test('a board says when it last changed', async () => {
    const epoch = await acquire()
    const time = Date.parse('2026-03-04T05:06:07.000Z')
    const changed = async () => {
      const rows = await rowsOf<{ at: number }>(
        database.queries,
        `select extract(epoch from changed_at)::float8 * 1000 as at from boards where id = '${boardId}'`,
      )
      return rows[0]?.at
    }
    await append(epoch, [{ ...entry(2), at: time }], { touch: true })
    expect(await changed()).toBe(time)
    await append(epoch, [{ ...entry(3), at: time + 500 }])
    expect(await changed()).toBe(time)
  })

  test.each([10, 100_000])('[H2] a keyframe of %i bytes and more is where a load starts', async (size) => {
    const epoch = await acquire()
    await append(epoch, [entry(2, setKey('large', 'x'.repeat(size))), entry(3)])
    const moment = await history.at(boardId, 3)
    if (moment === undefined) throw new Error('no such moment')
    await history.keep({ boardId, epoch }, moment)
    await history.keep({ boardId, epoch }, moment)
    await append(epoch, [entry(4)])
    const loaded = await history.load(boardId)
    expect(loaded).toMatchObject({ head: 4, keyframe: 3 })
    expect(loaded.updates).toHaveLength(2)
    expect(elements((await history.at(boardId))?.update)).toMatchObject({ first: 1, k3: 3, k4: 4 })
    expect(elements((await history.at(boardId, 2))?.update)).not.toHaveProperty('k3')
  })

  test('[H2] a damaged keyframe is passed over, since the log has everything', async () => {
    const epoch = await acquire()
    await append(epoch, [entry(2)])
    await history.keep({ boardId, epoch }, { seq: 2, update: setKey('kept', true) })
    await database.queries.execute(
      `update keyframes set checksum = checksum + 1 where board_id = '${boardId}'`,
    )
    expect(elements((await history.at(boardId))?.update)).toEqual({ first: 1, k2: 2 })
  })

  test.each([
    ['with a wrong checksum', "update updates set payload = '\\x0000' where seq = 2"],
    ['that is missing', 'delete from updates where seq = 2'],
    ['and all others missing', 'delete from updates where seq > 0'],
  ])('[S4] a log with an entry %s is unreadable, never empty', async (_what, damage) => {
    await append(await acquire(), [entry(2), entry(3)])
    await database.queries.execute(`${damage} and ${inLog(boardId)}`)
    await expect(history.load(boardId)).rejects.toMatchObject({ code: 'board-unreadable' })
  })

  test('[S3] everything is there after closing and opening again', async () => {
    await append(await acquire(), [entry(2)])
    await database.close()
    await openAgain()
    expect((await history.load(boardId)).head).toBe(2)
  })

  test('a database that a newer version wrote is not opened', async () => {
    const newer = await place()
    const first = await openDatabase(newer, MIGRATIONS)
    await first.queries.execute(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('of a later version', 9e15)",
    )
    await first.close()
    await expect(openDatabase(newer, MIGRATIONS)).rejects.toMatchObject({ code: 'database-newer' })
    await newer.remove()
  })
})

test('two processes that start at once on an empty Postgres both come up', async () => {
  const place = await temporaryPlace(await postgres.createDatabase())
  const both = await Promise.all([openDatabase(place, MIGRATIONS), openDatabase(place, MIGRATIONS)])
  for (const database of both) {
    await expect(database.check()).resolves.toBeUndefined()
    await database.close()
  }
  await place.remove()
})

test('a Postgres that is not there is unreachable, in words without its password', async () => {
  const opening = openDatabase({ databaseUrl: 'postgres://u:hush@127.0.0.1:1/db', dataDir: '.' }, MIGRATIONS)
  await expect(opening).rejects.toMatchObject({ code: 'database-unreachable' })
  await expect(opening).rejects.not.toThrow('hush')
})

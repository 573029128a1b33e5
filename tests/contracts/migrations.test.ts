/**
 * What an earlier version kept, opened by this one: nothing of it is lost, and it goes on from there. Must never make
 * the old rows by this version's code: they are written as that version wrote them.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { belongingOf } from '../../apps/server/src/access/session-boards.ts'
import { systemClock } from '../../apps/server/src/clock.ts'
import { rowsOf, type Queries } from '../../apps/server/src/database/database.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { commit } from '../../apps/server/src/history/batch.ts'
import { createFolder } from '../../apps/server/src/history/fold.ts'
import { createHistory } from '../../apps/server/src/history/history.ts'
import { readLogBytes } from '../../apps/server/src/history/log-bytes.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { drawOld } from '../support/old-drawing.ts'
import { documentOf } from './history-app.ts'
import { databases, MIGRATIONS } from './http-app.ts'

/** A folder with the migrations before the one with this number. */
async function migrationsBefore(index: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gamelan-migrations-'))
  await cp(MIGRATIONS, folder, { recursive: true })
  const file = path.join(folder, 'meta/_journal.json')
  const journal = JSON.parse(await readFile(file, 'utf8')) as { entries: { idx: number }[] }
  journal.entries = journal.entries.filter(({ idx }) => idx < index)
  await writeFile(file, JSON.stringify(journal))
  return folder
}

const hex = (bytes: Uint8Array) => `'\\x${Buffer.from(bytes).toString('hex')}'`
const BEGIN = Date.UTC(2026, 0, 1)
const PEOPLE = ['kim', 'lee']
const HEAD = 60

describe.each(databases)('on %s', (_name, start) => {
  test('[A3] boards of rounds from before others belonged to sessions still belong to theirs', async () => {
    const server = await start()
    const old = await migrationsBefore(10)
    const dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-migrated-'))
    const settings = { databaseUrl: await server.createDatabase(), dataDir }
    const before = await openDatabase(settings, old)
    await before.queries.execute("insert into visitors (id, created_at) values ('visitor', now())")
    for (const id of ['session', 'own'])
      await before.queries.execute(
        `insert into boards (id, title, created_by, created_at, changed_at) values ('${id}', '', 'visitor', now(), now())`,
      )
    await before.queries.execute(
      "insert into round_boards (round_id, person_id, board_id, session_board_id) values ('r', 'visitor', 'own', 'session')",
    )
    await before.close()

    const database = await openDatabase(settings, MIGRATIONS)
    const belonging = (id: string) => belongingOf(database.queries, id)
    const own = { sessionBoardId: 'session', round: { owner: 'visitor', isRevealed: false } }
    expect(await belonging('own')).toEqual(own)
    expect(await belonging('session')).toBeUndefined()
    await database.queries.execute(
      `insert into session_events (board_id, seq, at, type, data)
       values ('session', 1, now(), 'round-revealed', '{"round": "r", "boards": {}}')`,
    )
    expect(await belonging('own')).toEqual({ ...own, round: { owner: 'visitor', isRevealed: true } })
    await database.close()
    await server.stop()
    await rm(old, { recursive: true })
    await rm(dataDir, { recursive: true })
  })

  test('[fault V5] members of a board of a session, as they were kept before, are gone; other members stay', async () => {
    const server = await start()
    const old = await migrationsBefore(11)
    const dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-migrated-'))
    const settings = { databaseUrl: await server.createDatabase(), dataDir }
    const before = await openDatabase(settings, old)
    await before.queries.execute("insert into visitors (id, created_at) values ('visitor', now())")
    for (const [id, session] of [
      ['session', 'null'],
      ['own', "'session'"],
    ])
      await before.queries.execute(
        `insert into boards (id, title, created_by, created_at, changed_at, session_board_id)
         values ('${id}', '', 'visitor', now(), now(), ${session})`,
      )
    for (const id of ['session', 'own'])
      await before.queries.execute(
        `insert into members (board_id, visitor_id, role, joined_at, seen_at)
         values ('${id}', 'visitor', 'editor', now(), now())`,
      )
    await before.close()

    const database = await openDatabase(settings, MIGRATIONS)
    const left = await rowsOf<{ board_id: string }>(database.queries, 'select board_id from members')
    expect(left).toEqual([{ board_id: 'session' }])
    await database.close()
    await server.stop()
    await rm(old, { recursive: true })
    await rm(dataDir, { recursive: true })
  })

  test('[H1] [H2] [S3] a log from before rows were small is the same log', async () => {
    const server = await start()
    const old = await migrationsBefore(7)
    const dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-migrated-'))
    const settings = { databaseUrl: await server.createDatabase(), dataDir }
    const first = Y.encodeStateAsUpdate(documentOf())
    const { rows, documents } = drawOld(first, { people: PEOPLE, perSecond: 10, until: HEAD, begin: BEGIN })

    const before = await openDatabase(settings, old)
    await before.queries.execute("insert into visitors (id, created_at) values ('visitor', now())")
    for (const id of ['one', 'other']) await writeOld(before.queries, id)
    await before.close()

    const database = await openDatabase(settings, MIGRATIONS)
    const log = createLog('silent', false)
    const history = createHistory({ database, clock: systemClock, log })
    for (const id of ['one', 'other']) {
      for (const seq of [1, 2, 11, 12, 20, 35, HEAD]) {
        // 2 to 11 and 12 to 21 are seconds that were folded.
        const used = seq < 11 ? 1 : seq > 11 && seq < 21 ? 11 : seq
        const moment = await history.at(id, seq)
        expect([id, seq, moment?.seq]).toEqual([id, seq, used])
        expect([id, seq, isSame(moment?.update, documents[used - 1])]).toEqual([id, seq, true])
      }
      const said = await rowsOf(
        database.queries,
        `select u.seq, a.actor, a.connection, u.changes, (extract(epoch from u.at) * 1000)::float8 as at
         from updates u join boards b on b.no = u.board join authors a on a.no = u.author
         where b.id = '${id}' and u.seq in (10, 11, 30) order by u.seq`,
      )
      const thirty = rows[28]
      expect(said).toEqual([
        { seq: 10, actor: 'kim', connection: 'tab of 0', changes: 5, at: BEGIN + 900 },
        { seq: 11, actor: 'lee', connection: 'tab of 1', changes: 5, at: BEGIN + 900 },
        {
          seq: 30,
          actor: thirty?.actor,
          connection: thirty?.connection,
          changes: null,
          at: thirty?.at.getTime(),
        },
      ])
      const [is] = await rowsOf<{ bytes: number }>(
        database.queries,
        `select sum(octet_length(u.payload))::int as bytes from updates u join boards b on b.no = u.board where b.id = '${id}'`,
      )
      expect(await readLogBytes(database.queries, id)).toBe(is?.bytes)
    }
    // A keyframe whose checksum had its highest bit set is as good as it was.
    expect(await history.load('one')).toMatchObject({ head: HEAD, keyframe: 40 })

    // It goes on: somebody known and somebody new draw, and what is old is folded.
    const ownership = await history.acquire('one')
    const more = documentOf(documents[HEAD - 1] as Uint8Array)
    const state = Y.encodeStateVector(more)
    more.getMap('elements').set('more', 1)
    const payload = Y.encodeStateAsUpdate(more, state)
    const author = { actor: 'lee', connection: 'tab of 1' }
    const entries = [
      { ...author, seq: HEAD + 1, at: BEGIN + 3_600_000, payload },
      { ...author, connection: 'another', seq: HEAD + 2, at: BEGIN + 3_600_000, payload },
    ]
    await commit(database, [{ boardId: 'one', epoch: ownership?.epoch ?? 0, entries, touch: false }], {
      again: false,
    })
    const authors = () =>
      rowsOf<{ actor: string; connection: string }>(
        database.queries,
        `select actor, connection from authors join boards b on b.no = board where b.id = 'one' order by actor, connection`,
      )
    expect(await authors()).toEqual([
      { actor: 'kim', connection: 'tab of 0' },
      { actor: 'lee', connection: 'another' },
      { actor: 'lee', connection: 'tab of 1' },
      { actor: 'visitor', connection: 'none' },
    ])
    expect((await createFolder({ database, clock: systemClock, log }).fold(1000)).before).toBeGreaterThan(0)
    expect(isSame((await history.at('one', 40))?.update, documents[39])).toBe(true)
    expect(isSame((await history.at('other', HEAD))?.update, documents[HEAD - 1])).toBe(true)

    await database.close()
    await server.stop()
    await rm(old, { recursive: true })
    await rm(dataDir, { recursive: true })

    /** A board whose first two seconds were folded, and a keyframe behind them. */
    async function writeOld(queries: Queries, id: string): Promise<void> {
      await queries.execute(
        `insert into boards (id, title, created_by, created_at, changed_at, folded_to)
         values ('${id}', 'Old', 'visitor', now(), now(), 21)`,
      )
      const add = (
        seq: number,
        at: Date,
        [actor, connection]: readonly [string, string],
        update: Uint8Array,
        fold?: { readonly first: number; readonly changes: number },
      ) => {
        const payload = fold?.first === 2 ? deflateRawSync(update) : update
        return queries.execute(
          `insert into updates (board_id, seq, at, actor, connection, payload, checksum, first, changes, encoding)
           values ('${id}', ${seq}, '${at.toISOString()}', '${actor}', '${connection}', ${hex(payload)},
             ${crc32(payload)}, ${fold?.first ?? 'null'}, ${fold?.changes ?? 1}, ${fold?.first === 2 ? 1 : 0})`,
        )
      }
      await add(1, new Date(BEGIN), ['visitor', 'none'], first)
      for (const begin of [2, 12]) {
        const second = rows.filter(({ seq }) => seq >= begin && seq < begin + 10)
        for (const [who, actor] of PEOPLE.entries()) {
          const own = second.filter((row) => row.actor === actor)
          const update = Y.mergeUpdates(own.map(({ payload }) => payload))
          const fold = { first: begin, changes: own.length }
          await add(begin + 8 + who, second.at(-1)?.at ?? new Date(), [actor, `tab of ${who}`], update, fold)
        }
      }
      for (const { seq, at, actor, connection, payload } of rows.slice(20))
        await add(seq, at, [actor, connection], payload)
      const document = highestBitSet(documents[39] as Uint8Array)
      await queries.execute(
        `insert into keyframes (board_id, seq, at, encoding, payload, checksum)
         values ('${id}', 40, '${new Date(BEGIN).toISOString()}', 1, ${hex(document)}, ${crc32(document)})`,
      )
      await queries.execute(
        `update boards set log_counted_to = 40, log_bytes = (
           select sum(octet_length(payload)) from updates where board_id = '${id}' and seq <= 40) where id = '${id}'`,
      )
    }
  })
})

/** Deflated in a way whose CRC-32 is past what an integer of 32 bits with a sign holds. */
function highestBitSet(document: Uint8Array): Uint8Array {
  for (let level = 1; level <= 9; level++) {
    for (let memLevel = 1; memLevel <= 9; memLevel++) {
      const bytes = deflateRawSync(document, { level, memLevel })
      if (crc32(bytes) >= 2 ** 31) return bytes
    }
  }
  throw new Error('no such checksum')
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return false
  const [one, other] = [documentOf(a), documentOf(b)]
  return JSON.stringify(one.getMap('elements').toJSON()) === JSON.stringify(other.getMap('elements').toJSON())
}

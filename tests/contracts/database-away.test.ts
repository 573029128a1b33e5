/**
 * A server whose Postgres is out of connections, or can only be read: every edge says `unavailable`, the log has no stack
 * of it, and all goes on once the database is well.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { WebSocket } from 'ws'
import { connect } from '../../apps/server/src/database/postgres.ts'
import { createBoard, type TestBoard } from '../support/boards.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { openSession } from '../support/session-client.ts'

const POOL = 3
/** A role of its own, since limits of connections do not hold for a superuser. */
const ROLE = `gamelan_limited_${String(process.pid)}`

let postgres: TestPostgres
let admin: ReturnType<typeof connect>
let server: RunningServer
let board: TestBoard

beforeAll(async () => {
  postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  const url = new URL(databaseUrl)
  const name = url.pathname.slice(1)
  admin = connect(databaseUrl, 1)
  await admin.unsafe(`create role ${ROLE} login password 'limited'`)
  await admin.unsafe(`alter database ${name} owner to ${ROLE}`)
  url.username = ROLE
  url.password = 'limited'
  server = await startServer({
    sources: true,
    env: { DATABASE_URL: url.href, DATABASE_POOL: String(POOL), LOG_LEVEL: 'info' },
  })
  board = await createBoard(server.origin)
})

afterAll(async () => {
  await server.stop()
  // The server of databases may be one that outlives this test.
  await admin.unsafe(`reassign owned by ${ROLE} to current_user`)
  await admin.unsafe(`drop role ${ROLE}`)
  await admin.end()
  await postgres.stop()
})

const bearer = () => ({ authorization: `Bearer ${board.keys.facilitator}` })
const read = () => fetch(`${server.origin}/api/boards/${board.id}`, { headers: bearer() })
const readiness = () => fetch(`${server.origin}/readyz`)
/** The levels and messages of what was logged since a length of the log. */
const logged = (since: number) =>
  server
    .stderr()
    .slice(since)
    .split('\n')
    .filter((line) => line !== '')

async function problem(answer: Response): Promise<unknown> {
  const { code, faults } = (await answer.json()) as { code: string; faults?: { path: string }[] }
  return { status: answer.status, code, ...(faults && { checks: faults.map(({ path }) => path) }) }
}

/** The code with which a sync socket is closed. */
const closing = () =>
  new Promise<number>((resolve) => {
    const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/sync/${board.id}`, {
      headers: bearer(),
    })
    socket.on('close', resolve)
    socket.on('error', () => undefined)
  })

/** Asks again until it is so: whoever changed the database knows when it holds for new connections, and no more. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

describe('[S12] a database that cannot serve', () => {
  test('[fault P12] out of connections: 503 at each edge, no stack, and back again', async () => {
    const before = server.stderr().length
    await admin.unsafe(`alter role ${ROLE} connection limit 0`)
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${ROLE}`
    await until(async () => (await read()).status !== 200)
    // One query after the other, so that each is refused with 53300 and not with the end of its connection.
    for (let i = 0; i < 10; i++)
      expect(await problem(await read())).toEqual({ status: 503, code: 'unavailable' })
    const made = await fetch(`${server.origin}/api/boards`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(await problem(made)).toEqual({ status: 503, code: 'unavailable' })
    expect(await closing()).toBe(CLOSE_CODES.unavailable)
    await expect(openSession(server.origin, board.id, { headers: bearer() })).rejects.toMatchObject({
      data: { code: 'unavailable' },
    })
    expect(await problem(await readiness())).toEqual({
      status: 503,
      code: 'unavailable',
      checks: ['database-read'],
    })
    const lines = logged(before)
    expect(lines.join('\n')).toContain('"database":"53300"')
    expect(lines.filter((line) => /"level":"error"|"stack"/.test(line))).toEqual([])

    await admin.unsafe(`alter role ${ROLE} connection limit -1`)
    await until(async () => (await read()).status === 200)
    expect((await readiness()).status).toBe(200)
  })

  test('[fault P12] DATABASE_POOL bounds the connections, however many ask', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, read))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const [row] = await admin<{ count: number }[]>`
      select count(*)::int as count from pg_stat_activity where usename = ${ROLE}`
    expect(row?.count).toBe(POOL)
  })

  test('[fault V15] that can only be read: not ready, and it says which check failed', async () => {
    const set = (value: string) =>
      admin.unsafe(`alter role ${ROLE} set default_transaction_read_only = ${value}`)
    const renew = () => admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${ROLE}`
    await set('on')
    await renew()
    await until(async () => (await read()).status === 200)
    await until(async () => (await readiness()).status === 503)
    expect(await problem(await readiness())).toEqual({
      status: 503,
      code: 'unavailable',
      checks: ['database-write'],
    })
    expect((await read()).status).toBe(200)
    await set('off')
    await renew()
    await until(async () => (await readiness()).status === 200)
  })
})

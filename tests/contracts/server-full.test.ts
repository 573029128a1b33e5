/**
 * A server that stores as much as it may: each call that makes something new is refused with one code, in all
 * conversations, and whoever draws on an existing board draws on.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BlockText } from '@gamelan/protocol/session/agenda'
import { encodeStep1, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { change, docOf } from '../../apps/server/src/rooms/admission.fake.ts'
import { createBoard } from '../support/boards.ts'
import { startServer } from '../support/server.ts'
import { openSession } from '../support/session-client.ts'
import {
  databases,
  Person,
  png,
  rectangle,
  startHttp,
  UNKNOWN_BOARD,
  type DatabaseServer,
  type HttpApp,
} from './http-app.ts'

const MIB = 1024 * 1024
const drawing = { type: 'excalidraw', elements: [rectangle('r')] }
const rule = { weekday: 2, start: '10:00', minutes: 60, timeZone: 'Europe/Berlin', from: '2026-12-01' }

/** Calls that make something new. A full server refuses each of them. */
const MAKES: Readonly<Record<string, unknown>> = {
  'POST /api/boards': { title: 'More' },
  'POST /api/boards/{id}/fork': {},
  'POST /api/boards/{id}/import': Buffer.from(JSON.stringify(drawing)),
  'POST /api/boards/{id}/files': png(3),
  'PUT /api/boards/{id}/picture': png(3),
  'POST /api/boards/{id}/snapshots': { name: 'Now' },
  'POST /api/boards/{id}/bookmarks': { kind: 'surprise' },
  'POST /api/boards/{id}/series': { title: 'Weekly', question: '', role: 'editor', ...rule },
  'POST /api/series/{id}/play-again': {},
}

/** Calls that change what exists, let people in, or make room. They go on. */
const GO_ON: readonly string[] = [
  'PATCH /api/boards/{id}',
  'DELETE /api/boards/{id}',
  'POST /api/boards/{id}/join',
  'POST /api/boards/{id}/links',
  'PATCH /api/boards/{id}/members/{participantId}',
  'DELETE /api/boards/{id}/members/{participantId}',
  'POST /api/boards/{id}/restore',
  'POST /api/boards/{id}/erase',
  'POST /api/boards/{id}/erase/plan',
  'DELETE /api/boards/{id}/marks/{markId}',
  'POST /api/line-reports',
  'PUT /api/me',
  'POST /api/me/link',
  'DELETE /api/me/link',
  'POST /api/me/open',
  'PATCH /api/series/{id}',
  'POST /api/series/{id}/invitation',
  'POST /api/series/{id}/join',
  'POST /api/trash/{id}/restore',
]

const block: BlockText = {
  title: 'Down',
  format: 'talk',
  question: '',
  steps: [],
  minutes: 5,
  owner: null,
}

describe.each(databases)('[A6] [fault V7] a full server on %s', (_, startDatabases) => {
  let databaseServer: DatabaseServer
  let http: HttpApp
  let owner: Person
  let board: string
  let keys: Awaited<ReturnType<Person['makeBoard']>>['keys']
  let series: string

  beforeAll(async () => {
    databaseServer = await startDatabases()
    http = await startHttp(databaseServer, { limits: { bytesTotal: MIB } })
    owner = new Person(http)
    ;({ id: board, keys } = await owner.makeBoard('Here'))
    series = (await owner.call('POST', `/api/boards/${board}/series`, MAKES['POST /api/boards/{id}/series']))
      .body.id
  })
  afterAll(async () => {
    await http.stop()
    await databaseServer.stop()
  })

  async function figure(name: string): Promise<number> {
    const { raw } = await owner.call('GET', '/metrics')
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(raw.toString())?.[1])
  }

  test('what would not fit any more is refused, what fits is taken', async () => {
    const image = (n: number, bytes: number) => Buffer.concat([png(n), Buffer.alloc(bytes, n)])
    const put = (bytes: Buffer) => owner.bytes('POST', `/api/boards/${board}/files`, bytes)
    expect((await put(image(1, 0.9 * MIB))).status).toBe(201)
    expect(await figure('gamelan_stored_bytes')).toBeGreaterThan(0.9 * MIB)
    expect(await figure('gamelan_storage_level\\{of="stored"\\}')).toBe(2)
    expect(await put(image(2, 0.2 * MIB))).toMatchObject({ status: 507, body: { code: 'server-full' } })
    expect((await put(image(2, 1024))).status).toBe(201)
    // The same image again takes no more room.
    expect((await put(image(2, 1024))).status).toBe(200)
  })

  test('drawing goes on past the limit, and is saved', async () => {
    const program = new Person(http, keys.editor)
    const socket = await program.connect(board, '?saved=1')
    socket.send(encodeStep1(Uint8Array.of(0)))
    socket.send(encodeStep2(Y.encodeStateAsUpdate(docOf(70))))
    const large = change(docOf(71), (doc) => doc.getMap('elements').set('large', 'x'.repeat(0.2 * MIB)))
    socket.send(encodeUpdate(large))
    await socket.heard(({ type }) => type === 'saved')
    await expect.poll(() => figure('gamelan_storage_level\\{of="stored"\\}'), { timeout: 30_000 }).toBe(3)
    socket.send(encodeUpdate(change(docOf(72), (doc) => doc.getMap('elements').set('small', 'x'))))
    await socket.heard((message) => message.type === 'saved' && message.saved.messages === 3)
    expect(socket.isOpen()).toBe(true)
    socket.end()
  })

  test.each(Object.entries(MAKES))('%s is refused', async (name, body) => {
    const [method = '', address = ''] = name.split(' ')
    const id = address.includes('/series/') ? series : board
    const answer = await owner.send(method, address.replace('{id}', id), body)
    expect([answer.status, answer.body.code]).toEqual([507, 'server-full'])
    expect(answer.body.detail).toMatch(/existing boards goes on/)
    if (!address.includes('{id}')) return
    // [A3] A stranger learns nothing of the board by it.
    const stranger = new Person(http)
    const asked = [id, UNKNOWN_BOARD].map((each) =>
      stranger.send(method, address.replace('{id}', each), body),
    )
    const [known, unknown] = await Promise.all(asked)
    expect([known?.status, known?.body]).toEqual([unknown?.status, unknown?.body])
  })

  test('each call of the OpenAPI document is either refused or goes on, and says so', async () => {
    const { body: document } = await owner.call('GET', '/api/openapi.json')
    const paths = Object.entries(document.paths as Record<string, Record<string, { responses: object }>>)
    const calls = paths.flatMap(([address, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => ({
        name: `${method.toUpperCase()} ${address}`,
        isRefused: '507' in responses,
      })),
    )
    const writing = calls.filter(({ name }) => !name.startsWith('GET '))
    expect(writing.map(({ name }) => name).sort()).toEqual([...Object.keys(MAKES), ...GO_ON].sort())
    const refused = calls.filter(({ isRefused }) => isRefused).map(({ name }) => name)
    expect(refused.sort()).toEqual(Object.keys(MAKES).sort())
  })

  test('people still come, say who they are, rename, and throw away', async () => {
    const kim = await Person.join(http, board, keys.editor, 'Kim')
    const answers = [
      await kim.call('PUT', '/api/me', { name: 'Kim', color: '#1864ab' }),
      await owner.call('PATCH', `/api/boards/${board}`, { title: 'Renamed' }),
      await owner.call('POST', `/api/boards/${board}/links`, { role: 'viewer' }),
      await kim.call('GET', `/api/boards/${board}/scene`),
    ]
    expect(answers.map(({ status }) => status < 300)).toEqual(answers.map(() => true))
  })

  test('a session goes on, and makes no board', async () => {
    const origin = http.sockets.replace('ws:', 'http:')
    const client = await openSession(origin, board, { headers: owner.credentials() })
    await client.until(({ seq }) => seq > 0)
    const full = { ok: false, code: 'server-full' }
    expect(await client.ask({ type: 'open-round', question: 'What is slow?' })).toMatchObject(full)
    const pivot = { type: 'pivot', reason: 'It is down', to: block } as const
    expect(await client.ask({ ...pivot, onFreshBoard: true })).toMatchObject(full)
    expect(await client.ask({ ...pivot, onFreshBoard: false })).toMatchObject({ ok: true })
    expect(await client.ask({ type: 'add-blocks', blocks: [block] })).toMatchObject({ ok: true })
    client.end()
  })
})

test('[A6] [fault V7] with less free on the disk than MIN_FREE_DISK it says so, and makes no board', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-test-'))
  const first = await startServer({ sources: true, dataDir })
  const { id, keys } = await createBoard(first.origin)
  await first.kill('SIGTERM')
  // More than any disk of a test has.
  const MIN_FREE_DISK = String(1_000_000 * MIB)
  const server = await startServer({ sources: true, dataDir, env: { MIN_FREE_DISK } })
  const made = await fetch(`${server.origin}/api/boards`, { method: 'POST' })
  expect([made.status, ((await made.json()) as { code: string }).code]).toEqual([507, 'server-full'])
  const seen = await fetch(`${server.origin}/api/boards/${id}`, {
    headers: { authorization: `Bearer ${keys.viewer}` },
  })
  expect(seen.status).toBe(200)
  const warnings = server.stderr().match(/the server is full/g)
  expect(warnings).toHaveLength(1)
  const metrics = await (await fetch(`${server.origin}/metrics`)).text()
  expect(metrics).toMatch(/^gamelan_storage_level\{of="disk"\} 3$/m)
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

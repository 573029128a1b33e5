/**
 * The board of a pivot, and somebody who has no role on the session's board, or has lost it: with keys of other boards,
 * tickets, raw sockets and raw http they find nothing there, change nothing, and learn not even that there is one.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import { change, docOf } from '../../apps/server/src/rooms/admission.fake.ts'
import { createBoard, type TestBoard } from '../support/boards.ts'
import { openSession, type SessionClient } from '../support/session-client.ts'
import { addressOf, everyCall } from './every-call.ts'
import { bearer, type Browser, type Headers } from './scene.ts'
import { world } from './world.ts'

const SECRET = 'what is really down'
const MANY = '100000'

const scene = world({ LIMIT_REQUESTS_PER_MINUTE: MANY, LIMIT_DRAWINGS_PER_MINUTE: MANY })
let facilitator: Browser
let kim: Browser
let mallory: Browser
let others: TestBoard
let session: SessionClient
let fresh: string

const refused = { data: { code: 'forbidden-or-unknown' } }

/** Who has no role on the session's board, with all that they could show. */
const strangers = (): [string, Headers][] => [
  ['somebody of another board', { cookie: mallory.cookie }],
  ['a program of another board', bearer(others.keys.facilitator)],
  ['a program with a key that is none', bearer('k'.repeat(32))],
  ['nobody', {}],
]

const read = (headers: Headers, path = '') => scene.call('GET', `/api/boards/${fresh}${path}`, headers)

async function draw(headers: Headers, client: number, key: string): Promise<void> {
  const socket = scene.attack(headers, fresh)
  await socket.send(encodeUpdate(change(docOf(client), (doc) => doc.getMap('elements').set(key, 1))))
  await socket.handled()
  socket.leave()
}

beforeAll(async () => {
  const { keys, id } = scene.board
  facilitator = await scene.browser(keys.facilitator, 'Noor')
  kim = await scene.browser(keys.editor, 'Kim')
  const other = await createBoard(scene.origin, 'Another')
  mallory = await scene.browser(other.keys.facilitator, 'Mallory', other.id)
  others = other
  session = await openSession(scene.origin, id, { headers: { cookie: facilitator.cookie } })
  await session.until(({ seq }) => seq > 0)
  const to = {
    title: SECRET,
    format: 'talk' as const,
    question: '',
    steps: [],
    minutes: 10,
    owner: null,
  }
  const answer = await session.ask({ type: 'pivot', reason: 'It is down', to, onFreshBoard: true })
  if (!answer.ok) throw new Error(answer.message)
  fresh = session.state.agenda[0]?.board ?? ''
})
afterAll(() => session.end())

test('who has a role on the session’s board draws there, also who came after the pivot, and an attacker would see it', async () => {
  await draw({ cookie: kim.cookie }, 41, SECRET)
  const late = await scene.browser(scene.board.keys.editor, 'Late')
  await draw({ cookie: late.cookie }, 42, 'by who came late')
  const logged = async () => (await read({ cookie: late.cookie }, '/history/updates?after=0&until=3')).text
  await expect.poll(logged, { timeout: 10_000 }).toContain(SECRET)
  await expect.poll(logged, { timeout: 10_000 }).toContain('by who came late')
})

test('[A3] no call of http gives a stranger anything of it, and it answers as a board that is not there', async () => {
  const nowhere = 'x'.repeat(22)
  for (const { method, path, bodyTypes } of await everyCall(scene)) {
    if (!path.includes('/boards/{id}')) continue
    const ids = { seq: '2', fileId: 'x', participantId: kim.id, markId: 'x' }
    const body =
      bodyTypes.length > 0 ? { key: others.keys.facilitator, role: 'viewer', title: 'Mine' } : undefined
    for (const [who, headers] of strangers()) {
      const [there, unknown] = [
        await scene.send(method, addressOf(path, { id: fresh, ...ids }), headers, body),
        await scene.send(method, addressOf(path, { id: nowhere, ...ids }), headers, body),
      ]
      expect([there.status, there.text], `${method} ${path} by ${who}`).toEqual([
        unknown.status,
        unknown.text,
      ])
      expect(there.status).toBeGreaterThanOrEqual(400)
    }
  }
})

test('[A3] nor does a socket, a ticket, a list or a line of the log', async () => {
  for (const [, headers] of strangers()) {
    expect(await scene.attack(headers, fresh).closed).toBe(CLOSE_CODES.forbidden)
    await expect(openSession(scene.origin, fresh, { headers })).rejects.toMatchObject(refused)
  }
  await expect(openSession(scene.origin, fresh, { ticket: mallory.ticket })).rejects.toMatchObject(refused)
  // A ticket is of one board.
  await expect(openSession(scene.origin, fresh, { ticket: kim.ticket })).rejects.toMatchObject(refused)
  for (const path of ['/api/boards', '/api/trash', '/metrics', '/readyz', '/api/settings']) {
    for (const [, headers] of strangers()) {
      const { text } = await scene.call('GET', path, headers)
      expect([path, text.includes(fresh), text.includes(SECRET)]).toEqual([path, false, false])
    }
  }
  expect(scene.logged()).not.toContain(SECRET)
})

test('[A1] a viewer of the session’s board only looks, by cookie and by key, on every way', async () => {
  const viewer = await scene.browser(scene.board.keys.viewer, 'Vera')
  for (const headers of [{ cookie: viewer.cookie }, bearer(scene.board.keys.viewer)]) {
    expect((await read(headers, '/scene')).status).toBe(200)
    await draw(headers, 51, 'by a viewer')
    const drawing = { type: 'excalidraw', elements: [] }
    expect((await scene.send('POST', `/api/boards/${fresh}/import`, headers, drawing)).status).toBe(403)
    expect((await scene.call('DELETE', `/api/boards/${fresh}`, headers)).status).toBe(403)
  }
  const looking = await openSession(scene.origin, fresh, { headers: { cookie: viewer.cookie } })
  expect(await looking.ask({ type: 'lock', locked: true })).toMatchObject({ code: 'not-allowed' })
  looking.end()
  expect((await read({ cookie: kim.cookie }, '/history/updates?after=0&until=9')).text).not.toContain(
    'by a viewer',
  )
})

test('nobody lets anybody in there but by the session’s board: not even its facilitators, nor who made it', async () => {
  for (const headers of [{ cookie: facilitator.cookie }, bearer(scene.board.keys.facilitator)]) {
    for (const [method, path, body] of [
      ['POST', '/links', { role: 'facilitator' }],
      ['GET', '/members', undefined],
      ['PATCH', `/members/${kim.id}`, { role: 'facilitator' }],
      ['DELETE', `/members/${kim.id}`, undefined],
    ] as const) {
      const { status, text } = await scene.send(method, `/api/boards/${fresh}${path}`, headers, body)
      expect([path, status, (JSON.parse(text) as { code: string }).code]).toEqual([
        path,
        409,
        'board-of-session',
      ])
    }
  }
})

test('[A4] who is taken off the session’s board is out within a second, on every socket, and finds nothing after', async () => {
  const watching = scene.attack({ cookie: kim.cookie }, fresh)
  await watching.heard(() => true)
  const listening = await openSession(scene.origin, fresh, { headers: { cookie: kim.cookie } })
  const joined = await scene.send('POST', `/api/boards/${fresh}/join`, { cookie: kim.cookie }, {})
  const { ticket } = JSON.parse(joined.text) as { ticket: string }
  const began = performance.now()
  const address = `/api/boards/${scene.board.id}/members/${kim.id}`
  expect((await scene.send('DELETE', address, { cookie: facilitator.cookie })).status).toBe(204)
  expect(await watching.closed).toBe(CLOSE_CODES.forbidden)
  expect(await listening.ended).toBe('io server disconnect')
  expect(performance.now() - began).toBeLessThan(1000)
  expect((await read({ cookie: kim.cookie })).status).toBe(404)
  expect((await scene.send('POST', `/api/boards/${fresh}/join`, { cookie: kim.cookie }, {})).status).toBe(404)
  await expect(openSession(scene.origin, fresh, { ticket })).rejects.toMatchObject(refused)
})

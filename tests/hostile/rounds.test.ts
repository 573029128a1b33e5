/**
 * A private round: what somebody draws there is theirs alone until the reveal, whatever a participant or a facilitator
 * tries with raw sockets and raw http; then all may look, and nobody but its owner may draw.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import { change, docOf } from '../../apps/server/src/rooms/admission.fake.ts'
import { openSession, type SessionClient } from '../support/session-client.ts'
import { addressOf, everyCall } from './every-call.ts'
import { bearer, type Browser, type Headers } from './scene.ts'
import { world } from './world.ts'

const SECRET = 'nobody checks the certificate'

const scene = world()
let kim: Browser
let lee: Browser
let facilitator: Browser
let sessions: SessionClient[]
let round: string
let board: string

/** Everybody but its owner, with all that they could show. */
function attackers(): [string, Headers][] {
  return [
    ['a participant', { cookie: lee.cookie }],
    ['a facilitator', { cookie: facilitator.cookie }],
    ['a program of the facilitators', bearer(scene.board.keys.facilitator)],
    ['nobody', {}],
  ]
}

/** All drawings of the round, by the session's board. */
const drawingsOf = (headers: Headers) =>
  scene.call('GET', `/api/boards/${scene.board.id}/rounds/${round}/drawings`, headers)

const sceneOf = (headers: Headers) => scene.call('GET', `/api/boards/${board}/scene`, headers)

beforeAll(async () => {
  const { keys, id } = scene.board
  ;[kim, lee, facilitator] = await Promise.all([
    scene.browser(keys.editor, 'Kim'),
    scene.browser(keys.editor, 'Lee'),
    scene.browser(keys.facilitator, 'Noor'),
  ])
  sessions = await Promise.all(
    [facilitator, kim, lee].map(({ cookie }) => openSession(scene.origin, id, { headers: { cookie } })),
  )
  const [leads, draws] = sessions
  if (leads === undefined || draws === undefined) throw new Error('nobody came')
  await leads.until(({ people }) => [kim, lee].every((one) => people.people[one.id]?.here === true))
  const answer = await leads.ask({ type: 'open-round', question: 'Where is it weak?' })
  if (!answer.ok) throw new Error(answer.message)
  await draws.until(() => draws.ownBoards.size > 0)
  const [own] = draws.ownBoards
  if (own === undefined) throw new Error('no board')
  ;[round, board] = own
})
afterAll(() => {
  for (const session of sessions) session.end()
})

test('its owner draws on it, and finds that in its log, as an attacker would', async () => {
  const socket = scene.attack({ cookie: kim.cookie }, board)
  await socket.send(encodeUpdate(change(docOf(41), (doc) => doc.getMap('elements').set(SECRET, 1))))
  await socket.handled()
  socket.leave()
  const logged = async () => {
    const path = `/api/boards/${board}/history/updates?after=0&until=2`
    return (await scene.call('GET', path, { cookie: kim.cookie })).text
  }
  await expect.poll(logged, { timeout: 10_000 }).toContain(SECRET)
})

test('each is told of their own board, and of nobody else’s', async () => {
  const told = sessions.map((session) => JSON.stringify([session.state, session.events]))
  for (const text of told) expect(text).not.toContain(board)
  const [leads, , draws] = sessions
  await draws?.until(() => draws.ownBoards.has(round))
  expect(draws?.ownBoards.get(round)).not.toBe(board)
  await leads?.until(() => leads.ownBoards.has(round))
  expect(leads?.state.rounds[0]).toMatchObject({ drawers: { [kim.id]: 'drawing' }, boards: {} })
})

test('before the reveal no call of http gives anything of it, or changes it', async () => {
  for (const { method, path, bodyTypes } of await everyCall(scene)) {
    if (!path.includes('/boards/{id}')) continue
    const address = addressOf(path, {
      id: board,
      roundId: round,
      seq: '2',
      fileId: 'x',
      visitorId: kim.id,
      markId: 'x',
    })
    const body =
      bodyTypes.length > 0 ? { key: scene.board.keys.facilitator, role: 'viewer', title: 'Mine' } : undefined
    for (const [who, headers] of attackers()) {
      const { status, text } = await scene.send(method, address, headers, body)
      expect([400, 401, 404, 413, 415], `${method} ${path} by ${who}`).toContain(status)
      expect(text).not.toContain(SECRET)
    }
  }
  for (const [who, headers] of [...attackers(), ['its owner', { cookie: kim.cookie }] as const])
    expect([who, (await drawingsOf(headers)).status]).toEqual([who, 404])
})

test('nor does a socket, a list, a figure or a line of the log', async () => {
  for (const [, headers] of attackers()) {
    expect(await scene.attack(headers, board).closed).toBe(CLOSE_CODES.forbidden)
    await expect(openSession(scene.origin, board, { headers })).rejects.toMatchObject({
      data: { code: 'forbidden-or-unknown' },
    })
  }
  for (const ticket of [lee.ticket, facilitator.ticket])
    await expect(openSession(scene.origin, board, { ticket })).rejects.toMatchObject({
      data: { code: 'forbidden-or-unknown' },
    })
  for (const path of ['/api/boards', '/api/boards/trash', '/metrics', '/readyz', '/api/settings']) {
    for (const [, headers] of [...attackers(), ['its owner', { cookie: kim.cookie }] as const]) {
      const { text } = await scene.call('GET', path, headers)
      expect(text).not.toContain(board)
      expect(text).not.toContain(SECRET)
    }
  }
  expect(scene.logged()).not.toContain(SECRET)
})

test('its owner has no link to it, and cannot let anybody in', async () => {
  const { text } = await scene.call('GET', `/api/boards/${board}`, { cookie: kim.cookie })
  expect(JSON.parse(text)).toMatchObject({ role: 'editor', links: { editor: null, viewer: null } })
  const renewed = await scene.send(
    'POST',
    `/api/boards/${board}/links`,
    { cookie: kim.cookie },
    { role: 'viewer' },
  )
  expect(renewed.status).toBe(403)
})

test('a participant, or a facilitator of another board, cannot reveal it', async () => {
  expect(await sessions[2]?.ask({ type: 'reveal-round' })).toMatchObject({ code: 'not-allowed' })
  expect((await sceneOf({ cookie: facilitator.cookie })).status).toBe(404)
})

test('once it is revealed all who are in the session may look, and nobody else may draw', async () => {
  const [leads, , draws] = sessions
  if (leads === undefined || draws === undefined) throw new Error('nobody came')
  expect(await leads.ask({ type: 'reveal-round' })).toMatchObject({ ok: true })
  await draws.until(({ rounds }) => rounds[0]?.revealedAt !== null)
  expect(draws.state.rounds[0]?.boards[kim.id]).toBe(board)
  for (const headers of [
    { cookie: lee.cookie },
    { cookie: facilitator.cookie },
    bearer(scene.board.keys.viewer),
  ]) {
    expect((await sceneOf(headers)).status).toBe(200)
    const { text } = await scene.call('GET', `/api/boards/${board}`, headers)
    expect(JSON.parse(text)).toMatchObject({ role: 'viewer' })
    const socket = scene.attack(headers, board)
    await socket.send(encodeUpdate(change(docOf(51), (doc) => doc.getMap('elements').set('by another', 1))))
    await socket.handled()
    socket.leave()
  }
  const { text } = await sceneOf({ cookie: kim.cookie })
  expect(text).not.toContain('by another')
  for (const headers of [{ cookie: lee.cookie }, bearer(scene.board.keys.viewer)]) {
    const { drawings } = JSON.parse((await drawingsOf(headers)).text) as { drawings: { board: string }[] }
    expect(drawings.map((one) => one.board).toSorted()).toEqual(
      Object.values(draws.state.rounds[0]?.boards ?? {}).toSorted(),
    )
  }
  expect((await sceneOf({})).status).toBe(404)
  expect((await drawingsOf({})).status).toBe(404)
  // Nor by the address of one of its boards, of which it is no round.
  const wrong = `/api/boards/${board}/rounds/${round}/drawings`
  expect((await scene.call('GET', wrong, { cookie: lee.cookie })).text).toContain('round-unknown')
  expect(await scene.attack({}, board).closed).toBe(CLOSE_CODES.forbidden)
})

test('[A4] who loses the board loses what was revealed on it, within a second; its owner keeps their own', async () => {
  const watching = scene.attack({ cookie: lee.cookie }, board)
  const drawing = scene.attack({ cookie: kim.cookie }, board)
  for (const socket of [watching, drawing]) await socket.heard(() => true)
  const listening = await openSession(scene.origin, board, { headers: { cookie: lee.cookie } })
  const began = performance.now()
  const { status } = await scene.send(
    'DELETE',
    `/api/boards/${scene.board.id}/members/${lee.id}`,
    bearer(scene.board.keys.facilitator),
  )
  expect(status).toBeLessThan(300)
  expect(await watching.closed).toBe(CLOSE_CODES.forbidden)
  expect(await listening.ended).toBe('io server disconnect')
  expect(performance.now() - began).toBeLessThan(1000)
  expect((await sceneOf({ cookie: lee.cookie })).status).toBe(404)
  expect((await drawingsOf({ cookie: lee.cookie })).status).toBe(404)
  await drawing.handled()
  expect((await sceneOf({ cookie: kim.cookie })).status).toBe(200)
  drawing.leave()
  listening.end()
})

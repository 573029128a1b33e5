/**
 * The news of boards against somebody who means harm: whatever a socket says that it watches, it hears of nothing that its person
 * may not see, and costs the server nothing.
 */
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBoard, type TestBoard } from '../support/boards.ts'
import { openSession, type SessionClient } from '../support/session-client.ts'
import { bearer, type Browser } from './scene.ts'
import { world } from './world.ts'

const scene = world()
let viewer: Browser
let facilitator: Browser
let other: TestBoard
const clients: SessionClient[] = []

async function open(cookie: string, board = scene.board.id): Promise<SessionClient> {
  const client = await openSession(scene.origin, board, { headers: { cookie } })
  clients.push(client)
  return client
}
const everything = (...boards: readonly string[]) =>
  boards.map((board) => ({ board, history: true, members: true }))
const asFacilitator = (method: string, path: string, body?: object) =>
  scene.send(method, path, { cookie: facilitator.cookie }, body)
/** Once this has come, all that was told at once before it has come, too. */
async function renameAndHear(title: string, ...hearers: readonly SessionClient[]): Promise<void> {
  expect((await asFacilitator('PATCH', `/api/boards/${scene.board.id}`, { title })).status).toBe(200)
  for (const hearer of hearers) await hearer.hear((news) => news.kind === 'title' && news.title === title)
}

beforeAll(async () => {
  const { keys } = scene.board
  ;[viewer, facilitator] = await Promise.all([
    scene.browser(keys.viewer, 'Vic'),
    scene.browser(keys.facilitator, 'Noor'),
  ])
  other = await createBoard(scene.origin, 'Another board')
})
afterAll(() => {
  for (const client of clients) client.end()
})

test('[fault V10] [A3] a viewer and a program hear nothing of members, nor of links that they may not see', async () => {
  const socket = await open(viewer.cookie)
  const program = await openSession(scene.origin, scene.board.id, {
    headers: bearer(scene.board.keys.viewer),
  })
  clients.push(program)
  const honest = await open(facilitator.cookie)
  for (const one of [socket, program, honest]) await one.watch(everything(scene.board.id))
  const path = `/api/boards/${scene.board.id}`
  const eve = await scene.browser(scene.board.keys.editor, 'Eve')
  await honest.hear(({ kind }) => kind === 'members')
  await asFacilitator('PATCH', `${path}/members/${eve.id}`, { role: 'viewer' })
  await asFacilitator('DELETE', `${path}/members/${eve.id}`)
  await asFacilitator('POST', `${path}/links`, { role: 'facilitator' })
  await honest.hear(({ kind }) => kind === 'links')
  await renameAndHear('Told to all', socket, program, honest)
  for (const { news } of [socket, program])
    expect(news.map(({ kind }) => kind).filter((kind) => kind !== 'history')).toEqual(['title'])
})

test('[fault V10] [A3] boards of others cannot be watched, and an unknown one is answered like a forbidden one', async () => {
  const socket = await open(viewer.cookie)
  const unknown = 'unknown-board-00000000'
  const answers = await Promise.all([socket.watch(everything(other.id)), socket.watch(everything(unknown))])
  const { boards } = await socket.watch(everything(scene.board.id, other.id, unknown))
  expect(boards).toEqual([scene.board.id])
  for (const answer of answers) expect(answer.boards).not.toContain(other.id)
  await scene.send('PATCH', `/api/boards/${other.id}`, bearer(other.keys.facilitator), { title: 'Hidden' })
  await renameAndHear('Seen', socket)
  expect(JSON.stringify(socket.news)).not.toContain(other.id)
  expect(JSON.stringify(socket.news)).not.toContain('Hidden')
})

test('[fault V10] [A3] a board on which somebody else draws alone cannot be watched, not even by a facilitator', async () => {
  const kim = await scene.browser(scene.board.keys.editor, 'Kim')
  const [leads, draws] = [await open(facilitator.cookie), await open(kim.cookie)]
  await leads.until(({ people }) => people.people[kim.id]?.here === true)
  expect(await leads.ask({ type: 'open-round', question: 'Where is it weak?' })).toMatchObject({ ok: true })
  await draws.until(() => draws.ownBoards.size > 0)
  const [own] = [...draws.ownBoards.values()]
  if (own === undefined) throw new Error('no board')
  expect((await draws.watch(everything(own))).boards).toContain(own)
  expect((await leads.watch(everything(own))).boards).not.toContain(own)
  const { status } = await scene.send(
    'PATCH',
    `/api/boards/${own}`,
    { cookie: kim.cookie },
    { title: 'Mine' },
  )
  expect(status).toBe(200)
  await draws.hear((news) => news.board === own)
  await renameAndHear('Theirs', leads)
  expect(JSON.stringify(leads.news)).not.toContain(own)
})

test('[A4] who is removed hears nothing from then on', async () => {
  const gone = await scene.browser(scene.board.keys.editor, 'Gone')
  const socket = await open(gone.cookie)
  await socket.watch(everything(scene.board.id))
  const honest = await open(facilitator.cookie)
  await honest.watch(everything(scene.board.id))
  await asFacilitator('DELETE', `/api/boards/${scene.board.id}/members/${gone.id}`)
  await socket.ended
  const before = socket.news.length
  await renameAndHear('Without them', honest)
  expect(socket.news.length).toBe(before)
})

test.each([
  ['nothing', undefined],
  ['a text', 'all'],
  ['no list', { board: 'x' }],
  ['no ids', [{ board: '../../etc' }]],
  ['a prototype', JSON.parse('[{"__proto__": {"board": 1}}]') as unknown],
  ['too many', Array.from({ length: 101 }, (_, i) => ({ board: String(i).padStart(22, 'x') }))],
])('[A6] a socket that watches %s is not answered, and nothing breaks', async (_what, watched) => {
  const socket = await open(viewer.cookie)
  const answer = socket.watch(watched)
  // It is handled before this is answered.
  await socket.time()
  await expect(Promise.race([answer, Promise.resolve('none')])).resolves.toBe('none')
  expect(socket.connected).toBe(true)
})

test('[A6] a socket that says again and again what it watches is ended, and nobody else notices', async () => {
  const flood = io(`${scene.origin}/session`, {
    auth: { boardId: scene.board.id },
    extraHeaders: { cookie: viewer.cookie },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  })
  const ended = new Promise<void>((resolve) => flood.once('disconnect', () => resolve()))
  await new Promise<void>((resolve) => flood.once('connect', () => resolve()))
  for (let i = 0; i < 200; i++) flood.emit('watch', everything(other.id), () => undefined)
  await expect(ended).resolves.toBeUndefined()
  flood.close()
})

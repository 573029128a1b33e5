/**
 * Programs of people who came by a link, and call what their role is not for: every call that changes a board, and what
 * a facilitator alone may read. Each is refused, nothing is different afterwards, and two honest people notice nothing.
 */
import { beforeAll, expect, test } from 'vitest'
import { png } from '../contracts/http-app.ts'
import { openSession } from '../support/session-client.ts'
import { addressOf, everyCall } from './every-call.ts'
import { bearer, JSON_TYPE, SECRET_TITLE, type Answer, type Browser, type Headers } from './scene.ts'
import { world } from './world.ts'

const json = (body: object) => ({ type: JSON_TYPE, body: JSON.stringify(body) })
const image = { type: { 'content-type': 'image/png' }, body: png(7) }
type Tried = { type: Headers; body: string | Buffer } | undefined

const RULE = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'Europe/Berlin', from: '2026-03-01' }

/** What a viewer may not call, with what would be sent by one who may. */
const FOR_EDITORS: Readonly<Record<string, Tried>> = {
  'PATCH /api/boards/{id}': json({ title: 'Mine' }),
  'POST /api/boards/{id}/import': json({ type: 'excalidraw', elements: [] }),
  'POST /api/boards/{id}/files': image,
  'PUT /api/boards/{id}/picture': image,
  'POST /api/boards/{id}/bookmarks': json({ kind: 'decision', name: 'Mine' }),
  'POST /api/boards/{id}/fork': json({ title: 'Mine' }),
}

/** What an editor may not call, either. The mark is a facilitator's. */
const FOR_FACILITATORS: Readonly<Record<string, Tried>> = {
  'DELETE /api/boards/{id}': undefined,
  'POST /api/boards/{id}/links': json({ role: 'facilitator' }),
  'POST /api/boards/{id}/series': json({ title: 'Mine', rule: RULE }),
  'GET /api/boards/{id}/members': undefined,
  'PATCH /api/boards/{id}/members/{participantId}': json({ role: 'facilitator' }),
  'DELETE /api/boards/{id}/members/{participantId}': undefined,
  'GET /api/boards/{id}/audit': undefined,
  'POST /api/boards/{id}/snapshots': json({ name: 'Mine' }),
  'DELETE /api/boards/{id}/marks/{markId}': undefined,
  'POST /api/boards/{id}/restore': json({ seq: 1 }),
  'POST /api/boards/{id}/erase/plan': json({ from: 1, to: 1 }),
  'POST /api/boards/{id}/erase': json({ from: 1, to: 1, confirm: 'guessed' }),
}

/** The same of the series that the board belongs to, whose newest it is. */
const OF_SERIES: Readonly<Record<string, Tried>> = {
  'PATCH /api/series/{id}': json({ title: 'Mine' }),
  'POST /api/series/{id}/invitation': json({ role: 'editor' }),
  'POST /api/series/{id}/play-again': json({ title: 'Mine' }),
}

/** Coming in is for everybody who has a link. */
const FOR_ALL = ['POST /api/boards/{id}/join', 'POST /api/series/{id}/join']

const scene = world()
/** A mark of the facilitator's, by the board. */
const marks: Record<string, string> = {}
let olu: Browser
let series: string
/** A board that a pivot made: the roles there are those of the session's board. */
let fresh: string

beforeAll(async () => {
  const { id, keys } = scene.board
  olu = await scene.browser(keys.facilitator, 'Olu')
  const terms = { title: 'Our Tuesdays', rule: RULE }
  const begun = await scene.send('POST', `/api/boards/${id}/series`, { cookie: olu.cookie }, terms)
  series = (JSON.parse(begun.text) as { id: string }).id
  const session = await openSession(scene.origin, id, { headers: { cookie: olu.cookie } })
  await session.until(({ seq }) => seq > 0)
  const to = { title: 'Now', format: 'talk' as const, question: '', steps: [], minutes: 5, owner: null }
  await session.ask({ type: 'pivot', reason: 'It is down', to, onFreshBoard: true })
  fresh = session.state.agenda[0]?.board ?? ''
  session.end()
  for (const board of [id, fresh]) {
    const address = `/api/boards/${board}/snapshots`
    const made = await scene.send('POST', address, { cookie: olu.cookie }, { name: 'Ours' })
    marks[board] = (JSON.parse(made.text) as { id: string }).id
  }
})

async function attempt(
  calls: Readonly<Record<string, Tried>>,
  headers: Headers,
  by: Browser,
  boardId = scene.board.id,
): Promise<Record<string, Answer>> {
  const answers: Record<string, Answer> = {}
  for (const [call, tried] of Object.entries(calls)) {
    const [method = '', path = ''] = call.split(' ')
    // Somebody raises themselves, and removes another.
    const participantId = method === 'DELETE' ? olu.id : by.id
    const id = path.startsWith('/api/series/') ? series : boardId
    const address = addressOf(path, { id, participantId, markId: marks[boardId] ?? '' })
    answers[call] = await scene.call(method, address, { ...headers, ...tried?.type }, tried?.body)
  }
  return answers
}

/** All that is kept of a board but what is drawn, as its facilitator reads it. */
async function kept(boardId = scene.board.id): Promise<unknown> {
  const read = async (path: string) =>
    (await scene.call('GET', `/api/boards/${boardId}${path}`, { cookie: olu.cookie })).text
  const history = JSON.parse(await read('/history')) as { marks: unknown; authors: unknown }
  return [
    await read(''),
    await read('/audit'),
    await read('/members'),
    await read('/picture'),
    history.marks,
    history.authors,
    (await scene.call('GET', `/api/series/${series}`, { cookie: olu.cookie })).text,
    (await scene.call('GET', '/api/trash', { cookie: olu.cookie })).text,
  ]
}

test('every call that changes a board is tried here', async () => {
  const tried = [FOR_EDITORS, FOR_FACILITATORS, OF_SERIES].flatMap(Object.keys).concat(FOR_ALL)
  const changing = (await everyCall(scene)).filter(
    ({ method, path }) => method !== 'GET' && /^\/api\/(?:boards|series)\/\{/.test(path),
  )
  for (const { method, path } of changing) expect(tried).toContain(`${method} ${path}`)
})

test.each(['viewer', 'editor'] as const)('[A1] by a program of a %s nothing is done', async (role) => {
  const { keys } = scene.board
  const mallory = await scene.browser(keys[role], 'Mallory')
  const higher = { ...FOR_FACILITATORS, ...OF_SERIES }
  const calls = role === 'viewer' ? { ...FOR_EDITORS, ...higher } : higher
  const before = [await kept(), await kept(fresh)]
  for (const headers of [bearer(keys[role]), { cookie: mallory.cookie }]) {
    const there = role === 'viewer' ? { ...FOR_EDITORS, ...FOR_FACILITATORS } : FOR_FACILITATORS
    const answers = [
      ...Object.entries(await attempt(calls, headers, mallory)),
      ...Object.entries(await attempt(there, headers, mallory, fresh)),
    ]
    for (const [call, { status, text }] of answers) {
      expect([call, status, (JSON.parse(text) as { code: string }).code]).toEqual([call, 403, 'not-allowed'])
      for (const secret of [SECRET_TITLE, ...Object.values(marks), olu.id])
        expect([call, text.includes(secret)]).toEqual([call, false])
    }
  }
  expect([await kept(), await kept(fresh)]).toEqual(before)
})

test('[A1] an image that a viewer sends is not kept under its name', async () => {
  const { id, keys } = scene.board
  const address = `/api/boards/${id}/files`
  const sent = await scene.call(
    'POST',
    `${address}?fileId=theirs`,
    { ...bearer(keys.viewer), ...image.type },
    image.body,
  )
  expect(sent.status).toBe(403)
  expect((await scene.call('GET', `${address}/theirs`, bearer(keys.editor))).status).toBe(404)
})

test('[A1] an editor takes away their own mark, and no other editor’s', async () => {
  const { id, keys } = scene.board
  const [lee, mallory] = [
    await scene.browser(keys.editor, 'Lee'),
    await scene.browser(keys.editor, 'Mallory'),
  ]
  const question = { kind: 'question', name: 'Whose?' }
  const made = await scene.send('POST', `/api/boards/${id}/bookmarks`, { cookie: lee.cookie }, question)
  const address = `/api/boards/${id}/marks/${(JSON.parse(made.text) as { id: string }).id}`
  expect((await scene.call('DELETE', address, { cookie: mallory.cookie })).status).toBe(403)
  expect((await scene.call('DELETE', address, bearer(keys.editor))).status).toBe(403)
  expect((await scene.call('DELETE', address, { cookie: lee.cookie })).status).toBe(204)
})

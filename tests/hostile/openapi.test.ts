/**
 * Every call of the OpenAPI document, by strangers: with no credential, a wrong one, and one for another board. None
 * gives data of a board, none changes one, and none is answered with a 500. A call that is added is in it by itself.
 */
import { beforeAll, expect, test } from 'vitest'
import { createBoard } from '../support/boards.ts'
import { png } from '../contracts/http-app.ts'
import { addressOf, everyCall, type Call } from './every-call.ts'
import { bearer, SECRET_TITLE } from './scene.ts'
import { world } from './world.ts'

const MANY = '100000'
const scene = world({
  LIMIT_REQUESTS_PER_MINUTE: MANY,
  LIMIT_NEW_BOARDS_PER_MINUTE: MANY,
  LIMIT_UPLOADS_PER_MINUTE: MANY,
  LIMIT_DRAWINGS_PER_MINUTE: MANY,
  LIMIT_ROUNDS_PER_MINUTE: MANY,
  LIMIT_HISTORY_PER_MINUTE: MANY,
})
let calls: readonly Call[]
let member: string
let mark: string
let series: string
/** What only those on the board may be told. */
let secrets: string[]

beforeAll(async () => {
  const { board } = scene
  const { cookie, id } = await scene.browser(board.keys.editor, 'Olu the honest')
  member = id
  const at = `/api/boards/${board.id}`
  const upload = await scene.call('POST', `${at}/files?fileId=image`, { cookie }, png(5))
  if (upload.status !== 201) throw new Error(`no image: ${upload.text}`)
  const question = { kind: 'question', name: 'Why twice?' }
  const marked = await scene.send('POST', `${at}/bookmarks`, { cookie }, question)
  if (marked.status !== 201) throw new Error(`no mark: ${marked.text}`)
  mark = (JSON.parse(marked.text) as { id: string }).id
  secrets = ['Why twice?', mark, SECRET_TITLE, 'Olu the honest', member, ...Object.values(board.keys)]
  const rule = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'Europe/Berlin', from: '2026-03-01' }
  const terms = { title: 'Our Tuesdays', question: 'Why thrice?', rule }
  const begun = await scene.send('POST', `${at}/series`, bearer(board.keys.facilitator), terms)
  if (begun.status !== 201) throw new Error(`no series: ${begun.text}`)
  const made = JSON.parse(begun.text) as { id: string; invitation: { link: string; calendar: string } }
  series = made.id
  const keys = [new URL(made.invitation.link).hash.slice(3), made.invitation.calendar.split('key=')[1] ?? '']
  secrets.push('Our Tuesdays', 'Why thrice?', ...keys)
  calls = await everyCall(scene)
})

/** What strangers come with. */
async function credentials(): Promise<Record<string, Record<string, string>>> {
  const other = await createBoard(scene.origin, 'Elsewhere')
  const elsewhere = await scene.browser(other.keys.facilitator, 'Mallory', other.id)
  return {
    nothing: {},
    'a wrong key': bearer('x'.repeat(32)),
    'no key at all': { authorization: 'Bearer \u00e9' },
    'a forged cookie': { cookie: `gamelan_visitor=${member}.${'A'.repeat(43)}` },
    'a key of another board': bearer(other.keys.facilitator),
    'a member of another board': { cookie: elsewhere.cookie },
  }
}

/** Bodies of each kind: none, one that is about right, and ones that are not. */
const BODIES: readonly (string | undefined)[] = [
  undefined,
  JSON.stringify({
    title: 'Mine',
    role: 'facilitator',
    name: 'Mallory',
    color: '#1864ab',
    key: 'x'.repeat(32),
  }),
  '{}',
  '[[[[',
  '\u0000',
]

test('a stranger gets no data, changes nothing, and never meets a 500', async () => {
  const { board } = scene
  const before = await scene.call('GET', `/api/boards/${board.id}`, bearer(board.keys.facilitator))
  const audit = () => scene.call('GET', `/api/boards/${board.id}/audit`, bearer(board.keys.facilitator))
  const told = (await audit()).text
  expect(calls.length).toBeGreaterThan(20)
  for (const [who, headers] of Object.entries(await credentials())) {
    for (const { method, path, bodyTypes } of calls) {
      const id = path.startsWith('/api/series/') ? series : board.id
      const address = addressOf(path, {
        id,
        fileId: 'image',
        participantId: member,
        seq: '1',
        markId: mark,
      })
      for (const body of bodyTypes.length === 0 ? [undefined] : BODIES) {
        const type = { 'content-type': bodyTypes[0]?.replace('*', 'png') ?? 'application/json' }
        const answer = await scene.call(
          method,
          address,
          { ...headers, ...(body !== undefined && type) },
          body,
        )
        const call = `${method} ${path} with ${who}: ${String(body)}`
        expect([call, answer.status < 500 && answer.status !== 429]).toEqual([call, true])
        for (const secret of secrets) expect([call, answer.text.includes(secret)]).toEqual([call, false])
        if (!path.includes('{id}')) continue
        // What is wrong with a request may be said first, as long as it is said of any board (A3).
        const unknown = await scene.call(
          method,
          address.replace(id, 'A'.repeat(22)),
          { ...headers, ...(body !== undefined && type) },
          body,
        )
        expect([call, answer.status, answer.text]).toEqual([call, unknown.status, unknown.text])
        expect([call, [400, 404].includes(answer.status)]).toEqual([call, true])
      }
    }
  }
  const after = await scene.call('GET', `/api/boards/${board.id}`, bearer(board.keys.facilitator))
  expect(after.text).toBe(before.text)
  expect((await audit()).text).toBe(told)
})

test('ids that cannot be are unknown, wherever they stand', async () => {
  for (const { method, path } of calls.filter((call) => call.path.includes('{'))) {
    for (const id of ['%00', '..%2f..%2fetc', "' or 1=1", 'x'.repeat(3000)].map((text) =>
      text.replaceAll(' ', '+'),
    )) {
      const address = path.replaceAll(/\{\w+\}/g, id)
      const answer = await scene.call(method, address, bearer(scene.board.keys.facilitator))
      expect([method, address, answer.status >= 400 && answer.status < 500]).toEqual([method, address, true])
    }
    // And on a board that is there, by one who may.
    const board = path.replace('{id}', scene.board.id)
    if (board === path || !board.includes('{')) continue
    const body = method === 'PATCH' ? JSON.stringify({ role: 'viewer' }) : undefined
    const headers = {
      ...bearer(scene.board.keys.facilitator),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const answer = await scene.call(method, board.replaceAll(/\{\w+\}/g, '%00'), headers, body)
    expect([board, answer.status >= 400 && answer.status < 500]).toEqual([board, true])
  }
})

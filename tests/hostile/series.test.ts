/**
 * Somebody who wants more of a series than its invitation gives: keys that are guessed, borrowed or over, ids of others'
 * boards, and the logs of the server, in which no key may stand.
 */
import { beforeAll, expect, test } from 'vitest'
import { createBoard } from '../support/boards.ts'
import { bearer } from './scene.ts'
import { world } from './world.ts'

const RULE = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'Europe/Berlin', from: '2026-03-01' }
const UNKNOWN = 'A'.repeat(22)

type Begun = { id: string; link: string; key: string; calendar: URL; feedKey: string }

const scene = world({ LOG_LEVEL: 'trace' })
let ours: Begun

async function begin(boardId: string, facilitator: string, role = 'editor'): Promise<Begun> {
  const terms = { title: 'Our Tuesdays', rule: RULE, role }
  const answer = await scene.send('POST', `/api/boards/${boardId}/series`, bearer(facilitator), terms)
  return begunOf(answer.text)
}

function begunOf(text: string): Begun {
  const { id, invitation } = JSON.parse(text) as {
    id: string
    invitation: { link: string; calendar: string }
  }
  const calendar = new URL(invitation.calendar)
  const feedKey = calendar.searchParams.get('key') ?? ''
  return { id, link: invitation.link, key: new URL(invitation.link).hash.slice(3), calendar, feedKey }
}

const feed = (id: string, key: string) => scene.call('GET', `/api/series/${id}/calendar.ics?key=${key}`)
const join = (id: string, body: object, headers = {}) =>
  scene.send('POST', `/api/series/${id}/join`, headers, { name: 'Mallory', ...body })
const codeOf = ({ text }: { text: string }) => (JSON.parse(text) as { code?: string }).code

beforeAll(async () => {
  ours = await begin(scene.board.id, scene.board.keys.facilitator)
})

test('[A2] [A3] guesses at the calendar are answered alike, whatever stands behind them', async () => {
  const other = await createBoard(scene.origin, 'Elsewhere')
  const theirs = await begin(other.id, other.keys.facilitator)
  const unknown = await feed(UNKNOWN, ours.feedKey)
  expect([unknown.status, codeOf(unknown)]).toEqual([404, 'forbidden-or-unknown'])
  const guesses = [
    ours.key,
    theirs.feedKey,
    scene.board.keys.facilitator,
    '',
    'x'.repeat(32),
    '%00',
    '%27or+1',
  ]
  for (const guess of guesses) {
    const answer = await feed(ours.id, guess)
    expect([guess, answer.status, answer.text]).toEqual([guess, 404, unknown.text])
  }
  expect((await feed(ours.id, ours.feedKey)).status).toBe(200)
})

test('[A2] the calendar’s key opens nothing but the calendar, and the link’s does not open that', async () => {
  expect((await join(ours.id, { key: ours.feedKey })).status).toBe(404)
  for (const key of [ours.key, ours.feedKey])
    for (const path of ['', '/scene', '/history'])
      expect((await scene.call('GET', `/api/boards/${scene.board.id}${path}`, bearer(key))).status).toBe(404)
  expect((await scene.call('GET', `/api/series/${ours.id}`, bearer(ours.key))).status).toBe(404)
})

test('[A1] [A3] nobody takes the board of others into a series, and a series of others takes nobody in', async () => {
  const mine = await createBoard(scene.origin, 'Mallory’s own')
  const mallory = await scene.browser(mine.keys.facilitator, 'Mallory', mine.id)
  const cookie = { cookie: mallory.cookie }
  const terms = { title: 'Mine', rule: RULE }
  const stolen = await scene.send('POST', `/api/boards/${scene.board.id}/series`, cookie, terms)
  expect([stolen.status, codeOf(stolen)]).toEqual([404, 'forbidden-or-unknown'])
  const own = begunOf((await scene.send('POST', `/api/boards/${mine.id}/series`, cookie, terms)).text)
  const went = await scene.send('POST', `/api/series/${own.id}/play-again`, cookie, { from: scene.board.id })
  expect([went.status, codeOf(went)]).toEqual([409, 'series-went-on'])
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PATCH', '', { title: 'Mine' }],
    ['POST', '/invitation', { role: 'editor' }],
    ['POST', '/play-again', {}],
    ['POST', '/join', { key: own.key }],
  ] as const) {
    const [answer, unknown] = [
      await scene.send(method, `/api/series/${ours.id}${path}`, cookie, body),
      await scene.send(method, `/api/series/${UNKNOWN}${path}`, cookie, body),
    ]
    expect([path, answer.status, answer.text]).toEqual([path, 404, unknown.text])
  }
})

test('[A1] an invitation gives its role and no more, whatever is asked with it', async () => {
  const made = await createBoard(scene.origin, 'Watched')
  const watched = await begin(made.id, made.keys.facilitator, 'viewer')
  const asked = { key: watched.key, role: 'facilitator', boardId: scene.board.id }
  const joined = await join(watched.id, asked)
  expect(JSON.parse(joined.text)).toMatchObject({ boardId: made.id, role: 'viewer' })
  const roles = ['facilitator', 'admin', null]
  for (const role of roles) {
    const facilitator = bearer(made.keys.facilitator)
    const answer = await scene.send('POST', `/api/series/${watched.id}/invitation`, facilitator, { role })
    expect([role, answer.status]).toEqual([role, 400])
  }
})

test('[A4] a key that was renewed opens nothing, and a board in the trash is not the newest', async () => {
  const made = await createBoard(scene.origin, 'Renewed')
  const facilitator = bearer(made.keys.facilitator)
  const old = await begin(made.id, made.keys.facilitator)
  const renewed = await scene.send('POST', `/api/series/${old.id}/invitation`, facilitator, {
    role: 'editor',
  })
  const now = begunOf(renewed.text)
  expect([(await join(old.id, { key: old.key })).status, (await feed(old.id, old.feedKey)).status]).toEqual([
    404, 404,
  ])
  const last = await scene.send('POST', `/api/series/${old.id}/play-again`, facilitator, {})
  const next = JSON.parse(last.text) as { id: string; links: { facilitator: string } }
  expect(JSON.parse((await join(now.id, { key: now.key })).text)).toMatchObject({ boardId: next.id })
  const nextKey = bearer(new URL(next.links.facilitator).hash.slice(3))
  expect((await scene.call('DELETE', `/api/boards/${next.id}`, nextKey)).status).toBe(204)
  expect(JSON.parse((await join(now.id, { key: now.key })).text)).toMatchObject({ boardId: made.id })
  expect((await scene.call('DELETE', `/api/boards/${made.id}`, facilitator)).status).toBe(204)
  expect([(await join(now.id, { key: now.key })).status, (await feed(now.id, now.feedKey)).status]).toEqual([
    404, 404,
  ])
})

test('[A2] no key stands in a log, a figure or a refusal, however it was sent', async () => {
  const guess = 'guess'.repeat(6) + 'ab'
  const keys = [ours.key, ours.feedKey, guess]
  const answers = []
  for (const key of keys) {
    answers.push(
      await feed(ours.id, key),
      await feed(UNKNOWN, key),
      await scene.call('GET', `/api/series/${ours.id}/calendar.ics?key=${key}&key=${key}`),
      await scene.call('GET', `/api/series/%zz/calendar.ics?key=${key}`),
      await scene.call('GET', `/api/series/${ours.id}/calendar.icx?key=${key}`),
      await scene.call('POST', `/api/series/${ours.id}/calendar.ics?key=${key}`),
      await scene.call('GET', `/s/${ours.id}?key=${key}`),
      await join(ours.id, { key }),
    )
  }
  const metrics = await scene.call('GET', '/metrics')
  const refusals = answers.filter(({ status }) => status >= 400).map(({ text }) => text)
  expect(refusals.length).toBeGreaterThan(10)
  const logged = scene.logged()
  expect(logged).toContain(`/api/series/${ours.id}/calendar.ics`)
  for (const key of keys) {
    const found = [...logged.split('\n'), metrics.text, ...refusals].filter((text) => text.includes(key))
    expect(found).toEqual([])
  }
  for (const { headers } of answers) expect(JSON.stringify([...headers])).not.toContain(ours.feedKey)
  expect((await feed(ours.id, ours.feedKey)).headers.get('referrer-policy')).toBe('same-origin')
})

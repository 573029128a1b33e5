/**
 * What holds for every call over http: who may, who may not, what a refusal looks like, which headers an answer has,
 * and that the OpenAPI document tells it all.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROBLEM_CODES } from '@gamelan/protocol/http/problems'
import type { ProblemCode } from '@gamelan/protocol/http/problems'
import { IMPORT_BYTES } from '@gamelan/protocol/limits'
import type { Role } from '@gamelan/protocol/roles'
import { openSession } from '../support/session-client.ts'
import { Person, UNKNOWN_BOARD, databases, png, startHttp, startWithBoard } from './http-app.ts'
import type { Started } from './http-app.ts'
import { REQUEST_TIME } from '../../apps/server/src/limits.ts'

describe.each(databases)('every call over http on %s', (_, startDatabases) => {
  let databaseServer: Started['databaseServer']
  let http: Started['http']
  let owner: Started['owner']
  let board: Started['board']
  let keys: Started['keys']
  let guest: Started['guest']
  let stop: Started['stop']

  beforeAll(async () => {
    ;({ databaseServer, http, owner, board, keys, guest, stop } = await startWithBoard(startDatabases))
  })

  afterAll(async () => {
    await stop()
  })

  /** A private round on a board of the owner's, over already. */
  async function revealRound(id: string): Promise<string> {
    const origin = http.sockets.replace('ws:', 'http:')
    const session = await openSession(origin, id, { headers: owner.credentials() })
    for (const type of ['open-round', 'reveal-round'] as const) {
      const request = type === 'open-round' ? { type, question: 'What is weak?' } : { type }
      expect(await session.ask(request)).toMatchObject({ ok: true })
      await session.until(() => session.ownBoards.size === 1)
    }
    session.end()
    return session.state.rounds[0]?.id ?? ''
  }

  /** Every call on a board: what it sends, what it answers, and the least role for it. */
  const CALLS: readonly [string, string, unknown, number, Role][] = [
    ['GET', '', undefined, 200, 'viewer'],
    ['GET', '/scene', undefined, 200, 'viewer'],
    ['GET', '/files/every', undefined, 200, 'viewer'],
    ['GET', '/picture', undefined, 200, 'viewer'],
    ['GET', '/history', undefined, 200, 'viewer'],
    ['GET', '/history/updates?after=0&until=1', undefined, 200, 'viewer'],
    ['GET', '/history/keyframes/1', undefined, 200, 'viewer'],
    ['GET', '/rounds/{roundId}/drawings', undefined, 200, 'viewer'],
    ['GET', '/snapshots', undefined, 200, 'viewer'],
    ['PATCH', '', { title: 'Checkout path' }, 200, 'editor'],
    ['POST', '/import', { type: 'excalidraw', elements: [] }, 201, 'editor'],
    ['POST', '/files?fileId=every', png(9), 200, 'editor'],
    ['PUT', '/picture', png(9), 204, 'editor'],
    ['POST', '/bookmarks', { kind: 'question' }, 201, 'editor'],
    ['POST', '/fork', {}, 201, 'editor'],
    ['POST', '/snapshots', { name: 'Before the call' }, 201, 'facilitator'],
    ['POST', '/restore', { seq: 1 }, 200, 'facilitator'],
    ['DELETE', '/marks/{markId}', undefined, 204, 'facilitator'],
    [
      'POST',
      '/series',
      {
        title: 'Weekly',
        rule: { weekday: 2, start: '16:00', minutes: 60, timeZone: 'Europe/Berlin', from: '2026-03-01' },
      },
      201,
      'facilitator',
    ],
    ['POST', '/links', { role: 'viewer' }, 201, 'facilitator'],
    ['GET', '/members', undefined, 200, 'facilitator'],
    ['GET', '/audit', undefined, 200, 'facilitator'],
    ['PATCH', '/members/{participantId}', { role: 'viewer' }, 200, 'facilitator'],
    ['DELETE', '/members/{participantId}', undefined, 204, 'facilitator'],
    ['DELETE', '', undefined, 204, 'facilitator'],
  ]
  const ORDER: readonly Role[] = ['viewer', 'editor', 'facilitator']

  describe.each(CALLS)('[A1] %s /api/boards/:id%s', (method, path, body, status, least) => {
    let id: string
    let people: Record<Role, [browser: Person, program: Person]>
    let member: string
    let mark: string
    let round: string

    beforeAll(async () => {
      const made = await owner.makeBoard('Roles')
      id = made.id
      await owner.bytes('POST', `/api/boards/${id}/files?fileId=every`, png(9))
      await owner.bytes('PUT', `/api/boards/${id}/picture`, png(9))
      mark = (await owner.call('POST', `/api/boards/${id}/snapshots`, { name: 'Made' })).body.id
      round = path.includes('{roundId}') ? await revealRound(id) : ''
      const pair = async (role: Role): Promise<[Person, Person]> => [
        await guest(role, id, made.keys[role]),
        new Person(http, made.keys[role]),
      ]
      const somebody = await guest('viewer', id, made.keys.viewer)
      member = (await somebody.call('GET', '/api/me')).body.participant.id
      people = {
        viewer: await pair('viewer'),
        editor: await pair('editor'),
        facilitator: await pair('facilitator'),
      }
    })

    const ask = (person: Person, board: string) =>
      person.send(
        method,
        `/api/boards/${board}${path.replace('{participantId}', member).replace('{markId}', mark).replace('{roundId}', round)}`,
        body,
      )

    test.each(ORDER)('as %s', async (role) => {
      const allowed = ORDER.indexOf(role) >= ORDER.indexOf(least)
      // A call that ends access is made once, by the browser.
      for (const person of allowed && least === 'facilitator' ? people[role].slice(0, 1) : people[role]) {
        const answer = await ask(person, id)
        expect([answer.status, answer.body?.code]).toEqual(
          allowed ? [status, undefined] : [403, 'not-allowed'],
        )
      }
    })

    test('[A3] unknown, forbidden and impossible boards answer alike', async () => {
      const stranger = new Person(http)
      const elsewhere = await guest('facilitator')
      const answers = [
        await ask(stranger, board),
        await ask(stranger, UNKNOWN_BOARD),
        await ask(stranger, 'no%00board'),
        await ask(elsewhere, id),
        await ask(elsewhere, UNKNOWN_BOARD),
        await ask(new Person(http, keys.facilitator), id),
        await ask(new Person(http, 'x'.repeat(32)), board),
      ]
      for (const answer of answers) {
        expect(answer.status).toBe(404)
        expect(answer.body).toEqual(answers[0]?.body)
        expect(answer.body.code).toBe('forbidden-or-unknown')
      }
    })
  })

  describe('[A5] another site', () => {
    const rename = (person: Person, origin: string) =>
      person.call('PATCH', `/api/boards/${board}`, { title: 'Checkout path' }, { origin })

    test('cannot use a browser’s cookie', async () => {
      for (const origin of ['https://evil.example', 'null']) {
        const answer = await rename(owner, origin)
        expect(answer).toMatchObject({ status: 403, body: { code: 'origin-refused' } })
      }
      expect((await rename(owner, 'http://localhost:80')).status).toBe(200)
    })

    test('is told from this one behind a proxy, whose Host is its own and whose word is believed', async () => {
      const proxied = await startHttp(databaseServer, { trustProxy: 1 })
      const forwarded = { 'x-forwarded-host': 'boards.example', 'x-forwarded-proto': 'https' }
      const say = (person: Person, origin: string) =>
        person.call('PUT', '/api/me', { name: 'Kim', color: '#1864ab' }, { ...forwarded, origin })
      const kim = new Person(proxied)
      expect((await say(kim, 'https://boards.example')).headers['set-cookie']).toMatch(/; Secure/)
      expect((await say(kim, 'https://boards.example')).status).toBe(200)
      expect((await say(kim, 'http://localhost:80')).body.code).toBe('origin-refused')
      await proxied.stop()
    })

    test('gets no cookie over a line without TLS where people come by https', async () => {
      const secure = await startHttp(databaseServer, { publicUrl: 'https://boards.example' })
      const made = await new Person(secure).call('POST', '/api/boards')
      expect(made.headers['set-cookie']).toMatch(/; Secure/)
      expect(made.body.links.editor).toMatch(/^https:\/\/boards\.example\/b\//)
      await secure.stop()
    })

    test('a program that shows its key may say any origin', async () => {
      expect((await rename(new Person(http, keys.editor), 'https://tool.example')).status).toBe(200)
    })
  })

  describe('problems', () => {
    test('an unknown address, a body that is no JSON, one without end, and a method that is not there', async () => {
      expect((await owner.call('GET', '/api/nothing')).body.code).toBe('not-found')
      expect((await owner.call('PUT', `/api/boards/${board}`, {})).body.code).toBe('not-found')
      const json = (bytes: string) => owner.bytes('PUT', '/api/me', Buffer.from(bytes), 'application/json')
      expect((await json('{"name":')).body.code).toBe('invalid-request')
      expect((await json('{"__proto__":{"name":1}}')).body.code).toBe('invalid-request')
      expect((await owner.bytes('PUT', '/api/me', Buffer.from('<a/>'), 'text/xml')).body.code).toBe(
        'invalid-request',
      )
      expect(await json(JSON.stringify({ name: 'x'.repeat(100_000) }))).toMatchObject({
        status: 413,
        body: { code: 'too-large' },
      })
    })

    test('an address that cannot be read, and a Host that is none', async () => {
      for (const path of ['/api/boards/%zz', '/%zz']) {
        const answer = await owner.call('GET', path)
        expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
        expect(answer.headers['content-type']).toMatch('application/problem+json')
      }
      const before = (await owner.call('GET', '/api/boards')).body
      const answer = await owner.call('POST', '/api/boards', undefined, { host: 'a b<>' })
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
      expect((await owner.call('GET', '/api/boards')).body).toEqual(before)
    })

    test('[A6] a request that never ends is given up', () => {
      expect(http.server.server.requestTimeout).toBe(REQUEST_TIME)
    })

    test('[A6] a stranger’s bytes are not taken in, however many', async () => {
      for (const path of ['import', 'files']) {
        const large = Buffer.alloc(IMPORT_BYTES + 1)
        const answer = await new Person(http).bytes('POST', `/api/boards/${board}/${path}`, large)
        expect(answer.body.code).toBe('forbidden-or-unknown')
      }
    })

    test('[A6] too many requests from one address, and others go on', async () => {
      const busy = new Person(http, undefined, '10.0.0.1')
      let answer = await busy.call('POST', '/api/boards', { title: 7 })
      for (let i = 0; i < 200 && answer.status === 400; i++)
        answer = await busy.call('POST', '/api/boards', { title: 7 })
      expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect((await busy.call('GET', '/api/me')).status).toBe(200)
      expect((await owner.call('POST', '/api/boards', { title: 'Calm' })).status).toBe(201)
    })
  })

  describe('[A7] headers', () => {
    test('every answer has the policy', async () => {
      for (const path of ['/', '/api/me', '/api/docs', '/api/nothing', '/nothing']) {
        const { headers } = await owner.call('GET', path)
        const policy = String(headers['content-security-policy'])
        expect(policy).toContain("default-src 'self'")
        expect(policy).toContain("frame-ancestors 'none'")
        expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
        expect(headers).toMatchObject({
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'same-origin',
        })
      }
    })

    test('what is private is not kept by caches', async () => {
      expect((await owner.call('GET', `/api/boards/${board}`)).headers['cache-control']).toBe('no-store')
    })
  })

  describe('the page', () => {
    const html = { accept: 'text/html,*/*' }

    test('its routes get it anew, its hashed files are kept for ever', async () => {
      for (const path of ['/', '/b/whatever', '/some/where']) {
        const answer = await owner.call('GET', path, undefined, html)
        expect(answer.status).toBe(200)
        expect(answer.raw.toString()).toContain('<title>page</title>')
        expect(answer.headers['cache-control']).toBe('no-cache')
      }
      const asset = await owner.call('GET', '/assets/main-abc.js')
      expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
      const small = await owner.call('GET', '/assets/main-abc.js', undefined, {
        'accept-encoding': 'gzip, br',
      })
      expect(small.headers).toMatchObject({
        'content-encoding': 'br',
        'content-type': asset.headers['content-type'],
      })
    })

    test('where a program asks it is not the answer', async () => {
      for (const [path, headers] of [
        ['/api/nothing', html],
        ['/sync', html],
        ['/socket.io/', html],
        ['/assets/gone.js', { accept: '*/*' }],
      ] as const) {
        expect((await owner.call('GET', path, undefined, headers)).body.code).toBe('not-found')
      }
    })
  })

  describe('the OpenAPI document', () => {
    test('has every call, with a summary, answers and problems', async () => {
      const { body: document } = await owner.call('GET', '/api/openapi.json')
      expect(document.openapi).toBe('3.1.0')
      const described: string[] = []
      for (const [path, methods] of Object.entries<Record<string, Operation>>(document.paths)) {
        for (const [method, operation] of Object.entries(methods)) {
          described.push(`${method.toUpperCase()} ${path}`)
          expect(operation.summary).toBeTruthy()
          const statuses = Object.keys(operation.responses)
          expect(statuses.some((status) => status.startsWith('2'))).toBe(true)
          expect(statuses).toEqual(expect.arrayContaining(['429', '500', '503']))
          const takesBody = method !== 'get' && method !== 'delete' && !/^\/api\/trash|\/me\/link$/.test(path)
          expect(operation.requestBody?.content !== undefined).toBe(takesBody)
        }
      }
      const board = '/api/boards/{id}'
      const expected = CALLS.map(
        ([method, path]) =>
          `${method} ${board}${path.replace(/\?.*/, '').replace('every', '{fileId}').replace('keyframes/1', 'keyframes/{seq}')}`,
      )
      const others = [
        // Who may: tests/hostile/roles.test.ts. What they do: erase.test.ts.
        `POST ${board}/erase/plan`,
        `POST ${board}/erase`,
        // Who may, and what they do: series.test.ts.
        'GET /api/series/{id}',
        'PATCH /api/series/{id}',
        'POST /api/series/{id}/invitation',
        'POST /api/series/{id}/join',
        'POST /api/series/{id}/play-again',
        'GET /api/series/{id}/calendar.ics',
        'GET /api/settings',
        'POST /api/line-reports',
        'GET /api/me',
        'PUT /api/me',
        'POST /api/me/link',
        'DELETE /api/me/link',
        'POST /api/me/open',
        'GET /api/boards',
        'POST /api/boards',
        'GET /api/trash',
        'POST /api/trash/{id}/restore',
        `POST ${board}/join`,
        'GET /healthz',
        'GET /readyz',
        'GET /metrics',
      ]
      expect(described.sort()).toEqual([...expected, ...others].sort())
    })

    test('refers to nothing that is not there, and leaves no schema open', async () => {
      const { body: document } = await owner.call('GET', '/api/openapi.json')
      const text = JSON.stringify(document)
      for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
        expect(Object.keys(document.components.schemas)).toContain(name)
      }
      expect(text).not.toMatch(/"schema":\{\}/)
      expect(document.components.schemas.Problem.properties.code.enum).toEqual([
        ...PROBLEM_CODES,
      ] satisfies ProblemCode[])
    })

    test('[A7] its pages ask nobody else', async () => {
      const page = (await owner.call('GET', '/api/docs')).raw.toString()
      const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => String(address))
      expect(addresses.length).toBeGreaterThan(3)
      for (const address of addresses) {
        expect(address).toMatch(/^\/api\/docs\//)
        expect((await owner.call('GET', address)).status).toBe(200)
      }
      expect(page).not.toMatch(/<script(?![^>]* src=)/)
    })
  })

  test('a database that is away is said so, without a stack, and only then', async () => {
    const away = await startHttp(databaseServer)
    const kim = new Person(away)
    await kim.makeBoard('Soon away')
    await away.loseDatabase()
    const answer = await kim.call('GET', '/api/boards')
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(answer.raw.toString()).not.toMatch(/select|\.ts|\bat /i)
    await away.stop()
  })
})

type Operation = { summary?: string; responses: object; requestBody?: { content?: object } }

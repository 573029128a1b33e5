/**
 * People, boards and links over http, as an outside program meets them: every call, with the answer to who may and to
 * input that is wrong.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '@gamelan/protocol/roles'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { Person, UNKNOWN_BOARD, databases, keyOf, startWithBoard } from './http-app.ts'
import type { Started } from './http-app.ts'

describe.each(databases)('boards over http on %s', (_, startDatabases) => {
  let http: Started['http']
  let owner: Started['owner']
  let board: Started['board']
  let keys: Started['keys']
  let guest: Started['guest']
  let stop: Started['stop']

  beforeAll(async () => {
    ;({ http, owner, board, keys, guest, stop } = await startWithBoard(startDatabases))
  })

  afterAll(async () => {
    await stop()
  })

  describe('me', () => {
    test('[A2] a name and a cookie are all there is to it', async () => {
      const kim = new Person(http)
      expect((await kim.call('GET', '/api/me')).body).toEqual({ participant: null })
      const said = await kim.call('PUT', '/api/me', { name: '  Kim ', color: '#1864ab' })
      expect(said.body).toMatchObject({ participant: { name: 'Kim', color: '#1864ab' } })
      expect((await kim.call('GET', '/api/me')).body).toEqual(said.body)
      const again = await kim.call('PUT', '/api/me', { name: 'Kim L.', color: '#1864ab' })
      expect(again.body.participant.id).toBe(said.body.participant.id)
    })

    test('[A5] the cookie is out of reach of scripts and of other sites', async () => {
      const said = await new Person(http).call('PUT', '/api/me', { name: 'Kim', color: '#1864ab' })
      expect(said.headers['set-cookie']).toMatch(
        /^gamelan_visitor=[\w-]+\.[\w-]+; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
      )
    })

    test.each([
      ['no name', { color: '#1864ab' }, 'body/name'],
      ['an empty name', { name: ' ', color: '#1864ab' }, 'body/name'],
      ['a name without end', { name: 'x'.repeat(61), color: '#1864ab' }, 'body/name'],
      ['a name with a null in it', { name: 'a\u0000b', color: '#1864ab' }, 'body/name'],
      ['a colour that is none', { name: 'Kim', color: 'red' }, 'body/color'],
    ])('%s is refused, and the fault is named', async (_case, body, path) => {
      const answer = await new Person(http).call('PUT', '/api/me', body)
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request', faults: [{ path }] } })
      expect(answer.headers['content-type']).toMatch('application/problem+json')
      expect(answer.headers['set-cookie']).toBeUndefined()
    })
  })

  describe('boards', () => {
    test('a program without a cookie makes one, and gets links and a cookie', async () => {
      const program = new Person(http)
      const made = await program.call('POST', '/api/boards')
      expect(made).toMatchObject({ status: 201, body: { title: '', role: 'facilitator' } })
      expect(made.headers['location']).toBe(`/api/boards/${made.body.id}`)
      for (const role of ['facilitator', 'editor', 'viewer'] as const) {
        expect(made.body.links[role]).toMatch(/^http:\/\/localhost:80\/b\/[\w-]{22}#k=[\w-]{32}$/)
      }
      expect((await program.call('GET', `/api/boards/${made.body.id}`)).body).toEqual(made.body)
    })

    test('[A2] no key is in the database', async () => {
      const rows = await http.everyRow()
      for (const key of Object.values(keys)) expect(rows).not.toContain(key)
      expect(rows).toContain(board)
    })

    test('[A2] under another secret no cookie is good, links let in as before, and none of them is shown', async () => {
      expect(await http.access().keys(board, 'editor')).toEqual({ editor: keys.editor, viewer: keys.viewer })
      const other = http.access('another secret')
      expect(await other.keys(board, 'viewer')).toEqual({ viewer: null })
      const { cookie } = owner.credentials()
      for (const [access, role] of [
        [http.access(), 'facilitator'],
        [other, undefined],
      ] as const)
        expect((await access.grant(access.identify({ cookie }), board))?.role).toBe(role)
      const program = other.identify({ authorization: `Bearer ${keys.editor}` })
      expect((await other.grant(program, board))?.role).toBe('editor')
    })

    test('the board is read by everyone who may, with the links that they may hand on', async () => {
      for (const [role, links] of [
        ['facilitator', ['facilitator', 'editor', 'viewer']],
        ['editor', ['editor', 'viewer']],
        ['viewer', ['viewer']],
      ] as const) {
        const { status, body } = await new Person(http, keys[role]).call('GET', `/api/boards/${board}`)
        expect(status).toBe(200)
        expect(body).toMatchObject({ id: board, title: 'Checkout path', role })
        expect(Object.keys(body.links)).toEqual(links)
        expect(body.links[role]).toContain(`#k=${keys[role]}`)
      }
    })

    test('it gets a new title, and an empty one is refused', async () => {
      const { id } = await owner.makeBoard('Old')
      const before = (await owner.call('GET', `/api/boards/${id}`)).body
      const { status, body } = await owner.call('PATCH', `/api/boards/${id}`, { title: ' New ' })
      expect(status).toBe(200)
      expect(body).toMatchObject({ title: 'New', role: 'facilitator' })
      expect(body.changedAt >= before.changedAt).toBe(true)
      expect((await owner.call('GET', `/api/boards/${id}`)).body).toEqual(body)
      expect((await owner.call('PATCH', `/api/boards/${id}`, { title: ' ' })).body.code).toBe(
        'invalid-request',
      )
    })

    test('[A3] in the trash it is unknown to all, and those who have it open are told to go', async () => {
      const { id, keys } = await owner.makeBoard('Over')
      const viewer = await guest('viewer', id, keys.viewer)
      const open = [await owner.connect(id), await viewer.connect(id)]
      expect((await owner.call('DELETE', `/api/boards/${id}`)).status).toBe(204)
      for (const { closed } of open) expect(await closed).toBe(CLOSE_CODES.forbidden)
      for (const person of [owner, viewer, new Person(http, keys.facilitator)]) {
        for (const path of ['', '/scene']) {
          const answer = await person.call('GET', `/api/boards/${id}${path}`)
          expect(answer.body.code).toBe('forbidden-or-unknown')
        }
      }
      expect((await owner.call('GET', '/api/boards')).body.boards).not.toContainEqual(
        expect.objectContaining({ id }),
      )
      expect((await viewer.call('POST', `/api/boards/${id}/join`, { key: keys.viewer })).status).toBe(404)
    })
  })

  describe('list', () => {
    test('newest first, a page at a time, nothing twice and nothing left out', async () => {
      const kim = new Person(http)
      const made: string[] = []
      for (let i = 0; i < 5; i++) made.unshift((await kim.makeBoard(`Board ${i}`)).id)
      const seen: string[] = []
      let next: string | null = ''
      while (next !== null) {
        const { body } = await kim.call(
          'GET',
          `/api/boards?limit=2${next && `&cursor=${encodeURIComponent(next)}`}`,
        )
        expect(body.boards.length).toBeLessThanOrEqual(2)
        seen.push(...body.boards.map((summary: { id: string }) => summary.id))
        next = body.next
      }
      expect([...seen].sort()).toEqual([...made].sort())
      await kim.call('PATCH', `/api/boards/${made[4]}`, { title: 'Renamed' })
      expect((await kim.call('GET', '/api/boards?limit=1')).body.boards[0]).toMatchObject({
        id: made[4],
        title: 'Renamed',
      })
    })

    test('a search takes any case, and a wildcard for what it is', async () => {
      const kim = new Person(http)
      for (const title of ['50% off', '500 errors', 'Données']) await kim.makeBoard(title)
      const titles = async (q: string) =>
        (await kim.call('GET', `/api/boards?q=${encodeURIComponent(q)}`)).body.boards
          .map((summary: { title: string }) => summary.title)
          .sort()
      expect(await titles('50%')).toEqual(['50% off'])
      expect(await titles('50')).toEqual(['50% off', '500 errors'])
      expect(await titles('DONNÉES')).toEqual(['Données'])
      expect(await titles('_')).toEqual([])
      expect(await titles(' ')).toHaveLength(3)
    })

    test('who was there, latest first, five at most', async () => {
      const kim = new Person(http)
      await kim.call('PUT', '/api/me', { name: 'Kim', color: '#1864ab' })
      const { id, keys } = await kim.makeBoard('Full')
      for (let i = 0; i < 6; i++) {
        await new Person(http).call('POST', `/api/boards/${id}/join`, {
          key: keys.editor,
          name: `Guest ${i}`,
        })
      }
      await kim.call('POST', `/api/boards/${id}/join`)
      const [summary] = (await kim.call('GET', '/api/boards')).body.boards
      expect(summary.peopleCount).toBe(7)
      expect(summary.people).toHaveLength(5)
      expect(summary.people[0]).toMatchObject({ name: 'Kim', color: '#1864ab' })
    })

    test('[A4] a board whose link has ended is gone from it', async () => {
      const { id, keys } = await owner.makeBoard('Soon over')
      const viewer = await guest('viewer', id, keys.viewer)
      expect((await viewer.call('GET', '/api/boards')).body.boards).toHaveLength(1)
      await owner.call('POST', `/api/boards/${id}/links`, { role: 'viewer' })
      expect((await viewer.call('GET', '/api/boards')).body.boards).toHaveLength(0)
    })

    test('a stranger has none, a key has no list, a made-up cursor is refused', async () => {
      expect((await new Person(http).call('GET', '/api/boards')).body).toEqual({ boards: [], next: null })
      expect(await new Person(http, keys.editor).call('GET', '/api/boards')).toMatchObject({
        status: 401,
        body: { code: 'not-signed-in' },
      })
      expect((await owner.call('GET', '/api/boards?cursor=nonsense')).body.code).toBe('invalid-request')
      expect((await owner.call('GET', '/api/boards?limit=0')).body.faults[0].path).toBe('querystring/limit')
      expect((await owner.call('GET', '/api/boards?q=%00')).body.code).toBe('invalid-request')
    })
  })

  describe('join', () => {
    test('[A2] a link and a name let in, and the browser is known from then on', async () => {
      const kim = new Person(http)
      const { status, body } = await kim.call('POST', `/api/boards/${board}/join`, {
        key: keys.editor,
        name: 'Kim',
        color: '#862e9c',
      })
      expect(status).toBe(200)
      expect(body).toMatchObject({ role: 'editor', participant: { name: 'Kim', color: '#862e9c' } })
      const back = await kim.call('POST', `/api/boards/${board}/join`)
      expect(back.body).toMatchObject({ role: 'editor', participant: body.participant })
    })

    test('the ticket signs in to this board, and to no other', async () => {
      const kim = await guest('editor')
      const { ticket, participant } = (await kim.call('POST', `/api/boards/${board}/join`)).body
      const access = http.access()
      const caller = access.identify({ ticket })
      expect(await access.grant(caller, board)).toMatchObject({ role: 'editor', participant })
      const { id: other } = await owner.makeBoard('Other')
      expect(await access.grant(caller, other)).toBeUndefined()
    })

    test('[fault P6] a page without cookies calls its board with the ticket, and renews it with the key of its link', async () => {
      const join = (headers: Record<string, string>, body: object) =>
        new Person(http).call('POST', `/api/boards/${board}/join`, body, headers)
      const first = await join({}, { key: keys.editor, name: 'Kim' })
      const ticket = { 'gamelan-ticket': String(first.body.ticket) }
      const read = await new Person(http).call('GET', `/api/boards/${board}`, undefined, ticket)
      expect([read.status, read.body.role]).toEqual([200, 'editor'])
      const renewed = await join(ticket, { key: keys.editor })
      expect(renewed.body).toMatchObject({ role: 'editor', participant: first.body.participant })
      expect(renewed.headers['set-cookie']).toBeUndefined()
      // It opens nothing else, and does not make itself last.
      const { id: other } = await owner.makeBoard('Other')
      expect((await new Person(http).call('GET', `/api/boards/${other}`, undefined, ticket)).status).toBe(404)
      expect((await join(ticket, {})).status).toBe(404)
      expect((await join(ticket, { key: 'x'.repeat(32) })).status).toBe(404)
      expect((await join({ 'gamelan-ticket': 'made up' }, {})).status).toBe(404)
      const list = await new Person(http).call('GET', '/api/boards', undefined, ticket)
      expect(list.body).toEqual({ boards: [], next: null })
    })

    test('[A1] a key that gives more raises the role, and one that gives less does not lower it', async () => {
      const kim = await guest('viewer')
      const join = async (role: Role) =>
        (await kim.call('POST', `/api/boards/${board}/join`, { key: keys[role] })).body.role
      expect(await join('editor')).toBe('editor')
      expect(await join('viewer')).toBe('editor')
      expect(await join('facilitator')).toBe('facilitator')
    })

    test('[A3] a wrong key, another board’s key and no key get the same answer', async () => {
      const { keys: others } = await owner.makeBoard('Other')
      const answers = []
      for (const body of [{ key: 'x'.repeat(32) }, { key: others.facilitator }, {}]) {
        const stranger = new Person(http)
        const answer = await stranger.call('POST', `/api/boards/${board}/join`, { name: 'Eve', ...body })
        expect(answer.headers['set-cookie']).toBeUndefined()
        answers.push(answer.body)
      }
      answers.push(
        (await new Person(http).call('POST', `/api/boards/${UNKNOWN_BOARD}/join`, { name: 'Eve' })).body,
      )
      for (const answer of answers) expect(answer).toEqual(answers[0])
      expect(answers[0].code).toBe('forbidden-or-unknown')
    })

    test('a key that can be none is refused', async () => {
      const answer = await new Person(http).call('POST', `/api/boards/${board}/join`, { key: 'short' })
      expect(answer).toMatchObject({ status: 400, body: { faults: [{ path: 'body/key' }] } })
    })
  })

  describe('links', () => {
    test('[A4] a new link ends the old one, and with it those who came by it', async () => {
      const { id, keys } = await owner.makeBoard('Moving')
      const editor = await guest('editor', id, keys.editor)
      const viewer = await guest('viewer', id, keys.viewer)
      const program = new Person(http, keys.editor)
      const [ended, programEnded, goesOn] = [
        await editor.connect(id),
        await program.connect(id),
        await viewer.connect(id),
      ]
      const { status, body } = await owner.call('POST', `/api/boards/${id}/links`, { role: 'editor' })
      expect(status).toBe(201)
      expect(await ended.closed).toBe(CLOSE_CODES.forbidden)
      expect(await programEnded.closed).toBe(CLOSE_CODES.forbidden)
      expect(goesOn.isOpen()).toBe(true)
      goesOn.end()

      for (const person of [editor, program])
        expect((await person.call('GET', `/api/boards/${id}`)).status).toBe(404)
      expect(
        (await new Person(http).call('POST', `/api/boards/${id}/join`, { key: keys.editor })).status,
      ).toBe(404)
      expect((await viewer.call('GET', `/api/boards/${id}`)).status).toBe(200)

      const fresh = keyOf(body.link)
      expect((await editor.call('POST', `/api/boards/${id}/join`, { key: fresh })).body.role).toBe('editor')
      expect((await owner.call('GET', `/api/boards/${id}`)).body.links.editor).toBe(body.link)
    })

    test('[A4] a facilitator who renews their own link stays, until another renews it', async () => {
      const { id, keys } = await owner.makeBoard('Handed on')
      const kim = await guest('facilitator', id, keys.facilitator)
      const lee = await guest('facilitator', id, keys.facilitator)
      expect((await kim.call('POST', `/api/boards/${id}/links`, { role: 'facilitator' })).status).toBe(201)
      expect((await kim.call('GET', `/api/boards/${id}`)).status).toBe(200)
      expect((await lee.call('GET', `/api/boards/${id}`)).status).toBe(404)
      await owner.call('POST', `/api/boards/${id}/links`, { role: 'facilitator' })
      expect((await kim.call('GET', `/api/boards/${id}`)).status).toBe(404)
      expect((await owner.call('GET', `/api/boards/${id}`)).status).toBe(200)
    })

    test('[A4] renewals at the same time leave one link that works', async () => {
      const { id } = await owner.makeBoard('Hurried')
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => owner.call('POST', `/api/boards/${id}/links`, { role: 'viewer' })),
      )
      const works = []
      for (const { status, body } of answers) {
        expect(status).toBe(201)
        const stranger = new Person(http, keyOf(body.link))
        works.push((await stranger.call('GET', `/api/boards/${id}`)).status)
      }
      expect(works.filter((status) => status === 200)).toHaveLength(1)
    })

    test('a role that is none is refused', async () => {
      const answer = await owner.call('POST', `/api/boards/${board}/links`, { role: 'owner' })
      expect(answer).toMatchObject({ status: 400, body: { faults: [{ path: 'body/role' }] } })
    })
  })
})

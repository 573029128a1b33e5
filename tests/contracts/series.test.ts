/**
 * Series over http: who may what, the invitation to the newest board, the calendar, and playing again with the people,
 * the drawing and the live session of the last time.
 */
import ICAL from 'ical.js'
import { afterEach, describe, expect, test } from 'vitest'
import type { BlockText } from '@gamelan/protocol/session/agenda'
import type { Request } from '@gamelan/protocol/session/commands'
import type { Role } from '@gamelan/protocol/roles'
import { TRASH_KEPT_FOR } from '../../apps/server/src/limits.ts'
import * as schema from '../../apps/server/src/database/schema.ts'
import { openSession, type SessionClient } from '../support/session-client.ts'
import { databases, keyOf, Person, rectangle, UNKNOWN_BOARD, withBoard } from './http-app.ts'

const DAY = 24 * 60 * 60 * 1000
const RULE = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'Europe/Berlin', from: '2026-03-01' }
const block = (title: string): BlockText => ({
  title,
  format: 'talk',
  question: '',
  steps: [],
  minutes: 10,
  owner: null,
})

describe.each(databases)('series on %s', (_, startDatabases) => {
  const here = withBoard(startDatabases)
  const clients: SessionClient[] = []
  afterEach(() => {
    for (const client of clients.splice(0)) client.end()
  })

  async function open(person: Person, boardId: string): Promise<SessionClient> {
    const origin = here.http.sockets.replace('ws:', 'http:')
    const client = await openSession(origin, boardId, { headers: person.credentials() })
    clients.push(client)
    return client
  }

  /** A board and the series that it begins. */
  async function begun(role: 'editor' | 'viewer' = 'editor', title = 'Weekly') {
    const board = await here.owner.makeBoard('First')
    const made = await here.owner.call('POST', `/api/boards/${board.id}/series`, {
      title,
      question: 'What breaks?',
      rule: RULE,
      role,
    })
    expect(made.status).toBe(201)
    const { id, invitation } = made.body
    return {
      board,
      id: id as string,
      key: keyOf(invitation.link),
      calendar: new URL(invitation.calendar),
      body: made.body,
    }
  }
  const at = (id: string, path = '') => `/api/series/${id}${path}`
  const read = async (person: Person, id: string) => person.call('GET', at(id))
  const join = (person: Person, id: string, key?: string) =>
    person.call('POST', at(id, '/join'), { ...(key !== undefined && { key }), name: 'Guest' })
  const feed = (url: URL, headers = {}) =>
    new Person(here.http).call('GET', url.pathname + url.search, undefined, headers)
  async function playAgain(id: string, body: object = {}): Promise<string> {
    const { status, body: made } = await here.owner.call('POST', at(id, '/play-again'), body)
    expect([status, made.code]).toEqual([201, undefined])
    return made.id
  }
  const roleOn = async (person: Person, board: string): Promise<Role | undefined> =>
    (await person.call('GET', `/api/boards/${board}`)).body.role

  test('is made from a board by its facilitator, and a board is of one', async () => {
    const { board, id, body } = await begun()
    expect(body).toMatchObject({ title: 'Weekly', question: 'What breaks?', rule: RULE })
    expect(body.boards).toMatchObject([{ id: board.id, title: 'First', role: 'facilitator' }])
    expect(body.current).toEqual({ id: board.id, role: 'facilitator' })
    expect((await here.owner.call('GET', `/api/boards/${board.id}`)).body.series).toEqual({
      id,
      title: 'Weekly',
    })
    const again = await here.owner.call('POST', `/api/boards/${board.id}/series`, { title: 'B', rule: RULE })
    expect(again).toMatchObject({ status: 409, body: { code: 'series-exists' } })
    const kinds = (await here.owner.call('GET', `/api/boards/${board.id}/audit`)).body.entries
    expect(kinds.slice(0, 2).map((entry: { kind: string }) => entry.kind)).toEqual([
      'invitation-made',
      'series-made',
    ])
  })

  test.each([
    ['timeZone', { timeZone: 'Nowhere/City' }],
    ['timeZone', { timeZone: '__proto__' }],
    ['weekday', { weekday: 8 }],
    ['start', { start: '24:00' }],
    ['minutes', { minutes: 0 }],
    ['from', { from: '2026-02-30' }],
  ])('[A6] a rule whose %s cannot be is refused: %j', async (name, wrong) => {
    const board = await here.owner.makeBoard('Wrong')
    const body = { title: 'Wrong', rule: { ...RULE, ...wrong } }
    const answer = await here.owner.call('POST', `/api/boards/${board.id}/series`, body)
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request'])
    expect(JSON.stringify(answer.body.faults)).toContain(name)
    const { id } = await begun()
    expect((await here.owner.call('PATCH', at(id), { rule: wrong })).status).toBe(400)
  })

  test('is changed by a facilitator of its newest board, and calendars are told', async () => {
    const { id, calendar } = await begun()
    const before = eventIn((await feed(calendar)).raw.toString())
    const changed = await here.owner.call('PATCH', at(id), { title: 'Monthly', rule: { weekday: 4 } })
    expect(changed.body).toMatchObject({ title: 'Monthly', rule: { ...RULE, weekday: 4 } })
    const pasted = await here.owner.call('PATCH', at(id), { question: ' One\ttab\r\ntwo\u202e ' })
    expect(pasted.body.question).toBe('One tab\ntwo')
    expect((await here.owner.call('PATCH', at(id), { question: 'a\u0000b' })).status).toBe(400)
    const after = eventIn((await feed(calendar)).raw.toString())
    expect(after.summary).toBe('Monthly')
    expect(after.uid).toBe(before.uid)
    expect(after.sequence).toBe(before.sequence + 2)
    expect(after.startDate.toString()).toBe('2026-03-05T16:00:00')
  })

  test('[A1] [A3] who facilitates the newest board changes it; others of its boards read; strangers learn nothing', async () => {
    const { board, id } = await begun('editor')
    const [editor, viewer] = [
      await here.guest('editor', board.id, board.keys.editor),
      await here.guest('viewer', board.id, board.keys.viewer),
    ]
    const calls = [
      ['PATCH', '', { title: 'Mine' }],
      ['POST', '/invitation', { role: 'editor' }],
      ['POST', '/play-again', {}],
    ] as const
    for (const [method, path, body] of calls) {
      for (const person of [editor, viewer, new Person(here.http, board.keys.editor)])
        expect((await person.call(method, at(id, path), body)).body.code).toBe('not-allowed')
      const stranger = new Person(here.http)
      const unknown = await stranger.call(method, at(UNKNOWN_BOARD, path), body)
      expect(unknown.body.code).toBe('forbidden-or-unknown')
      for (const person of [
        stranger,
        await here.guest('facilitator'),
        new Person(here.http, here.keys.editor),
      ])
        expect((await person.call(method, at(id, path), body)).body).toEqual(unknown.body)
    }
    expect((await read(editor, id)).body.invitation.link).toContain('#k=')
    // It would give a viewer more than they have.
    expect((await read(viewer, id)).body.invitation).toBeNull()
    const unknown = (await read(new Person(here.http), UNKNOWN_BOARD)).body
    for (const person of [new Person(here.http), await here.guest('facilitator')])
      expect((await read(person, id)).body).toEqual(unknown)
    expect((await read(here.owner, 'no%00series')).body).toEqual(unknown)
    // A key of one of its boards sees that board.
    expect((await read(new Person(here.http, board.keys.viewer), id)).body.boards).toHaveLength(1)
  })

  test('[A3] of its boards those alone are listed that one may see', async () => {
    const { board, id } = await begun('viewer')
    const lee = await here.guest('viewer', board.id, board.keys.viewer)
    const leeId = await here.idOf(lee)
    const second = await playAgain(id, { title: 'Second' })
    expect((await read(lee, id)).body.boards.map((one: { id: string }) => one.id)).toEqual([second, board.id])
    await here.owner.call('DELETE', `/api/boards/${second}/members/${leeId}`)
    const { body } = await read(lee, id)
    expect(body.boards.map((one: { id: string }) => one.id)).toEqual([board.id])
    expect(body).toMatchObject({ current: null, invitation: null })
    expect(JSON.stringify(body)).not.toContain(second)
    expect((await lee.call('PATCH', at(id), { title: 'x' })).body.code).toBe('not-allowed')
    // Who facilitates an older board alone is no facilitator of the series.
    await here.owner.call('PATCH', `/api/boards/${board.id}/members/${leeId}`, { role: 'facilitator' })
    for (const [path, sent] of [
      ['/play-again', {}],
      ['/invitation', { role: 'editor' }],
    ] as const)
      expect((await lee.call('POST', at(id, path), sent)).body.code).toBe('not-allowed')
  })

  describe('the invitation', () => {
    test.each(['editor', 'viewer'] as const)(
      'lets people in as %s, by name and without account',
      async (role) => {
        const { board, id, key } = await begun(role)
        const lee = new Person(here.http)
        const joined = await join(lee, id, key)
        expect(joined).toMatchObject({ status: 200, body: { boardId: board.id, role } })
        expect(joined.body.participant.name).toBe('Guest')
        expect(await roleOn(lee, board.id)).toBe(role)
        const { entries } = (await here.owner.call('GET', `/api/boards/${board.id}/audit`)).body
        expect(entries[0]).toMatchObject({ kind: 'invitation-joined', role, by: { name: 'Guest' } })
        // From then on without the key.
        expect((await join(lee, id)).body).toMatchObject({ boardId: board.id, role })
        const members = (await here.owner.call('GET', `/api/boards/${board.id}/members`)).body.members
        expect(members).toContainEqual(expect.objectContaining({ role, cameBy: role }))
      },
    )

    test('[A2] [A3] no other key opens it, and it opens nothing else', async () => {
      const { board, id, key, calendar } = await begun()
      const other = await begun()
      const unknown = await join(new Person(here.http), UNKNOWN_BOARD, key)
      expect(unknown.status).toBe(404)
      const feedKey = calendar.searchParams.get('key') ?? ''
      for (const wrong of [undefined, other.key, board.keys.facilitator, feedKey, 'x'.repeat(32)])
        expect((await join(new Person(here.http), id, wrong)).body).toEqual(unknown.body)
      for (const path of ['', '/scene', '/members'])
        expect((await new Person(here.http, key).call('GET', `/api/boards/${board.id}${path}`)).status).toBe(
          404,
        )
      const byBoard = await new Person(here.http).call('POST', `/api/boards/${board.id}/join`, { key })
      expect(byBoard.status).toBe(404)
      // Nor does it make a board's own links look ended or renewed.
      await join(new Person(here.http), id, key)
      const { links } = (await here.owner.call('GET', `/api/boards/${board.id}`)).body
      for (const role of ['facilitator', 'editor', 'viewer'] as const)
        expect(keyOf(links[role])).toBe(board.keys[role])
      const renewed = await here.owner.call('POST', `/api/boards/${board.id}/links`, { role: 'editor' })
      expect(renewed.status).toBe(201)
      expect((await join(new Person(here.http), id, key)).status).toBe(200)
    })

    test('[A1] lowers nobody, and raises nobody whom a facilitator has lowered', async () => {
      const { board, id, key } = await begun('editor')
      expect((await join(here.owner, id, key)).body.role).toBe('facilitator')
      const facilitator = await here.guest('facilitator', board.id, board.keys.facilitator)
      expect((await join(facilitator, id, key)).body.role).toBe('facilitator')
      const viewer = await here.guest('viewer', board.id, board.keys.viewer)
      expect((await join(viewer, id, key)).body.role).toBe('editor')
      for (const by of [board.keys.editor, undefined]) {
        const lee = new Person(here.http)
        if (by === undefined) await join(lee, id, key)
        else await lee.call('POST', `/api/boards/${board.id}/join`, { key: by, name: 'Lee' })
        const leeId = await here.idOf(lee)
        await here.owner.call('PATCH', `/api/boards/${board.id}/members/${leeId}`, { role: 'viewer' })
        expect((await join(lee, id, key)).body.role).toBe('viewer')
        const next = await playAgain(id)
        expect((await join(lee, id, key)).body).toMatchObject({ boardId: next, role: 'viewer' })
        await here.owner.call('DELETE', `/api/boards/${next}`)
      }
      const watched = await begun('viewer')
      const editor = await here.guest('editor', watched.board.id, watched.board.keys.editor)
      expect((await join(editor, watched.id, watched.key)).body.role).toBe('editor')
    })

    test('[A4] a new one ends the old, its calendar, and who came by it on every board; others stay', async () => {
      const { board, id, key, calendar } = await begun()
      const [lee, noor] = [new Person(here.http), await here.guest('editor', board.id, board.keys.editor)]
      await join(lee, id, key)
      const second = await playAgain(id)
      await join(lee, id, key)
      const socket = await lee.connect(second)
      const renewed = await here.owner.call('POST', at(id, '/invitation'), { role: 'viewer' })
      expect(renewed.status).toBe(201)
      expect(renewed.body.invitation.role).toBe('viewer')
      expect(await socket.closed).toBe(4403)
      for (const one of [board.id, second]) {
        expect(await roleOn(lee, one)).toBeUndefined()
        expect(await roleOn(noor, one)).toBe('editor')
      }
      expect((await join(lee, id, key)).status).toBe(404)
      expect((await feed(calendar)).status).toBe(404)
      const newKey = keyOf(renewed.body.invitation.link)
      expect((await join(lee, id, newKey)).body).toMatchObject({ boardId: second, role: 'viewer' })
      expect((await feed(new URL(renewed.body.invitation.calendar))).raw.toString()).toContain(
        eventIn((await feed(new URL(renewed.body.invitation.calendar))).raw.toString()).uid,
      )
    })

    test('[A4] who renews it and came by it themselves stays', async () => {
      const { board, id, key } = await begun()
      const lee = new Person(here.http)
      await join(lee, id, key)
      const leeId = await here.idOf(lee)
      await here.owner.call('PATCH', `/api/boards/${board.id}/members/${leeId}`, { role: 'facilitator' })
      expect((await lee.call('POST', at(id, '/invitation'), { role: 'editor' })).status).toBe(201)
      expect(await roleOn(lee, board.id)).toBe('facilitator')
      expect((await here.owner.call('POST', at(id, '/invitation'), { role: 'editor' })).status).toBe(201)
      expect(await roleOn(lee, board.id)).toBeUndefined()
    })

    test('leads to the newest board that is not in the trash', async () => {
      const { board, id, key, calendar } = await begun()
      const second = await playAgain(id)
      await here.owner.call('DELETE', `/api/boards/${second}`)
      expect((await join(new Person(here.http), id, key)).body.boardId).toBe(board.id)
      await here.owner.call('DELETE', `/api/boards/${board.id}`)
      expect((await join(new Person(here.http), id, key)).status).toBe(404)
      expect((await feed(calendar)).status).toBe(404)
      await here.owner.call('POST', `/api/trash/${second}/restore`)
      expect((await join(new Person(here.http), id, key)).body.boardId).toBe(second)
    })

    test('[A2] no key is kept', async () => {
      const { id, key, calendar } = await begun()
      await join(new Person(here.http), id, key)
      const rows = await here.http.database.queries.select().from(schema.series)
      const all = JSON.stringify(rows) + (await here.http.everyRow())
      for (const secret of [key, calendar.searchParams.get('key') ?? '']) {
        expect(secret).toHaveLength(32)
        expect(all).not.toContain(secret)
      }
      const row = rows.find((one) => one.id === id)
      expect(row?.keyHash).toHaveLength(64)
    })
  })

  describe('the calendar', () => {
    test('comes by its key alone, and leads to the newest board', async () => {
      const { id, calendar, key } = await begun()
      const answer = await feed(calendar)
      expect(answer).toMatchObject({
        status: 200,
        headers: { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, no-cache' },
      })
      const event = eventIn(answer.raw.toString())
      expect(event.location).toBe(`http://localhost:80/s/${id}#k=${key}`)
      expect(event.description).toContain('What breaks?')
      expect(answer.headers['set-cookie']).toBeUndefined()
      const etag = String(answer.headers.etag)
      expect((await feed(calendar, { 'if-none-match': `"x", ${etag}` })).status).toBe(304)
      await here.owner.call('PATCH', at(id), { question: 'And why?' })
      expect((await feed(calendar, { 'if-none-match': etag })).status).toBe(200)
    })

    test('[A3] guesses are answered as for a series that is not there, and say no key back', async () => {
      const { calendar, key, board } = await begun()
      const other = await begun()
      const unknown = new URL(calendar)
      unknown.pathname = at(UNKNOWN_BOARD, '/calendar.ics')
      const { body } = await feed(unknown)
      expect(body.code).toBe('forbidden-or-unknown')
      const guesses = [
        key,
        other.calendar.searchParams.get('key'),
        board.keys.facilitator,
        '',
        'x'.repeat(32),
      ]
      for (const guess of [...guesses, 'a b', 'x'.repeat(5000)]) {
        const url = new URL(calendar)
        url.searchParams.set('key', guess ?? '')
        const answer = await feed(url)
        expect(answer.body).toEqual(body)
        expect(answer.raw.toString()).not.toContain(guess === '' || guess === null ? calendar.search : guess)
      }
      const bare = new URL(calendar)
      bare.search = ''
      // Not even to its facilitator: it is a calendar's address, and no cookie opens it.
      expect((await here.owner.call('GET', bare.pathname)).body).toEqual(body)
      expect((await feed(new URL(`${calendar.href}&key=again`))).status).toBe(400)
    })
  })

  describe('playing again', () => {
    test('begins with the drawing, and whoever had a role has it; who was out stays out', async () => {
      const { board, id, key } = await begun()
      const editorKey = board.keys.editor
      const [lee, noor, gone, renewed] = [
        await here.guest('editor', board.id, editorKey),
        await here.guest('viewer', board.id, board.keys.viewer),
        await here.guest('viewer', board.id, board.keys.viewer),
        await here.guest('facilitator', board.id, board.keys.facilitator),
      ]
      const invited = new Person(here.http)
      await join(invited, id, key)
      await here.owner.call('PATCH', `/api/boards/${board.id}/members/${await here.idOf(noor)}`, {
        role: 'editor',
      })
      await here.owner.call('DELETE', `/api/boards/${board.id}/members/${await here.idOf(gone)}`)
      await here.owner.call('POST', `/api/boards/${board.id}/links`, { role: 'facilitator' })
      await here.owner.call('POST', `/api/boards/${board.id}/import`, {
        type: 'excalidraw',
        elements: [rectangle('kept')],
      })
      const second = await playAgain(id)
      const scene = await here.owner.call('GET', `/api/boards/${second}/scene`)
      expect(scene.body.elements.map((element: { id: string }) => element.id)).toHaveLength(1)
      const answer = (await here.owner.call('GET', `/api/boards/${second}`)).body
      expect(answer).toMatchObject({ title: 'First', role: 'facilitator', parent: { id: board.id } })
      expect(answer.series.id).toBe(id)
      expect(await roleOn(lee, second)).toBe('editor')
      expect(await roleOn(noor, second)).toBe('editor')
      expect(await roleOn(invited, second)).toBe('editor')
      expect(await roleOn(gone, second)).toBeUndefined()
      expect(await roleOn(renewed, second)).toBeUndefined()
      // They have not been there yet, and the list does not say so.
      const listed = async () =>
        (await here.owner.call('GET', '/api/boards')).body.boards.find(
          (one: { id: string }) => one.id === second,
        ).peopleCount
      expect(await listed()).toBe(1)
      await lee.call('POST', `/api/boards/${second}/join`, {})
      expect(await listed()).toBe(2)
      // What ends the way by which they came ends it here, too.
      await here.owner.call('POST', `/api/boards/${second}/links`, { role: 'editor' })
      expect(await roleOn(lee, second)).toBeUndefined()
      expect(await roleOn(noor, second)).toBe('editor')
      expect(await roleOn(invited, second)).toBe('editor')
      expect((await read(here.owner, id)).body.boards.map((one: { id: string }) => one.id)).toEqual([
        second,
        board.id,
      ])
    })

    test('the live session goes on where the last one ended: the wheel, the counts, what was planned and parked', async () => {
      const { board, id, key } = await begun()
      const lee = new Person(here.http)
      await join(lee, id, key)
      const leeId = await here.idOf(lee)
      const client = await open(here.owner, board.id)
      const player = await open(lee, board.id)
      await client.until(({ people }) => people.people[leeId]?.here === true)
      for (const request of [
        { type: 'add-theme', text: { theme: 'DNS', who: '', what: '', where: '', plain: '' } },
        { type: 'add-theme', text: { theme: 'Cache', who: '', what: '', where: '', plain: '' } },
        { type: 'add-blocks', blocks: [block('Played'), block('Parked'), block('Planned')] },
      ] satisfies Request[])
        expect(await client.ask(request)).toMatchObject({ ok: true })
      expect(await player.ask({ type: 'play', plays: true })).toMatchObject({ ok: true })
      for (const request of [
        { type: 'draw-person' },
        { type: 'draw-theme' },
        { type: 'begin-turn', minutes: 1 },
        { type: 'end-turn', outcome: 'answered' },
      ] as const)
        expect(await client.ask(request)).toMatchObject({ ok: true })
      const [played, parked] = client.state.agenda
      await client.ask({ type: 'start-block', block: played?.id ?? '' })
      await client.ask({ type: 'finish-block' })
      await client.ask({ type: 'start-block', block: parked?.id ?? '' })
      await client.ask({
        type: 'pivot',
        reason: 'An outage',
        to: block('Outage'),
        onFreshBoard: true,
      })
      const fresh = client.state.agenda.find(({ state }) => state === 'running')?.board ?? ''
      await client.ask({ type: 'pivot', reason: 'It is back', to: block('After'), onFreshBoard: false })
      const last = client.state
      const second = await playAgain(id)
      const next = (await open(lee, second)).state
      expect(next.wheel).toMatchObject({ lap: 1, counts: { [leeId]: 1 }, turns: [], players: [] })
      expect(next.wheel.themes).toEqual(last.wheel.themes)
      expect(next.wheel.themes.filter((theme) => theme.lap === 1)).toHaveLength(1)
      expect(next.agenda).toMatchObject([
        // Played anew on the next session's board: the one that it had stays with the session that drew on it.
        { title: 'Outage', state: 'parked', reason: 'It is back', board: null },
        { title: 'Parked', state: 'parked', reason: 'An outage', startedAt: null },
        { title: 'Planned', state: 'planned' },
      ])
      expect(next.timer).toBeNull()
      // [A3] Nothing in it names the board before.
      for (const before of [board.id, fresh]) expect(JSON.stringify(next)).not.toContain(before)
      expect((await lee.call('GET', `/api/boards/${fresh}`)).body.sessionBoard.id).toBe(board.id)
      // The fair draw counts over the series: who had no turn yet goes first.
      const noor = new Person(here.http)
      await join(noor, id, key)
      const noorId = await here.idOf(noor)
      const [facilitator, one, other] = [
        await open(here.owner, second),
        await open(lee, second),
        await open(noor, second),
      ]
      for (const each of [one, other]) await each.ask({ type: 'play', plays: true })
      await facilitator.until(({ wheel }) => wheel.players.length === 2)
      await facilitator.ask({ type: 'draw-person' })
      expect(facilitator.state.wheel.turns.at(-1)?.person).toBe(noorId)
      expect(facilitator.state.wheel.spin?.wedges).toEqual([noorId])
      await facilitator.ask({ type: 'end-turn', outcome: 'passed' })
      const third = await playAgain(id)
      expect((await open(lee, third)).state.wheel.counts).toEqual({ [leeId]: 1, [noorId]: 1 })
    })

    test('twice at once is once, and by who has not seen the newest board never', async () => {
      const { board, id } = await begun()
      const from = { from: board.id }
      const answers = await Promise.all(
        [0, 1, 2].map(() => here.owner.call('POST', at(id, '/play-again'), from)),
      )
      const codes = answers.map(({ status, body }) => (status === 201 ? 'made' : body.code))
      expect(codes.toSorted((a, b) => a.localeCompare(b))).toEqual([
        'made',
        'series-went-on',
        'series-went-on',
      ])
      expect((await read(here.owner, id)).body.boards).toHaveLength(2)
      const late = await here.owner.call('POST', at(id, '/play-again'), from)
      expect(late).toMatchObject({ status: 409, body: { code: 'series-went-on' } })
    })

    test('is all or nothing: where the last step fails there is no board', async () => {
      const { board, id } = await begun()
      const client = await open(here.owner, board.id)
      await client.ask({ type: 'add-blocks', blocks: [block('Planned')] })
      const before = (await here.owner.call('GET', '/api/boards?limit=100')).body.boards.length
      const { queries } = here.http.database
      await queries.execute(
        `create function refuse() returns trigger language plpgsql as
         'begin if new.type = ''continued'' then raise exception ''no''; end if; return new; end'`,
      )
      await queries.execute(
        'create trigger refuse before insert on session_events for each row execute function refuse()',
      )
      try {
        expect((await here.owner.call('POST', at(id, '/play-again'), {})).status).toBeGreaterThanOrEqual(500)
      } finally {
        await queries.execute('drop trigger refuse on session_events')
        await queries.execute('drop function refuse')
      }
      expect((await here.owner.call('GET', '/api/boards?limit=100')).body.boards).toHaveLength(before)
      expect((await read(here.owner, id)).body.boards).toHaveLength(1)
      expect((await open(here.owner, await playAgain(id))).state.agenda).toMatchObject([{ title: 'Planned' }])
    })
  })

  test('a board that is erased for good leaves its series, and the last one takes it along', async () => {
    const { board, id } = await begun()
    const second = await playAgain(id)
    await here.owner.call('DELETE', `/api/boards/${board.id}`)
    await here.http.sweep(Date.now() + TRASH_KEPT_FOR + DAY)
    expect(await here.http.rowsOf(board.id)).toBe(0)
    expect((await read(here.owner, id)).body.boards).toHaveLength(1)
    await here.owner.call('DELETE', `/api/boards/${second}`)
    await here.http.sweep(Date.now() + TRASH_KEPT_FOR + DAY)
    const rows = await here.http.database.queries.select({ id: schema.series.id }).from(schema.series)
    expect(rows.map((row) => row.id)).not.toContain(id)
  })
})

function eventIn(text: string): ICAL.Event {
  const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
  if (event === null) throw new Error('no event')
  return new ICAL.Event(event)
}

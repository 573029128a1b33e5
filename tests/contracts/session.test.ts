/** The live session over real sockets and a real database: who is let in, what all see, what survives. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Role } from '@gamelan/protocol/roles'
import type { BlockText } from '@gamelan/protocol/session/agenda'
import { timeLeft } from '@gamelan/protocol/session/timer'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { commandId, openSession, type Opening, type SessionClient } from '../support/session-client.ts'
import { inLog } from './history-app.ts'
import { databases, Person, png, rectangle, UNKNOWN_BOARD, withBoard } from './http-app.ts'

const block = (title: string): BlockText => ({
  title,
  format: 'talk',
  question: 'What do we believe?',
  steps: [],
  minutes: 10,
  owner: null,
})

describe.each(databases)('a live session on %s', (_, startDatabases) => {
  const here = withBoard(startDatabases)
  const clients: SessionClient[] = []
  afterEach(() => {
    for (const client of clients.splice(0)) client.end()
  })
  const origin = () => here.http.sockets.replace('ws:', 'http:')

  async function open(person: Person, boardId: string, opening: Opening = {}): Promise<SessionClient> {
    const client = await openSession(origin(), boardId, { headers: person.credentials(), ...opening })
    clients.push(client)
    return client
  }
  const come = async (role: Role, board: Awaited<ReturnType<Person['makeBoard']>>) =>
    here.guest(role, board.id, board.keys[role])
  /** Each has what any of them has now. */
  async function caughtUp(...some: readonly SessionClient[]): Promise<void> {
    const most = Math.max(...some.map(({ state }) => state.seq))
    for (const client of some) await client.until(({ seq }) => seq >= most)
  }

  test('all see the same, and who is here by what the server knows of them', async () => {
    const board = await here.owner.makeBoard('All')
    const facilitator = await open(here.owner, board.id)
    const kim = await come('editor', board)
    const editor = await open(kim, board.id)
    const id = await here.idOf(kim)
    await facilitator.until(({ people }) => people.people[id]?.here === true)
    expect(await facilitator.ask({ type: 'add-blocks', blocks: [block('One')] })).toMatchObject({ ok: true })
    expect(await editor.ask({ type: 'raise-hand', up: true })).toMatchObject({ ok: true })
    await caughtUp(facilitator, editor)
    expect(editor.state).toEqual(facilitator.state)
    expect(editor.state.people.people[id]).toMatchObject({ name: 'editor', role: 'editor', here: true })
    expect(editor.state.people.people[id]?.hand).not.toBeNull()
  })

  test('what it did is on the timeline of its board, by the names that people have now', async () => {
    const board = await here.owner.makeBoard('Played')
    const facilitator = await open(here.owner, board.id)
    const kim = await come('editor', board)
    const editor = await open(kim, board.id)
    const history = async () => (await here.owner.call('GET', `/api/boards/${board.id}/history`)).body
    expect((await history()).milestones).toEqual([])
    await editor.ask({ type: 'play', plays: true })
    const theme = { theme: 'Cert', who: '', what: '', where: '', plain: '' }
    await facilitator.ask({ type: 'add-blocks', blocks: [block('Wheel')] })
    const [first] = facilitator.state.agenda
    for (const request of [
      { type: 'start-block', block: first?.id ?? '' },
      { type: 'add-theme', text: theme },
      { type: 'draw-person' },
      { type: 'draw-theme' },
      { type: 'begin-turn', minutes: 5 },
      { type: 'end-turn', outcome: 'answered' },
      { type: 'open-round', question: 'How does money move?' },
      { type: 'pivot', reason: 'The CDN is out', to: block('CDN'), onFreshBoard: false },
    ] as const)
      expect(await facilitator.ask(request)).toMatchObject({ ok: true })
    await kim.call('PUT', '/api/me', { name: 'Renamed', color: '#1864ab' })
    expect((await history()).milestones).toMatchObject([
      { kind: 'block', title: 'Wheel', until: expect.any(Number) },
      { kind: 'turn', theme: 'Cert', person: { name: 'Renamed' }, outcome: 'answered' },
      { kind: 'round', question: 'How does money move?', until: null },
      { kind: 'pivot', reason: 'The CDN is out', parked: 'Wheel' },
      { kind: 'block', title: 'CDN', until: null },
    ])
  })

  test('[A3] [A5] nobody is let in without a way in, and unknown and forbidden are answered alike', async () => {
    const board = await here.owner.makeBoard('Closed')
    const stranger = new Person(here.http)
    await stranger.call('PUT', '/api/me', { name: 'Stranger', color: '#1864ab' })
    const refusal = (person: Person, id: string, opening: Opening = {}) =>
      expect(open(person, id, opening)).rejects.toMatchObject({ data: { code: 'forbidden-or-unknown' } })
    await refusal(stranger, board.id)
    await refusal(stranger, UNKNOWN_BOARD)
    await refusal(here.owner, UNKNOWN_BOARD)
    await refusal(new Person(here.http, 'x'.repeat(32)), board.id)
    await refusal(here.owner, board.id, { ticket: 'forged' })
    await expect(open(here.owner, 'no id at all')).rejects.toMatchObject({
      data: { code: 'invalid-request' },
    })
    await expect(
      open(here.owner, board.id, {
        headers: { ...here.owner.credentials(), origin: 'https://evil.example.org' },
      }),
    ).rejects.toThrow('websocket error')
  })

  test('a ticket lets a page in that has no cookie, and a key a program', async () => {
    const board = await here.owner.makeBoard('Embedded')
    const { body } = await here.owner.call('POST', `/api/boards/${board.id}/join`, {})
    const embedded = await open(new Person(here.http), board.id, { ticket: body.ticket })
    expect(await embedded.ask({ type: 'start-timer', minutes: 1 })).toMatchObject({ ok: true })
    const program = await open(new Person(here.http, board.keys.viewer), board.id)
    expect(await program.ask({ type: 'start-timer', minutes: 1 })).toMatchObject({ code: 'not-allowed' })
    expect(program.state.timer).not.toBeNull()
  })

  test('[A1] what is no command, or not allowed, is answered so, and changes nothing', async () => {
    const board = await here.owner.makeBoard('Refused')
    const viewer = await open(await come('viewer', board), board.id)
    await viewer.until(({ seq }) => seq > 0)
    const before = viewer.state
    const id = commandId()
    for (const sent of [null, 7, {}, { id, type: 'erase-all' }, { id, type: 'start-timer', minutes: -1 }])
      expect(await viewer.command(sent)).toMatchObject({ ok: false, code: 'invalid-command' })
    expect(await viewer.ask({ type: 'lock', locked: true })).toMatchObject({ ok: false, code: 'not-allowed' })
    viewer.resync()
    await viewer.until(() => viewer.states === 2)
    expect(viewer.state).toEqual(before)
  })

  test('[A6] too many commands are answered so; far too many end the socket', async () => {
    const board = await here.owner.makeBoard('Flood')
    const facilitator = await open(here.owner, board.id)
    const flood = await open(await come('editor', board), board.id)
    const asked = Array.from({ length: 100 }, () => flood.ask({ type: 'react', reaction: 'clap' }))
    const answers = await Promise.all(asked)
    expect(answers.filter(({ ok }) => ok).length).toBeLessThan(answers.length)
    expect(answers.at(-1)).toMatchObject({ ok: false, code: 'too-many-requests' })
    for (let i = 0; i < 1000; i++) flood.resync()
    // The goodbye may be lost on the way: what counts is that the socket ends.
    expect(['io server disconnect', 'transport close']).toContain(await flood.ended)
    expect(await facilitator.ask({ type: 'react', reaction: 'clap' })).toMatchObject({ ok: true })
  })

  test('[fault V3] [A6] one person has no more commands on many sockets, and many people no more reactions', async () => {
    const board = await here.owner.makeBoard('Applause')
    const clap = (client: SessionClient, times: number) =>
      Promise.all(Array.from({ length: times }, () => client.ask({ type: 'react', reaction: 'clap' })))
    const isOk = ({ ok }: { ok: boolean }) => ok
    const kim = await come('viewer', board)
    const tabs = await Promise.all([1, 2, 3, 4].map(() => open(kim, board.id)))
    const ofKim = (await Promise.all(tabs.map((tab) => clap(tab, 60)))).flat()
    // Each socket alone has asked for no more than one person may.
    expect(ofKim.every(isOk)).toBe(false)
    const others = await Promise.all(
      [1, 2, 3, 4].map(async () => open(await come('viewer', board), board.id)),
    )
    const ofOthers = (await Promise.all(others.map((client) => clap(client, 60)))).flat()
    expect(ofOthers.find(({ ok }) => !ok)).toMatchObject({ code: 'too-many-requests' })
    const facilitator = await open(here.owner, board.id)
    expect(await facilitator.ask({ type: 'raise-hand', up: true })).toMatchObject({ ok: true })
  })

  test('a role that is raised or lowered holds at once, on the socket that is open', async () => {
    const board = await here.owner.makeBoard('Roles')
    const kim = await come('viewer', board)
    const id = await here.idOf(kim)
    const client = await open(kim, board.id)
    expect(await client.ask({ type: 'start-timer', minutes: 1 })).toMatchObject({ code: 'not-allowed' })
    await here.owner.call('PATCH', `/api/boards/${board.id}/members/${id}`, { role: 'facilitator' })
    await client.until(({ people }) => people.people[id]?.role === 'facilitator')
    expect(await client.ask({ type: 'start-timer', minutes: 1 })).toMatchObject({ ok: true })
    await here.owner.call('PATCH', `/api/boards/${board.id}/members/${id}`, { role: 'viewer' })
    expect(await client.ask({ type: 'stop-timer' })).toMatchObject({ code: 'not-allowed' })
    await kim.call('PUT', '/api/me', { name: 'Kim Otherwise', color: '#2b8a3e' })
    await client.until(({ people }) => people.people[id]?.name === 'Kim Otherwise')
  })

  test('[A4] whose link is renewed, or who is removed, is out', async () => {
    const board = await here.owner.makeBoard('Ends')
    const byLink = await open(await come('editor', board), board.id)
    const lee = await come('viewer', board)
    const removed = await open(lee, board.id)
    await here.owner.call('POST', `/api/boards/${board.id}/links`, { role: 'editor' })
    expect(await byLink.ended).toBe('io server disconnect')
    await here.owner.call('DELETE', `/api/boards/${board.id}/members/${await here.idOf(lee)}`)
    expect(await removed.ended).toBe('io server disconnect')
  })

  test('who is cut off goes on from where they were, with nothing twice and nothing missed', async () => {
    const board = await here.owner.makeBoard('Cut')
    const facilitator = await open(here.owner, board.id)
    const editor = await open(await come('editor', board), board.id)
    await caughtUp(editor, facilitator)
    for (let round = 0; round < 5; round++) {
      editor.cut()
      await facilitator.ask({ type: 'add-blocks', blocks: [block(`Round ${round}`)] })
      await facilitator.ask({ type: 'react', reaction: 'thanks' })
      await caughtUp(editor, facilitator)
    }
    expect(editor.state).toEqual(facilitator.state)
    expect(editor.states).toBe(1)
    const seqs = editor.events.map(({ seq }) => seq)
    expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
    expect(editor.state.agenda).toHaveLength(5)
  })

  test('a command that is sent again after its answer was lost is carried out once', async () => {
    const board = await here.owner.makeBoard('Twice')
    const facilitator = await open(here.owner, board.id)
    const command = { id: commandId(), type: 'add-blocks' as const, blocks: [block('Once')] }
    const first = await facilitator.command(command)
    facilitator.cut()
    await facilitator.ask({ type: 'react', reaction: 'clap' })
    expect(await facilitator.command(command)).toEqual(first)
    expect(facilitator.state.agenda).toHaveLength(1)
  })

  test('the server tells its time, and the timer is by that', async () => {
    const board = await here.owner.makeBoard('Time')
    const facilitator = await open(here.owner, board.id)
    const before = Date.now()
    await facilitator.ask({ type: 'start-timer', minutes: 1 })
    const { timer } = await facilitator.until(({ timer }) => timer !== null)
    const now = await facilitator.time()
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
    expect(timer && timeLeft(timer, now)).toBeLessThanOrEqual(60_000)
  })

  test('[A1] a locked drawing is locked on every way in, until it is unlocked', async () => {
    const board = await here.owner.makeBoard('Locked')
    const kim = await come('editor', board)
    const facilitator = await open(here.owner, board.id)
    const connection = await kim.connect(board.id, '?role=1')
    await connection.heard((message) => message.type === 'role' && message.role === 'editor')
    const scene = { type: 'excalidraw', version: 2, elements: [rectangle('r')] }
    const bring = (person: Person) => person.call('POST', `/api/boards/${board.id}/import`, scene)
    expect(await facilitator.ask({ type: 'lock', locked: true })).toMatchObject({ ok: true })
    await connection.heard((message) => message.type === 'role' && message.role === 'viewer')
    expect(await bring(kim)).toMatchObject({ status: 409, body: { code: 'drawing-locked' } })
    const kimId = await here.idOf(kim)
    await open(kim, board.id)
    await facilitator.until(({ people }) => people.people[kimId]?.here === true)
    expect(await facilitator.ask({ type: 'present', person: kimId })).toMatchObject({ ok: true })
    expect(await bring(kim)).toMatchObject({ status: 201 })
    expect(await bring(here.owner)).toMatchObject({ status: 409 })
    expect(await facilitator.ask({ type: 'lock', locked: false })).toMatchObject({ ok: true })
    expect(await bring(here.owner)).toMatchObject({ status: 201 })
    connection.end()
  })

  test('in a round each has one board, on however many sockets they are, and who comes late gets one', async () => {
    const board = await here.owner.makeBoard('Round')
    const facilitator = await open(here.owner, board.id)
    const kim = await come('editor', board)
    const id = await here.idOf(kim)
    const tabs = await Promise.all([open(kim, board.id), open(kim, board.id)])
    await facilitator.until(({ people }) => people.people[id]?.here === true)
    await facilitator.ask({ type: 'open-round', question: 'Where is it slow?' })
    for (const tab of tabs) await tab.until(() => tab.ownBoards.size === 1)
    expect(new Set(tabs.flatMap((tab) => [...tab.ownBoards.values()])).size).toBe(1)
    const late = await open(await come('editor', board), board.id)
    expect(late.ownBoards.size).toBe(0)
    await late.ask({ type: 'join-round' })
    await late.until(() => late.ownBoards.size === 1)
    const again = await open(kim, board.id)
    await again.until(() => again.ownBoards.size === 1)
    expect(again.ownBoards).toEqual(tabs[0]?.ownBoards)
    const { body } = await kim.call('GET', '/api/boards')
    expect(body.boards.map((each: { title: string }) => each.title)).toEqual(['Round'])
  })

  test('[fault V8] who comes back with what they had is told their own board again', async () => {
    const board = await here.owner.makeBoard('Back in a round')
    const facilitator = await open(here.owner, board.id)
    const kim = await come('editor', board)
    const editor = await open(kim, board.id)
    const id = await here.idOf(kim)
    await facilitator.until(({ people }) => people.people[id]?.here === true)
    await facilitator.ask({ type: 'open-round', question: 'Where is it slow?' })
    await editor.until(() => editor.ownBoards.size === 1)
    await caughtUp(editor, facilitator)
    const has = editor.state
    editor.end()
    const back = await open(kim, board.id, { has })
    await back.until(() => back.ownBoards.size === 1)
    expect(back.ownBoards).toEqual(editor.ownBoards)
    expect(back.states).toBe(0)
    const [own] = back.ownBoards.values()
    expect((await kim.call('GET', `/api/boards/${own}`)).body).toMatchObject({
      title: 'Where is it slow?',
      role: 'editor',
    })
  })

  describe('a command that says what its sender saw', () => {
    /** Two facilitators who see the same: it is somebody's turn, and there are themes. */
    async function atTheWheel(title: string) {
      const board = await here.owner.makeBoard(title)
      const one = await open(here.owner, board.id)
      const other = await open(await come('facilitator', board), board.id)
      for (const name of ['Certificates', 'Queues', 'Caches', 'Ledger']) {
        const text = { theme: name, who: '', what: '', where: '', plain: '' }
        await one.ask({ type: 'add-theme', text })
      }
      await one.ask({ type: 'play', plays: true })
      expect(await one.ask({ type: 'draw-person' })).toMatchObject({ ok: true })
      await caughtUp(one, other)
      return { one, other }
    }
    const said = (client: SessionClient, sent: object) => client.command({ id: commandId(), ...sent })

    test('[fault V12] two who spin for a theme at once: the second is refused, and the first theme stays', async () => {
      const { one, other } = await atTheWheel('Two spins')
      const command = { type: 'draw-theme', seen: one.state.seq }
      const answers = await Promise.all([said(one, command), said(other, command)])
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
      expect(answers.find(({ ok }) => !ok)).toMatchObject({ code: 'not-now' })
      await caughtUp(one, other)
      expect(one.events.filter(({ type }) => type === 'theme-drawn')).toHaveLength(1)
      // Who has seen it draws again.
      expect(await said(other, { type: 'draw-theme', seen: other.state.seq })).toMatchObject({ ok: true })
    })

    test('[fault V12] two who start the timer at once: the second is refused', async () => {
      const { one, other } = await atTheWheel('Two timers')
      const seen = one.state.seq
      const answers = [
        await said(one, { type: 'start-timer', minutes: 5, seen }),
        await said(other, { type: 'start-timer', minutes: 9, seen }),
      ]
      expect(answers).toMatchObject([{ ok: true }, { ok: false, code: 'not-now' }])
      expect(one.state.timer?.total).toBe(5 * 60_000)
    })

    test('[fault V12] two who write different lines keep both; of one line the later is refused', async () => {
      const { one, other } = await atTheWheel('Two writers')
      const turn = one.state.wheel.turns[0]?.id ?? ''
      const add = (text: string) => ({ change: 'add', text, before: null })
      await said(one, { type: 'edit-turn', turn, steps: [add('first'), add('second')] })
      await caughtUp(one, other)
      const seen = one.state.seq
      const [first, second] = one.state.wheel.turns[0]?.steps ?? []
      const edit = (line: string | undefined, text: string) => ({
        type: 'edit-turn',
        turn,
        seen,
        steps: [{ change: 'edit', line, text }],
      })
      expect(await said(one, edit(first?.id, 'by one'))).toMatchObject({ ok: true })
      expect(await said(other, edit(second?.id, 'by the other'))).toMatchObject({ ok: true })
      expect(await said(other, edit(first?.id, 'over it'))).toMatchObject({ ok: false, code: 'not-now' })
      // Of their own they have seen everything.
      expect(await said(one, edit(first?.id, 'by one again'))).toMatchObject({ ok: true })
      await caughtUp(one, other)
      expect(other.state.wheel.turns[0]?.steps.map(({ text }) => text)).toEqual([
        'by one again',
        'by the other',
      ])
    })

    test('[fault V11] what was meant for its moment and comes minutes later is not done', async () => {
      const { one } = await atTheWheel('Late')
      const before = one.state
      const at = Date.now() - 3 * 60_000
      for (const sent of [
        { type: 'draw-theme' },
        { type: 'start-timer', minutes: 5 },
        { type: 'call-everyone' },
        { type: 'react', reaction: 'clap' },
      ])
        expect(await said(one, { ...sent, seen: before.seq, at })).toMatchObject({ ok: false, code: 'late' })
      expect(one.state).toEqual(before)
      const soon = { type: 'draw-theme', seen: before.seq, at: Date.now() }
      expect(await said(one, soon)).toMatchObject({ ok: true })
    })

    test('what was done already is answered so, however late it is asked again', async () => {
      const { one } = await atTheWheel('Done before')
      const command = { id: commandId(), type: 'draw-theme', seen: one.state.seq }
      const first = await one.command(command)
      expect(await one.command({ ...command, at: Date.now() - 3 * 60_000 })).toEqual(first)
    })
  })

  test('[A3] what a round came to is looked at in one call, and that is no export', async () => {
    const board = await here.owner.makeBoard('Looked at')
    const facilitator = await open(here.owner, board.id)
    const kim = await come('editor', board)
    const editor = await open(kim, board.id)
    const id = await here.idOf(kim)
    await facilitator.until(({ people }) => people.people[id]?.here === true)
    await facilitator.ask({ type: 'open-round', question: 'Where is it slow?' })
    for (const client of [facilitator, editor]) await client.until(() => client.ownBoards.size === 1)
    const own = [...editor.ownBoards.values()][0] ?? ''
    const dataURL = `data:image/png;base64,${png(1).toString('base64')}`
    const drawing = {
      type: 'excalidraw',
      elements: [rectangle('slow here'), rectangle('seen', { type: 'image', fileId: 'shot' })],
      files: { shot: { id: 'shot', mimeType: 'image/png', dataURL, created: 1 } },
    }
    expect((await kim.call('POST', `/api/boards/${own}/import`, drawing)).status).toBe(201)
    const round = facilitator.state.rounds[0]?.id ?? ''
    const look = (person: Person, of = board.id) =>
      person.call('GET', `/api/boards/${of}/rounds/${round}/drawings`)
    for (const person of [here.owner, kim])
      expect(await look(person)).toMatchObject({ status: 404, body: { code: 'round-unknown' } })
    // One that cannot be read takes nothing from the others.
    const damaged = await open(await come('editor', board), board.id)
    await damaged.ask({ type: 'join-round' })
    await damaged.until(() => damaged.ownBoards.size === 1)
    const unreadable = [...damaged.ownBoards.values()][0] ?? ''
    await here.http.database.queries.execute(`update updates set checksum = 7 where ${inLog(unreadable)}`)
    await facilitator.ask({ type: 'reveal-round' })
    const viewer = await come('viewer', board)
    const kept = await here.http.rowsOf(own)
    const { status, body } = await look(viewer)
    expect(status).toBe(200)
    expect(await here.http.rowsOf(own)).toBe(kept)
    const drawn = (of: string) => body.drawings.find((one: { board: string }) => one.board === of)?.drawing
    const elements = (of: string) => drawn(of).elements.map((one: { id: string }) => one.id)
    expect(body.drawings.length).toBe(3)
    expect(drawn(unreadable)).toBeNull()
    expect(elements(own)).toEqual(['slow here', 'seen'])
    const empty = [...facilitator.ownBoards.values()][0] ?? ''
    expect(elements(empty)).toEqual([])
    // Images come each by itself: one answer with all of them would be lost as a whole on a slow line.
    expect(JSON.stringify(body)).not.toContain('base64')
    const [, image] = drawn(own).elements
    expect((await viewer.call('GET', `/api/boards/${own}/files/${image.fileId}`)).raw).toEqual(png(1))
    // Of another session, and to a stranger.
    const other = await here.owner.makeBoard('Another')
    expect((await look(here.owner, other.id)).body.code).toBe('round-unknown')
    expect((await look(await here.guest('viewer'))).body.code).toBe('forbidden-or-unknown')
  })

  /** A board in whose session a pivot has made another. */
  async function pivoted(title: string) {
    const board = await here.owner.makeBoard(title)
    const facilitator = await open(here.owner, board.id)
    await facilitator.until(({ seq }) => seq > 0)
    await facilitator.ask({ type: 'add-blocks', blocks: [block('Planned')] })
    await facilitator.ask({ type: 'start-block', block: facilitator.state.agenda[0]?.id ?? '' })
    const to = block('What is down?')
    expect(
      await facilitator.ask({ type: 'pivot', reason: 'It is down', to, onFreshBoard: true }),
    ).toMatchObject({ ok: true })
    const fresh = facilitator.state.agenda[0]?.board
    if (fresh == null) throw new Error('no board was made')
    return { board, facilitator, fresh }
  }
  const read = (person: Person, id: string) => person.call('GET', `/api/boards/${id}`)

  test('[A1] on a pivot’s board each has the role that they have on the session’s, whenever they come', async () => {
    const { board, fresh } = await pivoted('Roles of the day')
    const late = await come('editor', board)
    const viewer = await come('viewer', board)
    for (const [person, role] of [
      [here.owner, 'facilitator'],
      [late, 'editor'],
      [viewer, 'viewer'],
      [new Person(here.http, board.keys.editor), 'editor'],
    ] as const) {
      const { body } = await read(person, fresh)
      expect(body).toMatchObject({ role, sessionBoard: { id: board.id, title: 'Roles of the day' } })
      // By whose links one comes there.
      for (const link of Object.values(body.links)) expect(link).toContain(`/b/${board.id}#k=`)
    }
    expect((await read(here.owner, board.id)).body.sessionBoard).toBeNull()
    const joined = await late.call('POST', `/api/boards/${fresh}/join`, {})
    expect(joined).toMatchObject({ status: 200, body: { role: 'editor' } })
    const embedded = await open(new Person(here.http), fresh, { ticket: joined.body.ticket })
    expect(embedded.state.agenda).toHaveLength(2)
    // By the key of the session's board, straight to this one: they are on both.
    const guest = new Person(here.http)
    const came = await guest.call('POST', `/api/boards/${fresh}/join`, {
      key: board.keys.viewer,
      name: 'Guest',
    })
    expect(came).toMatchObject({ status: 200, body: { role: 'viewer' } })
    expect((await read(guest, board.id)).body.role).toBe('viewer')
    const { body: audit } = await here.owner.call('GET', `/api/boards/${board.id}/audit`)
    expect(audit.entries.filter((one: { kind: string }) => one.kind === 'joined')).toHaveLength(3)
  })

  test('[A1] [A4] what becomes of a role on the session’s board becomes of it there, on every open connection', async () => {
    const { board, fresh } = await pivoted('Raised and lowered')
    const [kim, lee] = [await come('editor', board), await come('viewer', board)]
    const id = await here.idOf(kim)
    const session = await open(kim, fresh)
    const drawing = await kim.connect(fresh, '?role=1')
    await drawing.heard((message) => message.type === 'role' && message.role === 'editor')
    await here.owner.call('PATCH', `/api/boards/${board.id}/members/${id}`, { role: 'viewer' })
    await drawing.heard((message) => message.type === 'role' && message.role === 'viewer')
    await session.until(({ people }) => people.people[id]?.role === 'viewer')
    expect((await read(kim, fresh)).body.role).toBe('viewer')
    await here.owner.call('PATCH', `/api/boards/${board.id}/members/${id}`, { role: 'facilitator' })
    await drawing.heard((message) => message.type === 'role' && message.role === 'facilitator')
    expect(await session.ask({ type: 'start-timer', minutes: 1 })).toMatchObject({ ok: true })
    await here.owner.call('PATCH', `/api/boards/${board.id}/members/${id}`, { role: 'editor' })

    const [watching, watched] = [await open(lee, fresh), await lee.connect(fresh)]
    const program = await new Person(here.http, board.keys.viewer).connect(fresh)
    for (const role of ['editor', 'viewer'])
      expect((await here.owner.call('POST', `/api/boards/${board.id}/links`, { role })).status).toBe(201)
    expect(await session.ended).toBe('io server disconnect')
    expect(await watching.ended).toBe('io server disconnect')
    for (const closed of [drawing, watched, program]) expect(await closed.closed).toBe(CLOSE_CODES.forbidden)
    for (const person of [kim, lee, new Person(here.http, board.keys.editor)])
      expect(await read(person, fresh)).toMatchObject({ status: 404, body: { code: 'forbidden-or-unknown' } })
  })

  test('[A3] who may not see the session’s board is answered as for a board that is not there', async () => {
    const { board, fresh } = await pivoted('Not for all')
    const stranger = new Person(here.http)
    const other = await stranger.makeBoard('Of a stranger')
    for (const person of [stranger, new Person(here.http), new Person(here.http, other.keys.facilitator)]) {
      const [there, nowhere] = [await read(person, fresh), await read(person, UNKNOWN_BOARD)]
      expect([there.status, there.body.code]).toEqual([nowhere.status, nowhere.body.code])
      expect(there.status).toBe(404)
      const refusal = { data: { code: 'forbidden-or-unknown' } }
      await expect(open(person, fresh)).rejects.toMatchObject(refusal)
      const join = await person.call('POST', `/api/boards/${fresh}/join`, { key: other.keys.facilitator })
      expect(join.status).toBe(404)
    }
    // Neither is its key one of this board's, nor does a ticket of one let onto the other.
    const { body } = await here.owner.call('POST', `/api/boards/${board.id}/join`, {})
    await expect(open(new Person(here.http), fresh, { ticket: body.ticket })).rejects.toMatchObject({
      data: { code: 'forbidden-or-unknown' },
    })
  })

  test('a pivot’s board has no links, no members and no series: those are the session’s', async () => {
    const { board, fresh } = await pivoted('Its own')
    const owner = here.owner
    const refused = { status: 409, body: { code: 'board-of-session' } }
    const id = await here.idOf(await come('editor', board))
    expect(await owner.call('POST', `/api/boards/${fresh}/links`, { role: 'editor' })).toMatchObject(refused)
    expect(await owner.call('GET', `/api/boards/${fresh}/members`)).toMatchObject(refused)
    expect(await owner.call('DELETE', `/api/boards/${fresh}/members/${id}`)).toMatchObject(refused)
    const rule = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'UTC', from: '2026-03-01' }
    expect(await owner.call('POST', `/api/boards/${fresh}/series`, { title: 'It', rule })).toMatchObject(
      refused,
    )
    const listed = async () =>
      (await owner.call('GET', '/api/boards')).body.boards.map((one: { id: string }) => one.id)
    expect(await listed()).not.toContain(fresh)
    // What is drawn there was drawn in that session.
    const newer = await owner.makeBoard('Newer')
    expect((await listed()).slice(0, 2)).toEqual([newer.id, board.id])
    const drawing = { type: 'excalidraw', elements: [rectangle('here')] }
    expect((await owner.call('POST', `/api/boards/${fresh}/import`, drawing)).status).toBe(201)
    expect((await listed()).slice(0, 2)).toEqual([board.id, newer.id])
    const { body } = await owner.call('GET', '/api/boards?limit=1')
    expect((await owner.call('GET', `/api/boards?limit=1&cursor=${body.next}`)).body.boards[0].id).toBe(
      newer.id,
    )
    const forked = await owner.call('POST', `/api/boards/${fresh}/fork`, { title: 'On its own' })
    expect(forked).toMatchObject({ status: 201, body: { role: 'facilitator', sessionBoard: null } })
    expect(forked.body.parent).toMatchObject({ id: fresh, title: 'What is down?' })
    expect(await read(owner, forked.body.id)).toMatchObject({ status: 200 })
  })

  test('one session, whichever of its boards a socket names; who is on a board of it counts as here', async () => {
    const { board, facilitator, fresh } = await pivoted('One session')
    const kim = await come('editor', board)
    const id = await here.idOf(kim)
    const there = await open(kim, fresh)
    await facilitator.until(({ people }) => people.people[id]?.here === true)
    await facilitator.ask({ type: 'start-timer', minutes: 5 })
    await there.ask({ type: 'raise-hand', up: true })
    await caughtUp(facilitator, there)
    expect(there.state).toEqual(facilitator.state)
    const drawing = await kim.connect(fresh)
    await drawing.heard(() => true)
    const { body } = await here.owner.call('GET', `/api/boards/${board.id}/members`)
    const mine = body.members.find((one: { participant: { id: string } }) => one.participant.id === id)
    expect(mine.here).toBe(true)
    drawing.end()
  })

  test('a call, a spotlight and a replay are on a board of the session, and on no other', async () => {
    const { board, facilitator, fresh } = await pivoted('Look there')
    const other = await here.owner.makeBoard('Another')
    expect(await facilitator.ask({ type: 'call-everyone', board: fresh })).toMatchObject({ ok: true })
    expect(facilitator.state.attention.call).toMatchObject({ board: fresh })
    expect(await facilitator.ask({ type: 'call-everyone', board: board.id })).toMatchObject({ ok: true })
    expect(facilitator.state.attention.call).toMatchObject({ board: null })
    expect(await facilitator.ask({ type: 'call-everyone', board: other.id })).toMatchObject({
      ok: false,
      code: 'no-such-thing',
    })
    const bad = { id: commandId(), type: 'call-everyone', board: 'no board' }
    expect(await facilitator.command(bad)).toMatchObject({ code: 'invalid-command' })
  })

  test('[A1] a lock locks every board of the session: those that are open, and those that are made or opened then', async () => {
    const { board, facilitator, fresh } = await pivoted('All locked')
    const kim = await come('editor', board)
    const drawing = await kim.connect(fresh, '?role=1')
    await drawing.heard((message) => message.type === 'role' && message.role === 'editor')
    await facilitator.ask({ type: 'lock', locked: true })
    await drawing.heard((message) => message.type === 'role' && message.role === 'viewer')
    const scene = { type: 'excalidraw', version: 2, elements: [rectangle('r')] }
    const bring = (id: string) => kim.call('POST', `/api/boards/${id}/import`, scene)
    for (const id of [board.id, fresh])
      expect(await bring(id)).toMatchObject({ status: 409, body: { code: 'drawing-locked' } })
    await facilitator.ask({ type: 'pivot', reason: 'More', to: block('More'), onFreshBoard: true })
    const second = facilitator.state.agenda.find(({ title }) => title === 'More')?.board ?? ''
    const later = await kim.connect(second, '?role=1')
    await later.heard((message) => message.type === 'role' && message.role === 'viewer')
    expect(await bring(second)).toMatchObject({ status: 409 })
    await facilitator.ask({ type: 'lock', locked: false })
    await later.heard((message) => message.type === 'role' && message.role === 'editor')
    for (const id of [board.id, fresh, second]) expect(await bring(id)).toMatchObject({ status: 201 })
    drawing.end()
    later.end()
  })

  test('what the session did is on the timeline of each of its boards: all on its own, on others what was there', async () => {
    const { board, facilitator, fresh } = await pivoted('Played on two')
    await facilitator.ask({ type: 'open-round', question: 'Alone?' })
    const planned = facilitator.state.agenda.find(({ title }) => title === 'Planned')?.id ?? ''
    await facilitator.ask({ type: 'take-up-block', block: planned })
    await facilitator.ask({ type: 'start-block', block: planned })
    const onBoard = async (id: string) =>
      (await here.owner.call('GET', `/api/boards/${id}/history`)).body.milestones
    expect(await onBoard(board.id)).toMatchObject([
      { kind: 'block', title: 'Planned', board: board.id },
      { kind: 'pivot', board: board.id, to: fresh },
      { kind: 'block', title: 'What is down?', board: fresh },
      { kind: 'round', board: fresh },
      { kind: 'block', title: 'Planned', board: board.id, until: null },
    ])
    expect(await onBoard(fresh)).toMatchObject([{ kind: 'pivot' }, { kind: 'block' }, { kind: 'round' }])
  })

  test('a pivot’s board is gone while the session’s is in the trash, and goes with it for good', async () => {
    const { board, fresh } = await pivoted('To the trash')
    const kim = await come('facilitator', board)
    const status = async (person: Person) => (await read(person, fresh)).status
    const inTrash = async (person: Person) =>
      (await person.call('GET', '/api/trash')).body.boards.map((one: { id: string }) => one.id)
    // On its own: for the facilitators of the session's board to take out again.
    const connection = await kim.connect(fresh)
    expect((await kim.call('DELETE', `/api/boards/${fresh}`)).status).toBe(204)
    expect(await connection.closed).toBe(CLOSE_CODES.forbidden)
    expect([await status(kim), (await read(kim, board.id)).status]).toEqual([404, 200])
    for (const person of [kim, here.owner]) expect(await inTrash(person)).toContain(fresh)
    expect(await inTrash(await come('editor', board))).toEqual([])
    await here.owner.call('DELETE', `/api/boards/${board.id}`)
    expect(await inTrash(kim)).toEqual([board.id])
    expect((await kim.call('POST', `/api/trash/${fresh}/restore`)).status).toBe(404)
    expect((await kim.call('POST', `/api/trash/${board.id}/restore`)).status).toBe(200)
    expect(await kim.call('POST', `/api/trash/${fresh}/restore`)).toMatchObject({
      status: 200,
      body: { role: 'facilitator', sessionBoard: { id: board.id } },
    })
    expect(await status(kim)).toBe(200)

    // With it.
    const again = await kim.connect(fresh)
    await here.owner.call('DELETE', `/api/boards/${board.id}`)
    expect(await again.closed).toBe(CLOSE_CODES.forbidden)
    expect([await status(kim), await status(here.owner)]).toEqual([404, 404])
    expect((await kim.call('POST', `/api/boards/${fresh}/join`, {})).status).toBe(404)
    await here.http.sweep(Date.now() + 31 * 24 * 60 * 60 * 1000)
    expect([await here.http.rowsOf(board.id), await here.http.rowsOf(fresh)]).toEqual([0, 0])
  })

  test('a program is told from people: it has no turn and no board of its own, and presents nothing', async () => {
    const board = await here.owner.makeBoard('With a program')
    const facilitator = await open(here.owner, board.id)
    const program = await open(new Person(here.http, board.keys.facilitator), board.id)
    const kim = await open(await come('editor', board), board.id)
    const isThere = ({ people }: SessionClient['state']) =>
      Object.values(people.people).filter(({ here: isHere }) => isHere).length === 3
    const { people } = await facilitator.until(isThere)
    const programs = Object.values(people.people).filter(({ isProgram }) => isProgram)
    expect(programs).toHaveLength(1)
    const id = programs.at(0)?.id ?? ''
    expect(await program.ask({ type: 'play', plays: true })).toMatchObject({ code: 'not-allowed' })
    expect(await facilitator.ask({ type: 'present', person: id })).toMatchObject({ code: 'not-now' })
    expect(await program.ask({ type: 'start-timer', minutes: 5 })).toMatchObject({ ok: true })
    await facilitator.ask({ type: 'open-round', question: 'Who draws?' })
    await caughtUp(facilitator, kim, program)
    await kim.until(() => kim.ownBoards.size === 1)
    expect(Object.keys(program.state.rounds[0]?.drawers ?? {})).not.toContain(id)
    expect(program.ownBoards.size).toBe(0)
  })

  test('what was drawn in its rounds goes with a board', async () => {
    const board = await here.owner.makeBoard('Gone with rounds')
    const facilitator = await open(here.owner, board.id)
    await facilitator.until(({ seq }) => seq > 0)
    await facilitator.ask({ type: 'open-round', question: 'What is forgotten?' })
    await facilitator.until(() => facilitator.ownBoards.size === 1)
    const own = [...facilitator.ownBoards.values()][0] ?? ''
    await here.owner.call('DELETE', `/api/boards/${board.id}`)
    const later = Date.now() + 31 * 24 * 60 * 60 * 1000
    await here.http.sweep(later)
    expect([await here.http.rowsOf(board.id), await here.http.rowsOf(own)]).toEqual([0, 0])
  })

  test('what was said of a session goes with its board', async () => {
    const board = await here.owner.makeBoard('Gone')
    const facilitator = await open(here.owner, board.id)
    await facilitator.ask({ type: 'add-blocks', blocks: [block('Secret plan')] })
    await here.owner.call('DELETE', `/api/boards/${board.id}`)
    await facilitator.ended
    expect(await here.http.rowsOf(board.id)).toBeGreaterThan(0)
    await here.http.sweep(Date.now() + 31 * 24 * 60 * 60 * 1000)
    expect(await here.http.rowsOf(board.id)).toBe(0)
  })
})

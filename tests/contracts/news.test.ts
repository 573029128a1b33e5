/** News of boards over real session sockets and a real database: who hears of what, and of what nobody hears. */
import { afterEach, describe, expect, test } from 'vitest'
import type { BlockText } from '@gamelan/protocol/session/agenda'
import type { News } from '@gamelan/protocol/session/news'
import { openSession, type SessionClient } from '../support/session-client.ts'
import { databases, type Person, rectangle, UNKNOWN_BOARD, withBoard } from './http-app.ts'

type Board = Awaited<ReturnType<Person['makeBoard']>>

describe.each(databases)('the news of boards on %s', (_, startDatabases) => {
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
  /** A board, and somebody of each role who watches all that there is of it. */
  async function watched() {
    const board = await here.owner.makeBoard('Watched')
    const editor = await here.guest('editor', board.id, board.keys.editor)
    const viewer = await here.guest('viewer', board.id, board.keys.viewer)
    const watching = async (person: Person) => {
      const client = await open(person, board.id)
      await client.watch([{ board: board.id, history: true, members: true }])
      return client
    }
    return {
      board,
      people: { owner: here.owner, editor, viewer },
      owner: await watching(here.owner),
      editor: await watching(editor),
      viewer: await watching(viewer),
    }
  }
  const of =
    (kind: News['kind'], more: Readonly<Record<string, unknown>> = {}) =>
    (news: News) =>
      news.kind === kind && Object.entries(more).every(([name, value]) => news[name as keyof News] === value)
  /** Once the title has come, everything that was told at once before it has come, too. */
  async function rename(board: Board, title: string, ...hearers: readonly SessionClient[]): Promise<void> {
    expect((await here.owner.call('PATCH', `/api/boards/${board.id}`, { title })).status).toBe(200)
    for (const hearer of hearers) await hearer.hear(of('title', { title }))
  }
  const kinds = ({ news }: SessionClient) => news.map(({ kind }) => kind)
  const draw = (board: string, id: string) =>
    here.owner.call('POST', `/api/boards/${board}/import`, {
      type: 'excalidraw',
      version: 2,
      elements: [rectangle(id)],
      files: {},
    })

  test('[fault V10] a title, marks and new history reach everyone who watches', async () => {
    const { board, owner, editor, viewer } = await watched()
    const all = [owner, editor, viewer]
    await rename(board, 'Another title', ...all)
    const address = `/api/boards/${board.id}`
    const { body: mark } = await here.owner.call('POST', `${address}/snapshots`, { name: 'First' })
    for (const one of all) expect(await one.hear(of('mark'))).toMatchObject({ mark })
    const { body: decision } = await here.owner.call('POST', `${address}/bookmarks`, { kind: 'decision' })
    for (const one of all) await one.hear((news) => news.kind === 'mark' && news.mark.id === decision.id)
    expect((await here.owner.call('DELETE', `${address}/marks/${mark.id}`)).status).toBe(204)
    for (const one of all) await one.hear(of('mark-removed', { mark: mark.id }))
    expect((await draw(board.id, 'a')).status).toBe(201)
    const { head } = (await here.owner.call('GET', `${address}/history`)).body
    for (const one of all) await one.hear(of('history', { board: board.id, head }))
  })

  test('[fault V10] a restore tells of the moment before once, and nothing of one that fails', async () => {
    const { board, viewer } = await watched()
    const address = `/api/boards/${board.id}`
    await draw(board.id, 'b')
    expect((await here.owner.call('POST', `${address}/restore`, { seq: 9_999 })).status).toBe(404)
    const { body } = await here.owner.call('POST', `${address}/restore`, { seq: 1 })
    expect(await viewer.hear(of('mark'))).toMatchObject({ mark: body.before })
    await rename(board, 'After the restore', viewer)
    expect(kinds(viewer).filter((kind) => kind === 'mark')).toHaveLength(1)
  })

  test('[A3] [fault V10] of members, and of links above their own role, nobody hears who may not see them', async () => {
    const { board, people, owner, editor, viewer } = await watched()
    const address = `/api/boards/${board.id}`
    await here.guest('viewer', board.id, board.keys.viewer)
    await owner.hear(of('members'))
    for (const role of ['facilitator', 'editor'] as const)
      expect((await here.owner.call('POST', `${address}/links`, { role })).status).toBe(201)
    await owner.hear(of('links'))
    await rename(board, 'For all', owner, viewer)
    expect(kinds(viewer)).toEqual(['title'])
    // Their own link was renewed: the editor is out, and hears nothing any more.
    await editor.ended
    expect(kinds(editor)).not.toContain('members')
    const again = await open(people.owner, board.id)
    expect(await again.watch([{ board: board.id }])).toMatchObject({ boards: [board.id] })
    await here.guest('viewer', board.id, board.keys.viewer)
    await rename(board, 'Once more', again)
    expect(kinds(again)).toEqual(['title'])
  })

  test('[A4] [fault V10] a role that is raised or lowered is told to its person alone, and holds for what they hear', async () => {
    const { board, people, owner, editor, viewer } = await watched()
    const address = `/api/boards/${board.id}`
    const id = await here.idOf(people.viewer)
    const become = (role: string) => here.owner.call('PATCH', `${address}/members/${id}`, { role })
    expect((await become('facilitator')).status).toBe(200)
    expect(await viewer.hear(of('role'))).toEqual({ kind: 'role', board: board.id, role: 'facilitator' })
    expect((await here.owner.call('POST', `${address}/links`, { role: 'facilitator' })).status).toBe(201)
    await viewer.hear(of('links'))
    expect((await become('viewer')).status).toBe(200)
    await viewer.hear(of('role', { role: 'viewer' }))
    const before = viewer.news.length
    expect((await here.owner.call('POST', `${address}/links`, { role: 'editor' })).status).toBe(201)
    await rename(board, 'Lowered', owner, viewer)
    expect(viewer.news.slice(before).map(({ kind }) => kind)).toEqual(['title'])
    expect(kinds(owner)).not.toContain('role')
    expect(kinds(editor)).not.toContain('role')
  })

  test('[A4] [fault V10] a role that changes is told on the board of a private round, as it is there', async () => {
    const { board, people, owner, editor } = await watched()
    expect(await owner.ask({ type: 'open-round', question: 'Where?' })).toMatchObject({ ok: true })
    await editor.until(() => editor.ownBoards.size > 0)
    const [own = ''] = editor.ownBoards.values()
    const alone = await open(people.editor, own)
    await alone.watch([{ board: own }])
    const id = await here.idOf(people.editor)
    const become = (role: string) =>
      here.owner.call('PATCH', `/api/boards/${board.id}/members/${id}`, { role })
    for (const [role, there] of [
      ['viewer', 'viewer'],
      ['facilitator', 'editor'],
    ] as const) {
      expect((await become(role)).status).toBe(200)
      expect(await editor.hear(of('role', { role }))).toEqual({ kind: 'role', board: board.id, role })
      expect(await alone.hear(of('role', { role: there }))).toEqual({ kind: 'role', board: own, role: there })
    }
  })

  test('[fault V10] a series is told where it begins, changes and goes on', async () => {
    const { board, viewer } = await watched()
    const rule = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'UTC', from: '2026-11-24' }
    const terms = { title: 'Weekly', question: '', rule, role: 'viewer' }
    const { body: series, status } = await here.owner.call('POST', `/api/boards/${board.id}/series`, terms)
    expect(status).toBe(201)
    await viewer.hear(of('series', { board: board.id }))
    const later = await open(here.owner, board.id)
    await later.watch([{ board: board.id }])
    await here.owner.call('PATCH', `/api/series/${series.id}`, { title: 'Fortnightly' })
    await later.hear(of('series', { board: board.id }))
  })

  test('[fault V10] what the session does is told to those who watch a timeline, on all of its boards', async () => {
    const { board, owner } = await watched()
    const to: BlockText = { title: 'CDN', format: 'talk', question: '', steps: [], minutes: 5, owner: null }
    const pivot = { type: 'pivot', reason: 'Out', to, onFreshBoard: true } as const
    expect(await owner.ask(pivot)).toMatchObject({ ok: true })
    const fresh = owner.state.agenda.find((block) => block.board !== null)?.board ?? ''
    await owner.hear(of('history', { board: board.id }))
    const there = await open(here.owner, fresh)
    expect((await there.watch([{ board: fresh, history: true }])).boards.toSorted()).toEqual(
      [board.id, fresh].toSorted(),
    )
    // Of the session's own board its title is told there as well.
    await rename(board, 'The session', there)
    await here.owner.call('PATCH', `/api/boards/${fresh}`, { title: 'The CDN' })
    await there.hear(of('title', { board: fresh, title: 'The CDN' }))
    expect(await owner.ask({ type: 'open-round', question: '?' })).toMatchObject({ ok: true })
    await there.hear(of('history', { board: fresh }))
  })

  test('[A3] a board of another session is not watched, whatever is asked', async () => {
    const { board, viewer } = await watched()
    const other = await here.owner.makeBoard('Other')
    const asked = [board.id, other.id, UNKNOWN_BOARD].map((id) => ({ board: id, history: true }))
    expect((await viewer.watch(asked)).boards).toEqual([board.id])
    await rename(other, 'Not for them')
    await draw(other.id, 'c')
    await rename(board, 'For them', viewer)
    expect(viewer.news.map((one) => one.board)).toEqual([board.id])
  })
})

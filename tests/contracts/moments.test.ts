/**
 * Moments that have a name, and what is made of a moment: the drawing again, or a new board.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { MARKS_PER_BOARD } from '@gamelan/protocol/limits'
import { encodeStep1 } from '@gamelan/protocol/sync/messages'
import { rowsOf } from '../../apps/server/src/database/database.ts'
import { documentOf, openDrawer, seenIn } from './history-app.ts'
import { Person, UNKNOWN_BOARD, databases, png, rectangle, startHttp, startWithBoard } from './http-app.ts'
import type { Started } from './http-app.ts'

describe.each(databases)('moments on %s', (_, startDatabases) => {
  let http: Started['http']
  let owner: Started['owner']
  let guest: Started['guest']
  let databaseServer: Started['databaseServer']
  let stop: Started['stop']

  beforeAll(async () => {
    ;({ http, owner, guest, databaseServer, stop } = await startWithBoard(startDatabases))
    await owner.call('PUT', '/api/me', { name: 'Olu', color: '#1864ab' })
  })
  afterAll(async () => {
    await stop()
  })

  const history = async (id: string, person = owner) =>
    (await person.call('GET', `/api/boards/${id}/history`)).body
  const importing = async (id: string, ...elements: object[]): Promise<number> =>
    (await owner.call('POST', `/api/boards/${id}/import`, { type: 'excalidraw', elements })).body.seq
  const keyframe = async (id: string, seq: number) =>
    (await owner.call('GET', `/api/boards/${id}/history/keyframes/${seq}`)).raw
  const shownNow = async (id: string) => seenIn(documentOf(await keyframe(id, (await history(id)).head)))

  describe('[H3] a snapshot', () => {
    test('is a name, a note and a person on a seq, now or then', async () => {
      const { id } = await owner.makeBoard('Named')
      const first = await importing(id, rectangle('a'))
      const second = await importing(id, rectangle('b'))
      const snapshots = `/api/boards/${id}/snapshots`
      const now = await owner.call('POST', snapshots, { name: ' Before the call ', note: 'with Kim' })
      expect(now).toMatchObject({
        status: 201,
        body: {
          kind: 'snapshot',
          seq: second,
          name: 'Before the call',
          note: 'with Kim',
          by: { name: 'Olu' },
        },
      })
      const then = await owner.call('POST', snapshots, { name: 'Earlier', seq: first })
      expect(then.body).toMatchObject({ seq: first, note: null })
      expect(then.body.at <= now.body.at).toBe(true)
      expect((await owner.call('GET', snapshots)).body.snapshots).toEqual([then.body, now.body])
      const told = await history(id)
      expect([told.marks, told.snapshots]).toEqual([told.snapshots, [then.body, now.body]])
      const unknown = await owner.call('POST', snapshots, { name: 'Never', seq: second + 1 })
      expect(unknown).toMatchObject({ status: 404, body: { code: 'moment-unknown' } })
      for (const body of [
        {},
        { name: '' },
        { name: 'x'.repeat(121) },
        { name: 'a\u0000' },
        { name: 'x', seq: 0 },
      ])
        expect((await owner.call('POST', snapshots, body)).body.code).toBe('invalid-request')
    })

    test('[A1] bookmarks are anyone’s who may draw, to set and to take away; others’ are a facilitator’s', async () => {
      const { id, keys } = await owner.makeBoard('Bookmarks')
      const kim = await guest('editor', id, keys.editor)
      const lee = await guest('editor', id, keys.editor)
      const sam = await guest('viewer', id, keys.viewer)
      const bookmark = async (kind: string) =>
        (await kim.call('POST', `/api/boards/${id}/bookmarks`, { kind })).body
      const [one, two] = [await bookmark('surprise'), await bookmark('decision')]
      expect(one).toMatchObject({ kind: 'surprise', name: '', by: { name: 'editor' } })
      expect((await kim.call('POST', `/api/boards/${id}/bookmarks`, { kind: 'before' })).status).toBe(400)
      expect((await history(id, sam)).marks).toHaveLength(2)
      const remove = async (person: Person, mark: string) => {
        const { status, body } = await person.call('DELETE', `/api/boards/${id}/marks/${mark}`)
        return body?.code ?? status
      }
      expect(await remove(sam, one.id)).toBe('not-allowed')
      expect(await remove(lee, one.id)).toBe('not-allowed')
      expect(await remove(kim, one.id)).toBe(204)
      expect(await remove(kim, one.id)).toBe('mark-unknown')
      expect(await remove(owner, two.id)).toBe(204)
      for (const impossible of ['%00', 'x', one.id])
        expect(await remove(owner, impossible)).toBe('mark-unknown')
      const other = await owner.makeBoard('Other')
      const elsewhere = (await owner.call('POST', `/api/boards/${other.id}/snapshots`, { name: 'There' }))
        .body
      expect(await remove(owner, elsewhere.id)).toBe('mark-unknown')
    })

    test('[A6] there are so many and no more, also of restores', async () => {
      const { id } = await owner.makeBoard('Full')
      const seq = await importing(id, rectangle('a'))
      await rowsOf(
        http.database.queries,
        `insert into marks select '${id}' || n, '${id}', 'question', 1, now(), '', null, 'x', 'x', now()
         from generate_series(1, ${MARKS_PER_BOARD - 1}) n`,
      )
      const set = () => owner.call('POST', `/api/boards/${id}/snapshots`, { name: 'More' })
      const answers = await Promise.all([set(), set(), set()])
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409])
      expect((await set()).body.code).toBe('too-many-marks')
      const restore = await owner.call('POST', `/api/boards/${id}/restore`, { seq: 1 })
      expect(restore.body.code).toBe('too-many-marks')
      expect((await history(id)).head).toBe(seq)
    })
  })

  describe('[H4] a restore', () => {
    test('is a new change that all see, and the moment before takes it back', async () => {
      const { id, keys } = await owner.makeBoard('Restored')
      const kim = await guest('editor', id, keys.editor)
      const drawer = await openDrawer(kim, id, 31)
      await drawer.draw('moved', { x: 1 })
      const then = await drawer.draw('gone', { strokeColor: '#111111' })
      const wanted = seenIn(drawer.doc)
      await drawer.draw('moved', { x: 500, backgroundColor: '#222222' })
      await drawer.draw('gone', { isDeleted: true })
      const last = await drawer.draw('new', {})
      const before = seenIn(drawer.doc)
      const watcher = await kim.connect(id)
      watcher.send(encodeStep1(Y.encodeStateVector(new Y.Doc())))
      await watcher.heard((message) => message.type === 'step2')
      const restored = await owner.call('POST', `/api/boards/${id}/restore`, { seq: then })
      expect(restored).toMatchObject({
        status: 200,
        body: { seq: last + 1, before: { kind: 'before', seq: last, by: { name: 'Olu' } } },
      })
      await watcher.heard((message) => message.type === 'update')
      expect(await shownNow(id)).toEqual(wanted)
      const back = await owner.call('POST', `/api/boards/${id}/restore`, { seq: restored.body.before.seq })
      expect(back.body.seq).toBe(last + 2)
      expect(await shownNow(id)).toEqual(before)
      const { marks, snapshots } = await history(id)
      expect(marks.map(({ kind, seq }: { kind: string; seq: number }) => [kind, seq])).toEqual([
        ['before', last],
        ['before', last + 1],
      ])
      expect(snapshots).toEqual([])
      const { entries } = (await owner.call('GET', `/api/boards/${id}/audit`)).body
      expect(entries[0]).toMatchObject({ kind: 'restored-moment', by: { name: 'Olu' } })
      await drawer.leave()
      watcher.end()
    })

    test('while others draw loses nothing of theirs, and names the very moment before', async () => {
      const { id, keys } = await owner.makeBoard('Busy')
      const drawer = await openDrawer(await guest('editor', id, keys.editor), id, 32)
      const then = await drawer.draw('shape', { x: 0 })
      await drawer.draw('shape', { x: 9 })
      const drawing = (async () => {
        for (let n = 0; n < 20; n++) await drawer.draw(`other-${n}`, {})
      })()
      const { body } = await owner.call('POST', `/api/boards/${id}/restore`, { seq: then })
      await drawing
      expect(body.before.seq).toBe(body.seq - 1)
      const shown = await shownNow(id)
      expect(shown.find((element) => element.id === 'shape')?.x).toBe(0)
      // What was drawn before it is gone, as then; what came after is there.
      const after = Array.from({ length: 20 }, (_, n) => `other-${n}`).slice(body.seq - then - 2)
      expect(shown.map((element) => element.id).filter((name) => name !== 'shape')).toEqual(after.toSorted())
      await drawer.leave()
    })

    test.each([
      ['the audit entry', 'insert on audit', "new.kind = 'restored-moment'"],
      ['the mark', 'insert on marks', "new.kind = 'before'"],
      ['a change of the mark', 'update on marks', "new.kind = 'before'"],
    ])('[fault V13] is whole or not at all where %s is refused', async (_what, event, condition) => {
      const { id, keys } = await owner.makeBoard('Refused')
      const drawer = await openDrawer(await guest('editor', id, keys.editor), id, 33)
      const then = await drawer.draw('moved', { x: 1 })
      const last = await drawer.draw('moved', { x: 500 })
      const run = (query: string) => rowsOf(http.database.queries, query)
      await run(`create function refuse_restore() returns trigger language plpgsql as $$
        begin if new.board_id = '${id}' and ${condition} then raise exception 'refused' using errcode = '23514'; end if;
        return new; end $$`)
      await run(
        `create trigger refuse_restore before ${event} for each row execute function refuse_restore()`,
      )
      const restore = () => owner.call('POST', `/api/boards/${id}/restore`, { seq: then })
      const isDone = (await restore()).status === 200
      await run('drop function refuse_restore cascade')
      const whole = async () => {
        const { head, marks } = await history(id)
        const { entries } = (await owner.call('GET', `/api/boards/${id}/audit`)).body
        const audited = entries.filter(({ kind }: { kind: string }) => kind === 'restored-moment').length
        const [shape] = await shownNow(id)
        return [head > last && shape?.x === 1, marks.length, audited]
      }
      expect(await whole()).toEqual(isDone ? [true, 1, 1] : [false, 0, 0])
      // The board goes on, and the restore can be asked again.
      await drawer.draw('moved', { x: 700 })
      expect((await restore()).status).toBe(200)
      expect((await whole())[0]).toBe(true)
      await drawer.leave()
    })

    test('[UX UM3] names the state before after who restored what, in every list, and never leaves it without a name', async () => {
      const { id, keys } = await owner.makeBoard('Named restores')
      const start = await importing(id, rectangle('a'))
      const next = await importing(id, rectangle('b'))
      await importing(id, rectangle('c'))
      await owner.call('POST', `/api/boards/${id}/snapshots`, { name: 'Start', seq: start })
      const restore = async (body: object) =>
        (await owner.call('POST', `/api/boards/${id}/restore`, body)).body.before
      const before = await restore({ seq: start, name: '14:32' })
      expect(before.name).toBe('Before Olu’s restore to “Start”')
      expect((await restore({ seq: before.seq })).name).toBe('Before Olu took back Olu’s restore')
      expect((await restore({ seq: next, name: '14:32' })).name).toBe('Before Olu’s restore to 14:32')
      expect((await restore({ seq: next })).name).toMatch(
        /^Before Olu’s restore to \d{4}-\d\d-\d\d \d\d:\d\d UTC$/,
      )
      // As an earlier version left it.
      await rowsOf(http.database.queries, `update marks set name = '' where id = '${before.id}'`)
      const viewer = await guest('viewer', id, keys.viewer)
      const { snapshots, restores } = (await viewer.call('GET', `/api/boards/${id}/snapshots`)).body
      expect(snapshots.map(({ name }: { name: string }) => name)).toEqual(['Start'])
      expect(restores.map(({ name }: { name: string }) => name)).toContain('Before Olu’s restore')
      const { marks } = await history(id, viewer)
      for (const { name, by } of [...restores, ...marks]) {
        expect(name).not.toBe('')
        expect(by.name).toBe('Olu')
      }
      const long = await owner.call('POST', `/api/boards/${id}/restore`, { seq: next, name: 'x'.repeat(121) })
      expect(long.body.code).toBe('invalid-request')
    })

    test('to what is there already changes nothing; to no moment is refused, and leaves no mark', async () => {
      const { id } = await owner.makeBoard('Same')
      const seq = await importing(id, rectangle('a'))
      const same = await owner.call('POST', `/api/boards/${id}/restore`, { seq })
      expect(same.body).toMatchObject({ seq, before: { seq } })
      const refused = await owner.call('POST', `/api/boards/${id}/restore`, { seq: seq + 1 })
      expect(refused).toMatchObject({ status: 404, body: { code: 'moment-unknown' } })
      expect(await history(id)).toMatchObject({ head: seq, marks: [{ seq }] })
    })
  })

  describe('[H5] a fork', () => {
    test('starts from a moment and remembers where it came from', async () => {
      const { id, keys } = await owner.makeBoard('Checkout path')
      const seq = await importing(id, rectangle('a'), rectangle('b'))
      await importing(id, rectangle('late'))
      const kim = await guest('editor', id, keys.editor)
      const made = await kim.call('POST', `/api/boards/${id}/fork`, { seq })
      expect(made).toMatchObject({
        status: 201,
        body: { title: 'Checkout path', role: 'facilitator', parent: { id, title: 'Checkout path', seq } },
      })
      const fork = made.body.id
      expect(made.headers['location']).toBe(`/api/boards/${fork}`)
      const scene = (await kim.call('GET', `/api/boards/${fork}/scene`)).body
      expect(scene.elements.map((element: { id: string }) => element.id)).toEqual(['a', 'b'])
      const told = await history(fork, kim)
      expect([told.head, told.from]).toEqual([1, told.to])
      expect((await kim.call('GET', `/api/boards/${fork}`)).body.parent.at).toBe(made.body.parent.at)
      // And it goes on by itself.
      const drawer = await openDrawer(kim, fork, 51)
      await drawer.draw('a', { x: 77 })
      await drawer.leave()
      expect((await shownNow(id)).find((element) => element.id === 'a')?.x).toBe(10)
      const { entries } = (await owner.call('GET', `/api/boards/${id}/audit`)).body
      expect(entries[0]).toMatchObject({ kind: 'forked', by: { name: 'editor' } })
      expect((await owner.call('GET', `/api/boards/${id}`)).body.parent).toBeNull()
    })

    test('[A3] tells of its parent to those alone who may see that', async () => {
      const { id, keys } = await owner.makeBoard('Secret title')
      const kim = await guest('editor', id, keys.editor)
      const { body } = await kim.call('POST', `/api/boards/${id}/fork`, { title: 'Open' })
      const stranger = await guest('viewer', body.id, new URL(body.links.viewer).hash.replace('#k=', ''))
      const answer = await stranger.call('GET', `/api/boards/${body.id}`)
      const hidden = { id: null, title: null, seq: null, at: body.parent.at }
      expect(answer.body.parent).toEqual(hidden)
      for (const secret of ['Secret title', id]) expect(answer.raw.toString()).not.toContain(secret)
      // Nor where they make a board of it: that knows its own parent alone.
      const again = await stranger.call('POST', `/api/boards/${body.id}/fork`)
      expect(again).toMatchObject({ status: 403, body: { code: 'not-allowed' } })
      const lee = await guest('editor', body.id, new URL(body.links.editor).hash.replace('#k=', ''))
      const third = await lee.call('POST', `/api/boards/${body.id}/fork`)
      expect(third.body.parent).toMatchObject({ id: body.id, title: 'Open' })
      for (const secret of ['Secret title', id]) expect(third.raw.toString()).not.toContain(secret)
      // In the trash it is as one that they may not see.
      expect((await kim.call('GET', `/api/boards/${body.id}`)).body.parent.title).toBe('Secret title')
      await owner.call('DELETE', `/api/boards/${id}`)
      expect((await kim.call('GET', `/api/boards/${body.id}`)).body.parent).toEqual(hidden)
    })

    test('[A3] of a board that is not there, is forbidden, or is thrown away answers alike', async () => {
      const { id, keys } = await owner.makeBoard('Forbidden')
      const { id: thrown } = await owner.makeBoard('Thrown away')
      await owner.call('DELETE', `/api/boards/${thrown}`)
      const other = await owner.makeBoard('Other')
      const people = [
        new Person(http),
        new Person(http, 'x'.repeat(32)),
        new Person(http, other.keys.facilitator),
        await guest('facilitator', other.id, other.keys.facilitator),
      ]
      const before = (await owner.call('GET', `/api/boards/${id}/audit`)).raw.toString()
      for (const person of people) {
        for (const body of [undefined, { seq: 1 }, { seq: 99 }, { title: 'Mine' }]) {
          const answers = [id, thrown, UNKNOWN_BOARD].map((board) =>
            person.call('POST', `/api/boards/${board}/fork`, body),
          )
          const [forbidden, ...others] = (await Promise.all(answers)).map(({ status, raw, headers }) => ({
            status,
            body: raw.toString(),
            cookie: headers['set-cookie'],
          }))
          expect(forbidden).toMatchObject({ status: 404, cookie: undefined })
          for (const answer of others) expect(answer).toEqual(forbidden)
        }
      }
      expect((await owner.call('GET', `/api/boards/${id}/audit`)).raw.toString()).toBe(before)
      expect((await new Person(http, keys.editor).call('POST', `/api/boards/${id}/fork`)).status).toBe(201)
    })

    test('[M12] keeps the images that it shows, and no others', async () => {
      const { id } = await owner.makeBoard('Images')
      const image = (name: string, fileId: string, more = {}) =>
        rectangle(name, { type: 'image', fileId, status: 'saved', ...more })
      for (const n of [1, 2, 3]) await owner.bytes('POST', `/api/boards/${id}/files?fileId=f${n}`, png(n))
      await importing(id, image('a', 'f1'), image('b', 'f2'))
      const drawer = await openDrawer(owner, id, 52)
      await drawer.draw('b', { isDeleted: true })
      await drawer.leave()
      const { body } = await owner.call('POST', `/api/boards/${id}/fork`, {})
      const file = async (name: string) =>
        (await owner.call('GET', `/api/boards/${body.id}/files/${name}`)).status
      expect([await file('f1'), await file('f2'), await file('f3')]).toEqual([200, 404, 404])
      expect((await owner.call('GET', `/api/boards/${body.id}/files/f1`)).raw.equals(png(1))).toBe(true)
    })

    test('[A6] counts as a board and its images as kept, and is whole or not at all', async () => {
      const small = await startHttp(databaseServer, {
        limits: { boardsPerVisitor: 2, bytesPerVisitor: 2 ** 20 },
      })
      const kim = new Person(small)
      const { id } = await kim.makeBoard('One')
      const large = Buffer.concat([png(1), Buffer.alloc(600_000)])
      await kim.bytes('POST', `/api/boards/${id}/files?fileId=f1`, large)
      const elements = [rectangle('a', { type: 'image', fileId: 'f1', status: 'saved' })]
      await kim.call('POST', `/api/boards/${id}/import`, { type: 'excalidraw', elements })
      const fork = (seq?: number) => kim.call('POST', `/api/boards/${id}/fork`, { seq })
      expect((await fork()).body.code).toBe('no-room')
      expect((await kim.call('GET', '/api/boards')).body.boards).toHaveLength(1)
      expect((await fork(1)).status).toBe(201)
      expect((await fork(1)).body.code).toBe('too-many-boards')
      expect((await fork(99)).body.code).toBe('moment-unknown')
      await small.stop()
    })

    test('[A6] that nobody could draw on is refused, and leaves nothing', async () => {
      const limits = { historyBytesPerBoard: 2 ** 18 }
      const small = await startHttp(databaseServer, { limits })
      const kim = new Person(small)
      const { id } = await kim.makeBoard('Filled')
      const before = (await history(id, kim)).head
      const add = async (board: string, name: string) => {
        const text = 'x'.repeat(9000)
        const element = rectangle(name, { type: 'text', text, originalText: text })
        const drawing = { type: 'excalidraw', elements: [element] }
        return (await kim.call('POST', `/api/boards/${board}/import`, drawing)).status
      }
      const fork = (seq?: number) => kim.call('POST', `/api/boards/${id}/fork`, { seq })
      let made = (await fork()).body
      for (let n = 0; (await add(id, `t${n}`)) === 201; n++) {
        const answer = await fork()
        if (answer.status !== 201) break
        made = answer.body
      }
      // The last that was made can be drawn on; what came onto the board after it is one too many.
      expect(await add(made.id, 'more')).toBe(201)
      const boards = async () => (await kim.call('GET', '/api/boards')).body.boards.length
      const count = await boards()
      expect(await fork()).toMatchObject({ status: 413, body: { code: 'fork-too-large' } })
      expect(await boards()).toBe(count)
      expect((await fork(before)).status).toBe(201)
      await small.stop()
    })

    test('[A2] by a program gives its links to somebody new', async () => {
      const { id, keys } = await owner.makeBoard('Program')
      const program = new Person(http, keys.editor)
      const { status, body, headers } = await program.call('POST', `/api/boards/${id}/fork`)
      expect(status).toBe(201)
      expect(headers['set-cookie']).toBeDefined()
      const key = new URL(body.links.facilitator).hash.replace('#k=', '')
      expect((await new Person(http, key).call('GET', `/api/boards/${body.id}/members`)).status).toBe(200)
      expect((await program.call('GET', `/api/boards/${body.id}`)).status).toBe(404)
      expect((await program.call('POST', `/api/boards/${UNKNOWN_BOARD}/fork`)).status).toBe(404)
    })
  })

  test('[M2] what a fork begins with is the document, to the last struct', async () => {
    const { id } = await owner.makeBoard('Exact')
    await importing(id, rectangle('a'))
    const { body } = await owner.call('POST', `/api/boards/${id}/fork`)
    const [parent, fork] = [await keyframe(id, 2), await keyframe(body.id, 1)]
    expect(Y.encodeStateVectorFromUpdate(fork)).toEqual(Y.encodeStateVectorFromUpdate(parent))
  })
})

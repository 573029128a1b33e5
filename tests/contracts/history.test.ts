/**
 * How a board came to be, read over http: every moment, by whom, from any piece of it, while nobody on the live board
 * notices; and nothing that is not whole.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rowsOf } from '../../apps/server/src/database/database.ts'
import * as schema from '../../apps/server/src/database/schema.ts'
import { commit } from '../../apps/server/src/history/batch.ts'
import { checksum } from '../../apps/server/src/history/codec.ts'
import type { Entry } from '../../apps/server/src/history/types.ts'
import { REPLAY_UPDATES } from '../../apps/server/src/limits.ts'
import { documentOf, inLog, openDrawer, readUpdates, seenIn } from './history-app.ts'
import { Person, databases, rectangle, startWithBoard } from './http-app.ts'
import type { Started } from './http-app.ts'

describe.each(databases)('the history of a board on %s', (_, startDatabases) => {
  let http: Started['http']
  let owner: Started['owner']
  let guest: Started['guest']
  let stop: Started['stop']
  /** A board on which three have drawn. */
  let board: string
  let viewer: Person
  let head: number

  beforeAll(async () => {
    ;({ http, owner, guest, stop } = await startWithBoard(startDatabases))
    const made = await owner.makeBoard('Drawn')
    board = made.id
    viewer = await guest('viewer', board, made.keys.viewer)
    await owner.call('PUT', '/api/me', { name: 'Olu', color: '#1864ab' })
    const kim = await openDrawer(await guest('editor', board, made.keys.editor), board, 11)
    const lee = await openDrawer(owner, board, 12)
    for (let n = 0; n < 10; n++) {
      await kim.draw(`kim-${n}`, { x: n })
      Y.applyUpdate(lee.doc, Y.encodeStateAsUpdate(kim.doc), 'server')
      await lee.draw(`kim-${n}`, { strokeColor: '#123456', isDeleted: n % 3 === 0 })
      Y.applyUpdate(kim.doc, Y.encodeStateAsUpdate(lee.doc), 'server')
    }
    await new Person(http, made.keys.editor).call('POST', `/api/boards/${board}/import`, {
      type: 'excalidraw',
      elements: [rectangle('imported')],
    })
    await kim.leave()
    await lee.leave()
    head = (await owner.call('GET', `/api/boards/${board}/history`)).body.head
  })
  afterAll(async () => {
    await stop()
  })

  const ask = (query: string) => rowsOf(http.database.queries, query)
  const history = async (person: Person, id = board) =>
    (await person.call('GET', `/api/boards/${id}/history`)).body

  test('[H1] says when, how much and by whom, as the connections said it', async () => {
    const { generation, from, to, authors, activity } = await history(viewer)
    expect([generation, head]).toEqual([0, 22])
    expect(Date.parse(from)).toBeLessThanOrEqual(Date.parse(to))
    expect(authors.map(({ name }: { name: string }) => name)).toEqual(['Olu', 'editor', 'Program'])
    expect(activity.every).toBe(1000)
    const sums = [0, 0, 0]
    let last = 0
    for (const [, author, changes, lastSeq] of activity.cells) {
      sums[author] += changes
      last = Math.max(last, lastSeq)
    }
    expect([sums, last]).toEqual([[11, 10, 1], head])
    const { updates } = await readUpdates(viewer, board, 0, head)
    const ids = authors.map(({ id }: { id: string }) => id)
    expect([...new Set(updates.map(({ author }) => author))]).toEqual(ids)
  })

  test('[H2] replayed to every seq it is the document that was there', async () => {
    const { updates } = await readUpdates(viewer, board, 0, head)
    expect(updates.map(({ seq }) => seq)).toEqual(Array.from({ length: head }, (_, n) => n + 1))
    const doc = new Y.Doc()
    for (const { seq, update } of updates) {
      Y.applyUpdate(doc, update)
      const { body, headers } = await viewer.call('GET', `/api/boards/${board}/scene?at=${seq}`)
      expect(headers['x-gamelan-seq']).toBe(String(seq))
      expect(body.elements.map(({ id }: { id: string }) => id)).toEqual(seenIn(doc).map(({ id }) => id))
      expect(body.elements).toMatchObject(
        seenIn(doc).map(({ id, x, strokeColor }) => ({ id, x, strokeColor })),
      )
    }
  })

  test('[H2] from any keyframe on it comes to the same, and the head is one', async () => {
    const middle = await readUpdates(viewer, board, 0, 9)
    await http.database.queries.insert(schema.keyframes).values(keyframe(board, 9, middle.updates))
    expect((await history(viewer)).keyframes).toContain(9)
    const at = async (seq: number) =>
      (await viewer.call('GET', `/api/boards/${board}/history/keyframes/${seq}`)).raw
    const rest = await readUpdates(viewer, board, 9, head)
    const whole = documentOf(await at(head))
    expect(seenIn(documentOf(await at(9), ...rest.updates.map(({ update }) => update)))).toEqual(
      seenIn(whole),
    )
    // Where none was kept, too, it is what was there.
    const later = (await readUpdates(viewer, board, 9, 11)).updates.map(({ update }) => update)
    expect(seenIn(documentOf(await at(11)))).toEqual(seenIn(documentOf(await at(9), ...later)))
    const unknown = await viewer.call('GET', `/api/boards/${board}/history/keyframes/${head + 1}`)
    expect(unknown).toMatchObject({ status: 404, body: { code: 'moment-unknown' } })
  })

  test('[H7] reading it opens no room', async () => {
    const epoch = () => ask(`select epoch from boards where id = '${id}'`)
    const { id } = await owner.makeBoard('Quiet')
    const before = await epoch()
    await history(owner, id)
    await readUpdates(owner, id, 0, 1)
    await owner.call('GET', `/api/boards/${id}/history/keyframes/1`)
    await owner.call('POST', `/api/boards/${id}/snapshots`, { name: 'Start' })
    await owner.call('POST', `/api/boards/${id}/fork`, {})
    expect(await epoch()).toEqual(before)
  })

  test('[H8] an address of the generation can be kept for ever, and of another one is gone', async () => {
    const forEver = 'private, max-age=31536000, immutable'
    const cache = async (query: string) =>
      (await owner.call('GET', `/api/boards/${id}/history/${query}`)).headers['cache-control']
    const { id } = await owner.makeBoard('Erased')
    expect(await cache('updates?after=0&until=1&g=0')).toBe(forEver)
    expect(await cache('keyframes/1?g=0')).toBe(forEver)
    expect(await cache('updates?after=0&until=1')).toBe('no-store')
    expect(await cache('keyframes/1')).toBe('no-store')
    // More may come.
    expect(await cache('updates?after=0&until=2&g=0')).toBe('no-store')
    await ask(`update boards set generation = 1 where id = '${id}'`)
    for (const query of ['updates?after=0&until=1&g=0', 'keyframes/1?g=0']) {
      const gone = await owner.call('GET', `/api/boards/${id}/history/${query}`)
      expect(gone).toMatchObject({ status: 410, body: { code: 'history-erased' } })
      expect(gone.headers['cache-control']).toBe('no-store')
    }
    expect((await history(owner, id)).generation).toBe(1)
  })

  test('[A6] one answer has an end', async () => {
    const most = await readUpdates(viewer, board, 0, REPLAY_UPDATES)
    expect([most.status, most.updates.length]).toEqual([200, head])
    const more = await readUpdates(viewer, board, 0, REPLAY_UPDATES + 1)
    expect(more).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
    expect((await readUpdates(viewer, board, head, head)).raw).toHaveLength(0)
    expect((await readUpdates(viewer, board, 5, 3)).raw).toHaveLength(0)
    expect((await viewer.call('GET', `/api/boards/${board}/history/updates?after=0`)).status).toBe(400)
  })

  describe('[S4] of a log that is damaged', () => {
    const damage = async (size: number) => {
      const { id } = await owner.makeBoard('Damaged')
      await fill(id, 40, size)
      await ask(`update updates set checksum = 7 where ${inLog(id)} and seq = 30`)
      return id
    }

    test('nothing is answered where nothing was sent', async () => {
      const id = await damage(10)
      expect((await readUpdates(owner, id, 0, 29)).updates).toHaveLength(29)
      const answer = await readUpdates(owner, id, 0, 40, '&g=0')
      expect(answer).toMatchObject({ status: 503, body: { code: 'board-unreadable' } })
      expect(answer.headers['cache-control']).toBe('no-store')
      expect((await owner.call('GET', `/api/boards/${id}/history/keyframes/40`)).status).toBe(503)
    })

    test('what was begun does not look whole', async () => {
      const id = await damage(200_000)
      const url = `${http.sockets.replace('ws:', 'http:')}/api/boards/${id}/history/updates?after=0&until=40`
      const answer = await fetch(url, { headers: owner.credentials() })
      expect(answer.status).toBe(200)
      await expect(answer.arrayBuffer()).rejects.toThrow('terminated')
    })

    test('a row that is missing is as bad', async () => {
      const { id } = await owner.makeBoard('Missing')
      await fill(id, 10, 10)
      await ask(`delete from updates where ${inLog(id)} and seq = 5`)
      expect((await readUpdates(owner, id, 0, 10)).body?.code).toBe('board-unreadable')
      expect((await readUpdates(owner, id, 4, 10)).body?.code).toBe('board-unreadable')
      await expect(readUpdates(owner, id, 0, 5)).rejects.toThrow('destroyed')
      expect((await readUpdates(owner, id, 5, 10)).updates).toHaveLength(5)
    })

    test('[H2] a keyframe that is damaged is made anew from the log', async () => {
      const { id } = await owner.makeBoard('Keyframe')
      await fill(id, 5, 10)
      const { updates } = await readUpdates(owner, id, 0, 3)
      await http.database.queries
        .insert(schema.keyframes)
        .values({ ...keyframe(id, 3, updates), payload: Uint8Array.of(9, 9, 9) })
      const { status, raw } = await owner.call('GET', `/api/boards/${id}/history/keyframes/3`)
      expect(status).toBe(200)
      expect(documentOf(raw).getMap('filled').size).toBe(2)
    })
  })

  /** Rows as if somebody had drawn: one key each, of so many bytes. */
  async function fill(id: string, count: number, size: number): Promise<void> {
    const doc = new Y.Doc()
    const entries: Entry[] = []
    for (let n = 1; n < count; n++) {
      const before = Y.encodeStateVector(doc)
      doc.getMap('filled').set(`${n}`, 'x'.repeat(size))
      const payload = Y.encodeStateAsUpdate(doc, before)
      entries.push({ seq: n + 1, at: Date.now(), actor: 'server', connection: 'test', payload })
    }
    await commit(http.database, [{ boardId: id, epoch: 0, entries, touch: false }], { again: false })
  }

  function keyframe(boardId: string, seq: number, updates: readonly { update: Uint8Array }[]) {
    const payload = Y.mergeUpdates(updates.map(({ update }) => update))
    return { boardId, seq, at: new Date(), encoding: 0, payload, checksum: checksum(payload) }
  }
})

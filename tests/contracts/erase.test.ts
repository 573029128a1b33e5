/**
 * What is erased is nowhere any more, nothing else has changed, and nobody brings it back.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { BoardScene, ERASER_CLIENT } from '@gamelan/board-model'
import { encodeStep1, encodeStep2, encodeUpdate, type SyncMessage } from '@gamelan/protocol/sync/messages'
import { systemClock } from '../../apps/server/src/clock.ts'
import * as schema from '../../apps/server/src/database/schema.ts'
import { checksum, pack } from '../../apps/server/src/history/codec.ts'
import { createFolder } from '../../apps/server/src/history/fold.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { countLog } from '../../apps/server/src/history/log-bytes.ts'
import { erase, tablesWith } from './erase-app.ts'
import { logBytes, documentOf, openDrawer, readUpdates, seenIn } from './history-app.ts'
import { databases, png, startWithBoard } from './http-app.ts'
import type { Person, Started } from './http-app.ts'

let secrets = 0
/** One that no other board holds. */
const newSecret = () => `hunter-${++secrets}-is-my-password`
const ERASED = 4410

describe.each(databases)('[H8] erasing on %s', (_, startDatabases) => {
  let http: Started['http']
  let owner: Started['owner']
  let guest: Started['guest']
  let stop: Started['stop']

  beforeAll(async () => {
    ;({ http, owner, guest, stop } = await startWithBoard(startDatabases))
    await owner.call('PUT', '/api/me', { name: 'Olu', color: '#1864ab' })
  })
  afterAll(async () => {
    await stop()
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  const history = async (id: string) => (await owner.call('GET', `/api/boards/${id}/history`)).body
  const headOf = async (id: string): Promise<number> => (await history(id)).head
  const documentAt = async (id: string, seq: number) =>
    documentOf(...(await readUpdates(owner, id, 0, seq)).updates.map(({ update }) => update))
  const shownAt = async (id: string, seq: number) => seenIn(await documentAt(id, seq))
  const elementAt = async (id: string, seq: number, element: string) =>
    (await shownAt(id, seq)).find((each) => each.id === element)

  /** Keeps the whole document as it was at these positions, as a room does now and then. */
  async function keepKeyframes(id: string, ...seqs: number[]): Promise<void> {
    for (const seq of seqs) {
      const packed = await pack(Y.encodeStateAsUpdate(await documentAt(id, seq)))
      await http.database.queries
        .insert(schema.keyframes)
        .values({ boardId: id, seq, at: new Date(), ...packed, checksum: checksum(packed.payload) })
    }
  }

  const text = (words: string, more: object = {}) => ({
    type: 'text',
    text: words,
    originalText: words,
    fontSize: 20,
    fontFamily: 5,
    ...more,
  })

  /** A board on which a secret stands in a box, is rewritten, moved, and stands beside other things. */
  async function drawn(title: string) {
    const made = await owner.makeBoard(title)
    const { id } = made
    const secret = newSecret()
    const kim = await openDrawer(owner, id, 71)
    await kim.draw('other', { x: 0 })
    await kim.draw('box', { x: 100 })
    await kim.draw('label', text(`${secret} `, { containerId: 'box' }))
    await kim.draw('other', { x: 5 })
    await kim.draw('label', text('all gone', { containerId: 'box' }))
    await kim.draw('label', { text: `${secret}\nwrapped`, originalText: `${secret} wrapped` })
    await kim.draw('box', { x: 140 })
    await kim.draw('other', { strokeColor: '#e03131' })
    const head = await kim.draw('last', { x: 300 })
    return { ...made, secret, kim, head }
  }

  test('a shape goes with the text in it, from every row, and everything else is as it was', async () => {
    const { id, secret, kim, head } = await drawn('Shape')
    await keepKeyframes(id, 3, 6, head)
    await owner.call('POST', `/api/boards/${id}/snapshots`, { name: 'Named', seq: 5 })
    const before = await Promise.all(Array.from({ length: head }, (__, i) => shownAt(id, i + 1)))
    expect(await tablesWith(http, secret)).toEqual(['keyframes', 'updates'])
    await countLog(http.database.queries, id, head)
    await kim.leave()

    const { plan, done } = await erase(owner, id, { elements: ['box'] })
    expect(plan).toMatchObject({
      elements: expect.arrayContaining([
        { type: 'rectangle', count: 1 },
        { type: 'text', count: 1 },
      ]),
      changed: 0,
      changes: 5,
      first: 3,
      last: head - 2,
      marks: 1,
      files: 0,
      forks: 0,
    })
    expect(done).toMatchObject({ status: 200, body: { generation: 1, seq: head + 1 } })
    // [A6] What is left of it is counted anew.
    const [said, is] = await logBytes(http, id)
    expect(said).toBe(is)

    expect(await tablesWith(http, secret)).toEqual([])
    for (let seq = 1; seq <= head; seq++) {
      const rest = before[seq - 1]?.filter((element) => element.id !== 'box' && element.id !== 'label')
      expect([seq, await shownAt(id, seq)]).toEqual([seq, rest])
    }
    // Whatever a player begins with comes to the same.
    for (const seq of [3, 6, head]) {
      const kept = await owner.call('GET', `/api/boards/${id}/history/keyframes/${seq}`)
      const [keyframe, replayed] = [documentOf(kept.raw), await documentAt(id, seq)]
      expect([seq, Y.equalSnapshots(Y.snapshot(keyframe), Y.snapshot(replayed))]).toEqual([seq, true])
    }
    const opened = await openDrawer(owner, id, 72)
    expect(seenIn(opened.doc).map((element) => element.id)).toEqual(['last', 'other'])
    await opened.leave()
  })

  test('goes beside values that no drawing has, which are as they were', async () => {
    const { id, secret, kim } = await drawn('Odd')
    const odd = await openDrawer(owner, id, 73)
    await odd.change((doc) => {
      const entry = doc.getMap('elements').set('odd', new Y.Map<unknown>())
      entry.set('bytes', new Uint8Array([1, 2]))
      entry.set('base', [new Uint8Array([3])])
      entry.set('document', new Y.Doc())
      entry.set('deep', { values: Array.from({ length: 18 }).reduce<object>((inner) => ({ inner }), {}) })
      let inner = entry
      for (let i = 0; i < 1_000; i++) inner = inner.set('n', new Y.Map<unknown>())
    })
    await kim.leave()
    await odd.leave()
    const { done } = await erase(owner, id, { elements: ['box'] })
    expect(done).toMatchObject({ status: 200, body: { generation: 1 } })
    expect(await tablesWith(http, secret)).toEqual([])
    const entry = (await documentAt(id, await headOf(id))).getMap('elements').get('odd') as Y.Map<unknown>
    expect(entry.get('bytes')).toEqual(new Uint8Array([1, 2]))
  })

  test('what was deleted and purged long ago goes as well', async () => {
    const { id, secret, kim } = await drawn('Deleted')
    await kim.draw('label', { isDeleted: true })
    await kim.draw('box', { isDeleted: true })
    await kim.leave()
    await erase(owner, id, { elements: ['label'] })
    expect(await tablesWith(http, secret)).toEqual([])
    expect((await erase(owner, id, { elements: ['label'] })).plan.code).toBe('nothing-to-erase')
  })

  test('the log says so, and the audit, and neither says what', async () => {
    const { id, kim, head } = await drawn('Told')
    await kim.leave()
    const { done } = await erase(owner, id, { elements: ['box'] })
    const { erasures, generation, authors } = await history(id)
    expect(generation).toBe(1)
    expect(erasures).toMatchObject([
      {
        seq: done.body.seq,
        by: { name: 'Olu' },
        what: 'elements',
        first: 3,
        last: head - 2,
        elements: 2,
        changes: 5,
      },
    ])
    expect(authors.map((author: { id: string }) => author.id)).toContain(erasures[0].by.id)
    const audit = (await owner.call('GET', `/api/boards/${id}/audit`)).body.entries
    expect(audit[0]).toMatchObject({
      kind: 'erased',
      by: { name: 'Olu' },
      erased: { what: 'elements', elements: 2, changes: 5 },
    })
  })

  test('addresses from before do not serve any more', async () => {
    const { id, kim, head } = await drawn('Addresses')
    await keepKeyframes(id, head)
    const picture = `/api/boards/${id}/picture`
    expect((await owner.bytes('PUT', picture, png(1), 'image/png')).status).toBe(204)
    await kim.leave()
    await erase(owner, id, { elements: ['box'] })
    for (const address of [`updates?after=0&until=5&g=0`, `keyframes/${head}?g=0`]) {
      const answer = await owner.call('GET', `/api/boards/${id}/history/${address}`)
      expect([address, answer.status, answer.body.code]).toEqual([address, 410, 'history-erased'])
      const now = await owner.call('GET', `/api/boards/${id}/history/${address.replace('g=0', 'g=1')}`)
      expect(now.status).toBe(200)
    }
    expect((await owner.call('GET', picture)).status).toBe(404)
    // One that was made before comes too late.
    expect((await owner.bytes('PUT', picture, png(1), 'image/png')).status).toBe(410)
    expect((await owner.bytes('PUT', `${picture}?g=1`, png(1), 'image/png')).status).toBe(204)
  })

  test('[A1] it is for facilitators', async () => {
    const { id, keys } = await owner.makeBoard('Roles')
    for (const role of ['editor', 'viewer'] as const) {
      const person = await guest(role, id, keys[role])
      for (const call of ['erase/plan', 'erase']) {
        const target = { elements: ['box'], ...(call === 'erase' && { confirm: 'x' }) }
        expect([call, (await person.call('POST', `/api/boards/${id}/${call}`, target)).status]).toEqual([
          call,
          403,
        ])
      }
    }
  })

  describe('an image', () => {
    const upload = async (person: Person, board: string, fileId: string, n: number) => {
      const answer = await person.bytes(
        'POST',
        `/api/boards/${board}/files?fileId=${fileId}`,
        png(n),
        'image/png',
      )
      return answer.body.sha256 as string
    }

    test('goes with the last element that ever showed it, and its bytes with the last board', async () => {
      const { id } = await owner.makeBoard('Images')
      const [alone, shared, forked] = [
        await upload(owner, id, 'alone', 11),
        await upload(owner, id, 'shared', 12),
        await upload(owner, id, 'forked', 13),
      ]
      const kim = await openDrawer(owner, id, 73)
      const image = (fileId: string) => ({ type: 'image', fileId, status: 'saved' })
      await kim.draw('a', image('alone'))
      await kim.draw('b', image('shared'))
      await kim.draw('c', image('shared'))
      await kim.draw('d', image('forked'))
      await kim.draw('c', { isDeleted: true })
      await kim.leave()
      const fork = (await owner.call('POST', `/api/boards/${id}/fork`)).body.id
      const before = (await erase(owner, fork, { elements: ['a'] })).plan
      expect(before).toMatchObject({ files: 1 })
      const { plan } = await erase(owner, id, { elements: ['a', 'b', 'd'] })
      expect(plan).toMatchObject({ files: 2, forks: 1, elements: [{ type: 'image', count: 3 }] })
      expect(await http.blobs(alone)).toBe(0)
      expect(await http.blobs(shared)).toBe(1)
      // The fork shows it still.
      expect(await http.blobs(forked)).toBe(1)
      const status = async (board: string, file: string) =>
        (await owner.call('GET', `/api/boards/${board}/files/${file}`)).status
      expect(await status(id, 'alone')).toBe(404)
      expect(await status(id, 'shared')).toBe(200)
      expect(await status(id, 'forked')).toBe(404)
      expect(await status(fork, 'forked')).toBe(200)
    })
  })

  describe('an image that was erased', () => {
    const put = (person: Person, board: string, query: string, n: number) =>
      person.bytes('POST', `/api/boards/${board}/files${query}`, png(n), 'image/png')

    test('is not brought back by a page that has a copy from before, under its name or another', async () => {
      const { id } = await owner.makeBoard('Kept elsewhere')
      const { sha256 } = (await put(owner, id, '?fileId=secret&g=0', 14)).body
      const kim = await openDrawer(owner, id, 77)
      await kim.draw('a', { type: 'image', fileId: 'secret', status: 'saved' })
      await kim.leave()
      await erase(owner, id, { elements: ['a'] })
      for (const query of ['?fileId=secret&g=0', '?fileId=other&g=0', '?g=0', '?fileId=secret&g=2']) {
        const answer = await put(owner, id, query, 14)
        expect([query, answer.status, answer.body.code]).toEqual([query, 410, 'history-erased'])
      }
      expect(await http.blobs(sha256)).toBe(0)
      // Who pastes it anew means it: a page that shows the board as it is now, and a program, which says nothing.
      expect((await put(owner, id, '?fileId=secret&g=1', 14)).status).toBe(201)
      expect((await put(owner, id, '?fileId=program', 15)).status).toBe(201)
    })

    test('stays erased where a page sends it at that very moment', async () => {
      const { id } = await owner.makeBoard('At once')
      await put(owner, id, '?fileId=secret', 16)
      const kim = await openDrawer(owner, id, 78)
      await kim.draw('a', { type: 'image', fileId: 'secret', status: 'saved' })
      await kim.leave()
      const erasing = erase(owner, id, { elements: ['a'] })
      const answers: number[] = []
      const sending = (async () => {
        for (let status = 200; status !== 410; answers.push(status))
          ({ status } = await put(owner, id, '?fileId=secret&g=0', 16))
      })()
      const [{ done }] = await Promise.all([erasing, sending])
      expect(done.status).toBe(200)
      expect((await owner.call('GET', `/api/boards/${id}/files/secret`)).status).toBe(404)
      expect(answers.at(-1)).toBe(410)
    })
  })

  describe('a copy from before', () => {
    const isStep2 = (message: SyncMessage) => message.type === 'step2'

    test('[S5a] is told what is missing, then sent away; nothing of it comes in', async () => {
      const { id, secret, kim } = await drawn('Offline')
      await kim.leave()
      // Days offline: with the secret in its document, and changes of its own.
      const doc = documentOf(Y.encodeStateAsUpdate(kim.doc))
      const scene = new BoardScene(doc)
      await erase(owner, id, { elements: ['box'] })
      const head = await headOf(id)
      doc.clientID = 74
      doc
        .getMap<Y.Map<unknown>>('elements')
        .get('label')
        ?.set('layout', [1, 2, 3, `${secret} again`])
      doc.getMap<Y.Map<unknown>>('elements').get('other')?.set('.strokeColor', secret)

      const connection = await owner.connect(id, '?saved=1')
      connection.send(encodeStep1(Y.encodeStateVector(doc)))
      connection.send(encodeStep2(Y.encodeStateAsUpdate(doc)))
      connection.send(encodeUpdate(Y.encodeStateAsUpdate(doc)))
      let missing = new Uint8Array()
      await connection.heard((message) => {
        if (message.type === 'step2') missing = new Uint8Array(message.update)
        return isStep2(message)
      })
      expect(await connection.closed).toBe(ERASED)
      expect(await headOf(id)).toBe(head)
      expect(await tablesWith(http, secret)).toEqual([])
      // What is left of it is its own unsent work, and not what was erased.
      Y.applyUpdate(doc, missing)
      expect(scene.get('label')).toBeUndefined()
      expect(scene.get('box')).toBeUndefined()
      expect(Y.getState(doc.store, ERASER_CLIENT)).toBeGreaterThan(0)
      expect(Buffer.from(Y.encodeStateAsUpdate(doc)).toString('latin1')).not.toContain(`${secret} again`)
    })

    test('cannot bring it back either by changes alone', async () => {
      const { id, secret, kim } = await drawn('Pushing')
      await kim.leave()
      const doc = documentOf(Y.encodeStateAsUpdate(kim.doc))
      await erase(owner, id, { elements: ['box'] })
      doc.clientID = 75
      const before = Y.encodeStateVector(doc)
      const label = doc.getMap<Y.Map<unknown>>('elements').get('label') as Y.Map<unknown>
      label.set('layout', [1, 2, 3, secret])
      label.set('text', new Y.Text(secret))
      const connection = await owner.connect(id, '?saved=1')
      // Without a word of what it has: with all that it has, and with what is new.
      connection.send(encodeStep2(Y.encodeStateAsUpdate(doc)))
      connection.send(encodeUpdate(Y.encodeStateAsUpdate(doc, before)))
      await connection.heard((message) => message.type === 'saved' && message.saved.messages >= 2)
      expect(await tablesWith(http, secret)).toEqual([])
      expect(await shownAt(id, await headOf(id))).toHaveLength(2)
      connection.end()
    })

    test('one that has the board as it is now is let in, and so is one that has nothing', async () => {
      const { id, kim } = await drawn('Fresh')
      await kim.leave()
      await erase(owner, id, { elements: ['box'] })
      const fresh = await openDrawer(owner, id, 76)
      for (const doc of [fresh.doc, new Y.Doc()]) {
        const connection = await owner.connect(id)
        connection.send(encodeStep1(Y.encodeStateVector(doc)))
        await connection.heard(isStep2)
        expect(connection.isOpen()).toBe(true)
        connection.end()
      }
      await fresh.draw('new', { x: 1 })
      await fresh.leave()
    })

    test('who has the board open is sent away for a moment, with everything saved', async () => {
      const { id, kim } = await drawn('Open')
      const watching = await owner.connect(id, '?saved=1')
      await kim.draw('other', { y: 77 })
      await erase(owner, id, { elements: ['box'] })
      expect(await watching.closed).toBe(4503)
      expect(await elementAt(id, await headOf(id), 'other')).toMatchObject({ y: 77 })
    })

    test('nobody else writes under the id of the sign', async () => {
      const { id, kim } = await drawn('Forged')
      await kim.leave()
      const forged = documentOf(
        (await owner.call('GET', `/api/boards/${id}/history/keyframes/${await headOf(id)}`)).raw,
      )
      forged.clientID = ERASER_CLIENT
      const before = Y.encodeStateVector(forged)
      forged.getMap('meta').set('erased', 9)
      const connection = await owner.connect(id)
      connection.send(encodeUpdate(Y.encodeStateAsUpdate(forged, before)))
      expect(await connection.closed).toBe(4409)
    })
  })

  describe('a stretch', () => {
    test('takes what was made in it whole, and of the rest what was written in it', async () => {
      const { id } = await owner.makeBoard('Stretch')
      const secret = newSecret()
      const kim = await openDrawer(owner, id, 81)
      await kim.draw('moved', { x: 1, strokeColor: '#111111' })
      await kim.draw('moved', { x: 2 })
      await kim.draw('deleted', { x: 9 })
      const words = await kim.draw('words', text('before'))
      const from = await kim.draw('words', { text: `before ${secret}`, originalText: `before ${secret}` })
      await kim.draw('moved', { x: 3, link: `https://${secret}` })
      await kim.draw('moved', { strokeColor: '#222222' })
      await kim.draw('made', text(secret))
      const to = await kim.draw('deleted', { isDeleted: true, customData: { said: secret } })
      await kim.draw('moved', { strokeColor: '#333333' })
      // A wrapped text is a copy, which is made whenever somebody changes the size.
      await kim.draw('words', { text: `before\n${secret}`, width: 50, height: 60 })
      await kim.draw('made', { x: 1000 })
      const head = await kim.draw('after', { x: 50 })
      await kim.leave()
      await keepKeyframes(id, words, to, head)
      const before = await Promise.all(Array.from({ length: from - 1 }, (__, i) => shownAt(id, i + 1)))

      const { plan, done } = await erase(owner, id, { from, to })
      expect(plan).toMatchObject({
        elements: [{ type: 'text', count: 1 }],
        changed: 3,
        first: from,
        last: head - 1,
      })
      expect(done.status).toBe(200)
      expect(await tablesWith(http, secret)).toEqual([])
      for (let seq = 1; seq < from; seq++) expect(await shownAt(id, seq)).toEqual(before[seq - 1])
      const now = await shownAt(id, done.body.seq)
      expect(now.map((element) => element.id)).toEqual(['after', 'moved', 'words'])
      // In force were a value from the stretch, which falls back, and one from after it, which stays.
      expect(now[1]).toMatchObject({ x: 2, strokeColor: '#333333', link: null })
      expect(now[2]).toMatchObject({ originalText: 'before', text: 'before', width: 100, height: 50 })
      const doc = await documentAt(id, done.body.seq)
      expect(new BoardScene(doc).staleLayouts).toContain('words')
      for (const seq of [words, to, head]) {
        const kept = await owner.call('GET', `/api/boards/${id}/history/keyframes/${seq}`)
        const same = Y.equalSnapshots(Y.snapshot(documentOf(kept.raw)), Y.snapshot(await documentAt(id, seq)))
        expect([seq, same]).toEqual([seq, true])
      }
    })

    test('of seconds that were folded is all of them', async () => {
      const { id, secret, kim, head } = await drawn('Folded')
      await kim.leave()
      await keepKeyframes(id, head)
      const clock = { ...systemClock, now: () => systemClock.now() + 3_600_000 }
      await createFolder({ database: http.database, clock, log: createLog('silent', false) }).fold(1000)
      expect(await tablesWith(http, secret)).toEqual(['keyframes', 'updates'])
      const { done } = await erase(owner, id, { from: 4, to: 7 })
      expect(done.status).toBe(200)
      expect(await tablesWith(http, secret)).toEqual([])
    })

    test('that is not there, and elements that never were, are told', async () => {
      const { id } = await owner.makeBoard('Nothing')
      const plan = (target: object) => owner.call('POST', `/api/boards/${id}/erase/plan`, target)
      expect((await plan({ from: 5, to: 9 })).body.code).toBe('moment-unknown')
      expect((await plan({ from: 1, to: 1 })).body.code).toBe('moment-unknown')
      expect((await plan({ elements: ['never'] })).body.code).toBe('nothing-to-erase')
      expect((await plan({})).status).toBe(400)
    })
  })

  test('what is erased is what was shown, or nothing', async () => {
    const { id, kim } = await drawn('Agreed')
    const target = { elements: ['box'] }
    const plan = await owner.call('POST', `/api/boards/${id}/erase/plan`, target)
    await kim.draw('note', text('another text in it', { containerId: 'box' }))
    const call = { ...target, confirm: plan.body.confirm }
    const answer = await owner.call('POST', `/api/boards/${id}/erase`, call)
    expect([answer.status, answer.body.code]).toEqual([409, 'erase-differs'])
    // Nobody was sent away for it.
    await kim.draw('other', { x: 8 })
    await kim.leave()
    expect(await history(id)).toMatchObject({ generation: 0, erasures: [] })
  })

  test('[S3] ended before the commit it has changed nothing, and can be done again', async () => {
    const { id, secret, kim, head } = await drawn('Ended')
    await kim.leave()
    const rows = async () => (await readUpdates(owner, id, 0, head)).raw
    const before = await rows()
    const transaction = http.database.transaction.bind(http.database)
    const mocked = vi.spyOn(http.database, 'transaction').mockImplementation((work) =>
      transaction(async (tx) => {
        await work(tx)
        // As if the process had ended.
        throw new Error('ended')
      }),
    )
    expect((await erase(owner, id, { elements: ['box'] })).done.status).toBe(500)
    mocked.mockRestore()
    expect(await rows()).toEqual(before)
    expect(await history(id)).toMatchObject({ generation: 0, head, erasures: [] })
    const opened = await openDrawer(owner, id, 77)
    await opened.draw('other', { x: 6 })
    await opened.leave()
    expect((await erase(owner, id, { elements: ['box'] })).done.status).toBe(200)
    expect(await tablesWith(http, secret)).toEqual([])
  })

  test('[H6] folding that was planned before does not bring it back', async () => {
    const { id, secret, kim, head } = await drawn('Folding')
    await kim.leave()
    await keepKeyframes(id, head)
    const clock = { ...systemClock, now: () => systemClock.now() + 3_600_000 }
    let isErased = false
    const database: typeof http.database = {
      ...http.database,
      async transaction(work) {
        if (!isErased) {
          isErased = true
          await erase(owner, id, { elements: ['box'] })
        }
        return http.database.transaction(work)
      },
    }
    await createFolder({ database, clock, log: createLog('silent', false) }).fold(1000)
    expect(await history(id)).toMatchObject({ generation: 1 })
    expect(await tablesWith(http, secret)).toEqual([])
    expect(await shownAt(id, await headOf(id))).toHaveLength(2)
  })
})

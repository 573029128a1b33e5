/**
 * Old history made small: what is kept of it is exactly what was, and whatever happens meanwhile, nothing is lost.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rowsOf } from '../../apps/server/src/database/database.ts'
import * as schema from '../../apps/server/src/database/schema.ts'
import { systemClock } from '../../apps/server/src/clock.ts'
import { checksum } from '../../apps/server/src/history/codec.ts'
import { KEYFRAME_ROWS } from '../../apps/server/src/limits.ts'
import { createFolder } from '../../apps/server/src/history/fold.ts'
import { createHistory } from '../../apps/server/src/history/history.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { documentOf, logBytes, readUpdates } from './history-app.ts'
import { databases, startWithBoard } from './http-app.ts'
import type { Started } from './http-app.ts'
import { drawOld, store } from '../support/old-drawing.ts'

/** When the drawing began: long ago. */
const BEGIN = Date.UTC(2026, 0, 1)
const PEOPLE = ['kim', 'lee', 'ada']
const PER_SECOND = 12
const SECONDS = 20
const HEAD = 1 + PER_SECOND * SECONDS
/** Where a keyframe is, and from where on there is none. */
const KEYFRAMES = [100, HEAD - 30]

describe.each(databases)('[H6] folding on %s', (_, startDatabases) => {
  let http: Started['http']
  let owner: Started['owner']
  let stop: Started['stop']

  beforeAll(async () => {
    ;({ http, owner, stop } = await startWithBoard(startDatabases))
  })
  afterAll(async () => {
    await stop()
  })

  const ask = (query: string) => rowsOf<Record<string, number>>(http.database.queries, query)
  const isCounted = async (id: string) => {
    const [said, is] = await logBytes(http, id)
    expect(said).toBe(is)
    return said
  }
  const folder = (database = http.database) =>
    createFolder({ database, clock: systemClock, log: createLog('silent', false) })

  /** A board with an old drawing, and the documents after each of its changes. */
  async function drawn(title: string): Promise<{ id: string; documents: readonly Uint8Array[] }> {
    const { id } = await owner.makeBoard(title)
    const first = (await owner.call('GET', `/api/boards/${id}/history/keyframes/1`)).raw
    const { rows, documents } = drawOld(first, {
      people: PEOPLE,
      perSecond: PER_SECOND,
      until: HEAD,
      begin: BEGIN,
    })
    await store(
      http.database,
      id,
      rows,
      KEYFRAMES.map((seq) => ({ seq, document: documents[seq - 1] })),
    )
    return { id, documents }
  }

  const at = async (id: string, seq: number): Promise<{ seq: number; doc: Y.Doc }> => {
    const mark = await owner.call('POST', `/api/boards/${id}/fork`, { seq })
    const doc = documentOf((await owner.call('GET', `/api/boards/${mark.body.id}/history/keyframes/1`)).raw)
    return { seq: mark.body.parent.seq, doc }
  }
  const same = (doc: Y.Doc, bytes: Uint8Array | undefined) =>
    bytes !== undefined && Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(documentOf(bytes)))

  test('leaves one seq a second, each exactly as it was, each author by name, and what is younger', async () => {
    const { id, documents } = await drawn('Seconds')
    const snapshot = { name: 'Middle', seq: 56 }
    await owner.call('POST', `/api/boards/${id}/snapshots`, snapshot)
    const before = await isCounted(id)
    const done = await folder().fold(1000)
    // [A6] What is folded makes room.
    expect(await isCounted(id)).toBeLessThan(before)
    // Where a keyframe ends a second, three rows of three authors cannot be fewer.
    expect(done).toMatchObject({ boards: 1, before: (KEYFRAMES[1] as number) - 1 - 3 })
    expect(done.after).toBeLessThan(done.before / 2)

    const { updates } = await readUpdates(owner, id, 0, HEAD)
    const doc = new Y.Doc()
    const kept: number[] = []
    for (const [i, { seq, update }] of updates.entries()) {
      Y.applyUpdate(doc, update)
      // What each did within a second is one moment.
      if (updates[i + 1]?.seq === seq) continue
      kept.push(seq)
      expect([seq, same(doc, documents[seq - 1])]).toEqual([seq, true])
      expect(doc.store.pendingStructs).toBeNull()
    }
    expect(kept).toContain(56)
    expect(kept).toEqual(expect.arrayContaining([1, 13, 25, ...KEYFRAMES]))
    const ends = Array.from({ length: 9 }, (__, n) => 109 + n * PER_SECOND)
    expect(kept.filter((seq) => seq > 100 && seq <= 205)).toEqual(ends)
    expect(kept.slice(-30)).toEqual(Array.from({ length: 30 }, (__, n) => HEAD - 29 + n))
    const { authors, activity } = (await owner.call('GET', `/api/boards/${id}/history`)).body
    expect(
      authors
        .map((author: { id: string }) => author.id)
        .slice(1)
        .toSorted(),
    ).toEqual(PEOPLE.toSorted())
    const changes = activity.cells.reduce((sum: number, cell: number[]) => sum + (cell[2] as number), 0)
    expect(changes).toBe(HEAD)

    // A moment within a second is the nearest before it that is kept, and says so; a named one is itself.
    for (const [asked, used] of [
      [13, 13],
      [14, 13],
      [24, 13],
      [25, 25],
      [55, 49],
      [56, 56],
      [60, 56],
    ] as const) {
      const moment = await at(id, asked)
      expect([asked, moment.seq, same(moment.doc, documents[used - 1])]).toEqual([asked, used, true])
      const scene = await owner.call('GET', `/api/boards/${id}/scene?at=${asked}`)
      expect(scene.headers['x-gamelan-seq']).toBe(String(used))
    }
    // Folding again finds nothing, and the board opens from what is left.
    expect(await folder().fold(1000)).toMatchObject({ before: 0 })
    const watcher = await owner.connect(id)
    watcher.end()
  })

  test('a piece that begins or ends within a second still comes to the same as what is behind it', async () => {
    const { id, documents } = await drawn('Pieces')
    const unfolded = (await readUpdates(owner, id, 0, 30)).updates
    await folder().fold(1000)
    for (const cut of [28, 29, 30, 33, 36, 37]) {
      const folded = (await readUpdates(owner, id, 0, cut)).updates
      const rest = (await readUpdates(owner, id, cut, HEAD)).updates
      const whole = documentOf(...[...folded, ...rest].map(({ update }) => update))
      expect([cut, same(whole, documents[HEAD - 1])]).toEqual([cut, true])
    }
    // And together with what a browser has kept from before.
    const later = (await readUpdates(owner, id, 30, HEAD)).updates
    const mixed = documentOf(...[...unfolded, ...later].map(({ update }) => update))
    expect(same(mixed, documents[HEAD - 1])).toBe(true)
  })

  test('of the keyframes those stay that keep every moment near to one, and all addresses name what they named', async () => {
    const { id } = await owner.makeBoard('Thinned')
    const first = (await owner.call('GET', `/api/boards/${id}/history/keyframes/1`)).raw
    // A row a second: there are as many as before.
    const until = 1500
    const { rows, documents } = drawOld(first, { people: ['kim'], perSecond: 1, until, begin: BEGIN })
    const seqs = Array.from({ length: until / 300 }, (__, n) => (n + 1) * 300)
    const kept = seqs.map((seq) => ({ seq, document: documents[seq - 1] }))
    await store(http.database, id, rows, kept)
    const keyframes = async () => (await owner.call('GET', `/api/boards/${id}/history`)).body.keyframes
    expect(await keyframes()).toEqual(seqs)
    await folder().fold(1000)
    expect(KEYFRAME_ROWS).toBe(600)
    expect(await keyframes()).toEqual([600, 1200, 1500])
    for (const seq of seqs) {
      const answer = await owner.call('GET', `/api/boards/${id}/history/keyframes/${seq}?g=0`)
      expect([seq, answer.status, same(documentOf(answer.raw), documents[seq - 1])]).toEqual([seq, 200, true])
    }
  })

  test('within a folded second there is no moment to be had', async () => {
    const { id } = await drawn('Within')
    const status = async (seq: number) =>
      (await owner.call('GET', `/api/boards/${id}/history/keyframes/${seq}?g=0`)).status
    expect([await status(13), await status(14), await status(24)]).toEqual([200, 200, 200])
    await folder().fold(1000)
    // Twelve a second from 2 on: the last of them is kept.
    expect([await status(13), await status(14), await status(24)]).toEqual([200, 404, 404])
  })

  test('[A6] the bytes of a log are counted up to where somebody kept the document, and behind it', async () => {
    const { id, documents } = await drawn('Counted')
    const history = createHistory({
      database: http.database,
      // As long ago as the drawing, so that all of it is folded here and not beneath a later test.
      clock: { ...systemClock, now: () => BEGIN },
      log: createLog('silent', false),
    })
    const whole = await isCounted(id)
    const ownership = await history.acquire(id)
    if (ownership === undefined) throw new Error('no such board')
    for (const seq of [150, 40, HEAD]) {
      await history.keep(ownership, { seq, update: documents[seq - 1] as Uint8Array })
      expect(await isCounted(id)).toBe(whole)
    }
    expect((await history.load(id)).logBytes).toBe(whole)
    // Kept behind what was folded, and folded behind what was kept.
    await folder().fold(1000)
    expect(await isCounted(id)).toBeLessThan(whole)
  })

  test('what does not come to its keyframe stays as it is', async () => {
    const { id } = await drawn('Differs')
    const other = Y.encodeStateAsUpdate(documentOf())
    await http.database.queries.insert(schema.keyframes).values({
      boardId: id,
      seq: 50,
      at: new Date(BEGIN),
      encoding: 0,
      payload: other,
      checksum: checksum(other),
    })
    expect(await folder().fold(1000)).toMatchObject({ before: 0 })
    expect((await readUpdates(owner, id, 0, HEAD)).updates).toHaveLength(HEAD)
    await ask(`delete from keyframes where board_id = '${id}'`)
  })

  test('what is young stays as it is', async () => {
    const { id } = await drawn('Young')
    expect(await folder().fold(systemClock.now() - BEGIN + 60_000)).toMatchObject({ boards: 0, before: 0 })
    expect((await readUpdates(owner, id, 0, HEAD)).updates).toHaveLength(HEAD)
    await ask(`delete from keyframes where board_id = '${id}'`)
  })

  test('ended at any step it has lost nothing, and goes on the next time', async () => {
    const { id, documents } = await drawn('Ended')
    const transaction = http.database.transaction.bind(http.database)
    for (let steps = 0; steps < 3; steps++) {
      let left = steps
      const failing: typeof http.database = {
        ...http.database,
        transaction: (work) =>
          transaction(async (tx) => {
            const result = await work(tx)
            // As if the process had ended before the commit.
            if (left-- === 0) throw new Error('ended')
            return result
          }),
      }
      await expect(folder(failing).fold(1000)).rejects.toThrow('ended')
      await isCounted(id)
      const { updates } = await readUpdates(owner, id, 0, HEAD)
      expect(same(documentOf(...updates.map(({ update }) => update)), documents[HEAD - 1])).toBe(true)
    }
    await folder().fold(1000)
    expect((await readUpdates(owner, id, 0, HEAD)).updates.length).toBeLessThan(HEAD / 2)
  })
})

/**
 * Documents that are kept along a log come from its owner alone: one that was made before the board went to another, as
 * it does while something is erased, must not come after it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { systemClock } from '../../apps/server/src/clock.ts'
import { rowsOf } from '../../apps/server/src/database/database.ts'
import { createHistory } from '../../apps/server/src/history/history.ts'
import type { History, Moment, Ownership } from '../../apps/server/src/history/types.ts'
import { createLog } from '../../apps/server/src/log.ts'
import { erase, tablesWith } from './erase-app.ts'
import { openDrawer } from './history-app.ts'
import { databases, startWithBoard } from './http-app.ts'
import type { Started } from './http-app.ts'

describe.each(databases)('a keyframe on %s', (_, startDatabases) => {
  let started: Started
  let history: History

  beforeAll(async () => {
    started = await startWithBoard(startDatabases)
    const { database } = started.http
    history = createHistory({ database, clock: systemClock, log: createLog('silent', false) })
  })
  afterAll(() => started.stop())

  const kept = async (boardId: string): Promise<number[]> => {
    const { queries } = started.http.database
    const rows = await rowsOf<{ seq: number }>(
      queries,
      `select seq::int as seq from keyframes where board_id = '${boardId}' order by seq`,
    )
    return rows.map(({ seq }) => seq)
  }
  const acquire = async (boardId: string): Promise<Ownership> => {
    const ownership = await history.acquire(boardId)
    if (!ownership) throw new Error('no board')
    return ownership
  }
  const momentOf = async (boardId: string): Promise<Moment> => {
    const moment = await history.at(boardId, undefined)
    if (!moment) throw new Error('no moment')
    return moment
  }

  test('[S10] of one who owned the board before is not kept, and that of its owner is', async () => {
    const { id } = await started.owner.makeBoard('Owned twice')
    const moment = await momentOf(id)
    const before = await acquire(id)
    const now = await acquire(id)
    await history.keep(before, moment)
    expect(await kept(id)).toEqual([])
    await history.keep({ ...now, epoch: now.epoch + 1 }, moment)
    expect(await kept(id)).toEqual([])
    await history.keep(now, moment)
    expect(await kept(id)).toEqual([moment.seq])
  })

  test('[S10] of a board that is gone is not kept', async () => {
    const { id } = await started.owner.makeBoard('Gone')
    const [moment, ownership] = [await momentOf(id), await acquire(id)]
    await history.keep({ ...ownership, boardId: 'A'.repeat(22) }, moment)
    expect(await kept('A'.repeat(22))).toEqual([])
  })

  test('[H8] made before something was erased does not bring it back, whenever it comes', async () => {
    const { http, owner } = started
    const { id } = await owner.makeBoard('Erased')
    const secret = 'a-secret-in-a-keyframe'
    const drawer = await openDrawer(owner, id, 91)
    await drawer.draw('box', { customData: { secret } })
    const seq = await drawer.draw('other', { x: 5 })
    await drawer.leave()
    // The document of a room that is closing, under the ownership that erasing takes from it.
    const ownership = await acquire(id)
    const moment: Moment = { seq, update: Y.encodeStateAsUpdate(drawer.doc) }
    expect((await erase(owner, id, { elements: ['box'] })).done.status).toBe(200)
    await history.keep(ownership, moment)
    expect(await kept(id)).not.toContain(seq)
    expect(await tablesWith(http, secret)).toEqual([])
  })
})

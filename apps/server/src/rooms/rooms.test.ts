import { CLOSE_CODES, isFinal } from '@gamelan/protocol/sync/close-codes'
import { describe, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { GamelanError } from '../errors.ts'
import { change, docOf } from './admission.fake.ts'
import { BOARD, connect, heard, LINGER, setUp } from './rooms.fake.ts'

describe('[S4] a board that could not be loaded', () => {
  test('is not served, and the next one asks again', async () => {
    const { rooms, hold, loads, found } = setUp()
    hold.loads = true
    const [first, second] = [rooms.open(BOARD), rooms.open(BOARD)]
    await heard()
    expect(loads).toHaveLength(1)
    loads[0]?.reject(new GamelanError('board-unreadable'))
    await expect(first).rejects.toMatchObject({ code: 'board-unreadable' })
    await expect(second).rejects.toMatchObject({ code: 'board-unreadable' })
    const third = rooms.open(BOARD)
    await heard()
    loads[1]?.resolve(found())
    expect((await third).doc.getMap('elements').toJSON()).toEqual({ first: 1 })
  })

  test('is not counted among the open ones', async () => {
    const { rooms, hold, loads, metrics } = setUp()
    hold.loads = true
    const failing = rooms.open(BOARD)
    await heard()
    hold.loads = false
    await rooms.open('another')
    loads[0]?.reject(new GamelanError('unavailable'))
    await expect(failing).rejects.toMatchObject({ code: 'unavailable' })
    expect((await metrics.rooms.get()).values[0]?.value).toBe(1)
  })

  test('because what its log holds cannot be applied is unreadable, not empty', async () => {
    const { rooms, log } = setUp()
    log.push(Uint8Array.of(9, 9, 9))
    await expect(rooms.open(BOARD)).rejects.toMatchObject({ code: 'board-unreadable' })
  })

  test('because its log rests on updates that are not in it is unreadable, not what is left of it', async () => {
    const { rooms, log } = setUp()
    const author = docOf(7)
    change(author, (doc) => doc.getMap('elements').set('missing', 1))
    log.push(change(author, (doc) => doc.getMap('elements').set('there', 1)))
    await expect(rooms.open(BOARD)).rejects.toMatchObject({ code: 'board-unreadable' })
  })
})

describe('[S9] one board has one live document', () => {
  test('however many open it while it loads', async () => {
    const { rooms, hold, loads, found, epoch } = setUp()
    hold.loads = true
    const opening = [rooms.open(BOARD), rooms.open(BOARD), rooms.open(BOARD)]
    await heard()
    loads[0]?.resolve(found())
    const handles = await Promise.all(opening)
    expect(new Set(handles.map((handle) => handle.doc)).size).toBe(1)
    expect(epoch()).toBe(1)
  })

  test('which stays while somebody is there, lingers, and is then loaded anew', async () => {
    const { rooms, settle } = setUp()
    const [a, b] = [await rooms.open(BOARD), await rooms.open(BOARD)]
    a.release()
    a.release()
    await settle(LINGER * 2)
    const again = await rooms.open(BOARD)
    expect(again.doc).toBe(b.doc)
    b.release()
    again.release()
    await settle(LINGER - 1)
    const before = await rooms.open(BOARD)
    expect(before.doc).toBe(b.doc)
    before.release()
    await settle(LINGER)
    const after = await rooms.open(BOARD)
    expect(after.doc).not.toBe(b.doc)
  })

  test('which does not close before everything is saved, and not when somebody comes meanwhile', async () => {
    const { rooms, settle, hold, commits, log } = setUp()
    const handle = await rooms.open(BOARD)
    hold.commits = true
    const change = handle.change({ actor: 'server', connection: 'test' }, (doc) =>
      doc.getMap('elements').set('second', 2),
    )
    handle.release()
    await settle(LINGER)
    const again = await rooms.open(BOARD)
    expect(again.doc).toBe(handle.doc)
    again.release()
    await settle(LINGER)
    commits[0]?.resolve()
    await settle(LINGER)
    expect(await change).toEqual({ seq: 2 })
    expect(log).toHaveLength(2)
    const anew = await rooms.open(BOARD)
    expect(anew.doc).not.toBe(handle.doc)
    expect(anew.doc.getMap('elements').toJSON()).toEqual({ first: 1, second: 2 })
  })

  test('which stays when somebody came while it waited to be saved', async () => {
    const { rooms, settle, hold, commits } = setUp()
    const handle = await rooms.open(BOARD)
    hold.commits = true
    void handle.change({ actor: 'server', connection: 'test' }, (doc) =>
      doc.getMap('elements').set('second', 2),
    )
    handle.release()
    await settle(LINGER)
    const again = await rooms.open(BOARD)
    commits[0]?.resolve()
    await settle(LINGER)
    const third = await rooms.open(BOARD)
    expect(third.doc).toBe(again.doc)
    expect(() => connect(third)).not.toThrow('unavailable')
  })

  test.each<{ what: string; damage: (doc: Y.Doc) => void }>([
    {
      what: 'threw',
      damage: ({ store }) => {
        store.pendingDs = new Uint8Array(1)
      },
    },
    {
      what: 'was set aside',
      damage: ({ store }) => {
        store.pendingStructs = { missing: new Map([[7, 7]]), update: new Uint8Array(1) }
      },
    },
  ])('is loaded again after an update that $what, but only when what waited is in', async ({ damage }) => {
    const { rooms, settle, hold, commits } = setUp()
    const handle = await rooms.open(BOARD)
    const [kim, lee] = [connect(handle), connect(handle, { actor: 'lee' })]
    kim.sync()
    hold.commits = true
    kim.write((doc) => doc.getMap('elements').set('second', 2))
    await settle()
    damage(handle.doc)
    kim.write((doc) => doc.getMap('elements').set('third', 3))
    expect(kim.seen.closed).toEqual(['malformed'])
    expect(lee.seen.closed).toEqual(['unavailable'])
    const opening = rooms.open(BOARD)
    await settle()
    commits[0]?.resolve()
    const anew = await opening
    expect(anew.doc).not.toBe(handle.doc)
    expect(anew.doc.getMap('elements').toJSON()).toEqual({ first: 1, second: 2 })
  })
})

describe('[S10] a board that another process took over', () => {
  test('sends everybody away for a moment, and comes back from the log', async () => {
    const { rooms, settle, log, history } = setUp()
    const handle = await rooms.open(BOARD)
    const kim = connect(handle)
    kim.sync()
    await history.acquire(BOARD)
    kim.write((doc) => doc.getMap('elements').set('lost', true))
    await settle()
    expect(kim.seen.closed).toEqual(['unavailable'])
    expect(isFinal(CLOSE_CODES.unavailable)).toBe(false)
    expect(log).toHaveLength(1)
    const anew = await rooms.open(BOARD)
    expect(anew.doc.getMap('elements').toJSON()).toEqual({ first: 1 })
  })
})

test('[S11] drain opens no more, and resolves when everything is saved', async () => {
  const { rooms, settle, hold, commits } = setUp()
  const handle = await rooms.open(BOARD)
  const kim = connect(handle)
  kim.sync()
  hold.commits = true
  kim.write((doc) => doc.getMap('elements').set('second', 2))
  let drained = false
  const draining = rooms.drain().then(() => (drained = true))
  await expect(rooms.open(BOARD)).rejects.toMatchObject({ code: 'unavailable' })
  await settle()
  expect(drained).toBe(false)
  commits[0]?.resolve()
  await settle()
  await draining
})

describe('[H8] a board that is closed while something is erased', () => {
  test('[fault V23] refuses the change of one who had it open, and says why', async () => {
    const { rooms } = setUp()
    const handle = await rooms.open(BOARD)
    let resolve = (): void => undefined
    const promise = new Promise<void>((done) => (resolve = done))
    const erasing = rooms.whileClosed(BOARD, () => promise)
    await heard()
    const change = handle.change({ actor: 'kim', connection: 'http:1' }, (doc) =>
      doc.getMap('elements').set('a', 1),
    )
    await expect(change).rejects.toMatchObject({ code: 'being-erased', status: 409 })
    resolve()
    await erasing
  })
})

import { createDocument, writeChanges } from '@gamelan/board-model'
import { encodeStep2 } from '@gamelan/protocol/sync/messages'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { limitsOf } from '../settable-limits.ts'
import { docOf } from './admission.fake.ts'
import { PURGE_AT_LEAST } from './purge.ts'
import { BOARD, connect, LINGER, setUp } from './rooms.fake.ts'

const LIMIT = 4096
const AUTHOR = { actor: 'server', connection: 'http' }

/** A board whose log has room for some eighty bytes, what is in it committed, and somebody who has all of it. */
async function fullBoard() {
  const all = setUp(limitsOf({ historyBytesPerBoard: LIMIT }))
  const handle = await all.rooms.open(BOARD)
  const kim = connect(handle)
  kim.sync()
  kim.write((doc) => {
    for (let i = 0; i < 40; i++) doc.getMap('elements').set(`e${String(i)}`, i)
  })
  kim.write((doc) => doc.getMap('elements').delete('e1'))
  await all.settle(1000)
  const left = LIMIT - bytesIn(all.log)
  kim.write((doc) => doc.getMap('elements').set('large', 'x'.repeat(left - 120)))
  await all.settle(1000)
  expect(kim.seen.closed).toEqual([])
  return { ...all, handle, kim }
}

const bytesIn = (log: readonly Uint8Array[]) => log.reduce((sum, { byteLength }) => sum + byteLength, 0)
const large = (doc: Y.Doc) => doc.getMap('elements').set('more', 'y'.repeat(200))

test('[A6] [S5] what is too much for the log is refused, deletions too, and what is in it stays', async () => {
  const { handle, kim, log, settle } = await fullBoard()
  const [lee, ada] = [connect(handle, { actor: 'lee' }), connect(handle, { actor: 'ada' })]
  for (const each of [lee, ada]) each.sync()
  lee.write(large)
  expect(lee.seen.closed).toEqual(['historyFull'])
  for (let i = 0; i < 20 && ada.seen.closed.length === 0; i++)
    ada.write((doc) => doc.getMap('elements').set('a', i))
  expect(ada.seen.closed).toEqual(['historyFull'])
  // That it makes room in the document makes none in the log.
  kim.write((doc) => {
    doc.transact(() => {
      for (let i = 2; i < 40; i += 2) doc.getMap('elements').delete(`e${String(i)}`)
    })
  })
  expect(kim.seen.closed).toEqual(['historyFull'])
  await settle(1000)
  expect(bytesIn(log)).toBeLessThanOrEqual(LIMIT)
  expect(bytesIn(log)).toBeGreaterThan(LIMIT - 80)
  expect(handle.doc.getMap('elements').get('e2')).toBe(2)
})

test('[A6] [S5] who brings nothing new comes in and goes on reading, as an editor’s page does that reconnects', async () => {
  const { handle, kim, settle } = await fullBoard()
  const lee = connect(handle, { actor: 'lee' })
  lee.write(large)
  expect(lee.seen.closed).toEqual(['historyFull'])
  // Full to the last byte.
  for (let i = 0; kim.seen.closed.length === 0; i++) kim.write((doc) => doc.getMap('elements').set('a', i))
  const again = connect(handle, { doc: docOf(78, Y.encodeStateAsUpdate(handle.doc)) })
  again.sync()
  again.peer.receive(encodeStep2(Y.encodeStateAsUpdate(again.doc)))
  await settle(1000)
  expect(again.seen.closed).toEqual([])
})

test('[A6] what the server itself writes for somebody is refused before it is written', async () => {
  const { handle } = await fullBoard()
  let written = false
  const write = () => {
    written = true
  }
  const changed = handle.change(AUTHOR, write, { bytes: 200, elements: 1 })
  await expect(changed).rejects.toMatchObject({ code: 'history-full' })
  expect(written).toBe(false)
  expect(() => handle.requireRoom(AUTHOR, { bytes: 200, elements: 1 })).toThrow(/history/)
})

test('[A6] [H6] a log that was folded meanwhile has room again, though the board stays open', async () => {
  const { handle, log, settle } = await fullBoard()
  const [lee, ada] = [connect(handle, { actor: 'lee' }), connect(handle, { actor: 'ada' })]
  ada.sync()
  log.splice(1, 1, new Uint8Array(10))
  lee.write(large)
  expect(lee.seen.closed).toEqual(['historyFull'])
  await settle(1000)
  ada.write(large)
  await settle(1000)
  expect(ada.seen.closed).toEqual([])
})

/** A board that nobody has open any more, on which all was deleted long ago, and so many bytes more are let into its log. */
async function leftBoard(left: number) {
  const doc = docOf(1)
  createDocument(doc)
  const after = (n: number, isDeleted: boolean) => ({ id: `e${n}`, type: 'rectangle', width: 9, isDeleted })
  for (const isDeleted of [false, true]) {
    const changes = Array.from({ length: PURGE_AT_LEAST }, (_, n) => ({
      before: isDeleted ? after(n, false) : undefined,
      after: after(n, isDeleted),
    }))
    writeChanges(doc, changes, { origin: 'test' })
  }
  const update = Y.encodeStateAsUpdate(doc)
  const all = setUp(limitsOf({ historyBytesPerBoard: update.byteLength + left }))
  all.log.splice(0, 1, update)
  Object.assign(all.history, { asOf: () => Promise.resolve({ seq: 1, update }) })
  const handle = await all.rooms.open(BOARD)
  handle.release()
  await all.settle(LINGER)
  await all.settle()
  return { log: all.log, limit: update.byteLength + left }
}

test('[A6] [M7] what was deleted long ago is purged where the log has room for that, and not past its limit', async () => {
  const roomy = await leftBoard(1024 * 1024)
  expect(roomy.log).toHaveLength(2)
  const needed = roomy.log[1]?.byteLength ?? 0
  const tight = await leftBoard(needed - 64)
  expect(tight.log).toHaveLength(1)
  expect(bytesIn(tight.log)).toBeLessThanOrEqual(tight.limit)
})

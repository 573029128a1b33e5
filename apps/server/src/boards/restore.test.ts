import { BoardScene, createDocument, writeChanges } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Queries } from '../database/database.ts'
import { GamelanError } from '../errors.ts'
import type { RoomHandle } from '../rooms/types.ts'
import { createRestores } from './restore.ts'

const AUTHOR = { actor: 'kim', connection: 'http:1' }
const BY = { id: 'kim', name: 'Kim' }
const element = (x: number) => ({
  id: 'e',
  type: 'rectangle',
  x,
  y: 0,
  width: 9,
  height: 9,
  isDeleted: false,
})

/** A board on which something stands elsewhere by now, and a note of all that restoring does, in order. */
function setUp({
  isThere = true,
  isSame = false,
  isFull = false,
  change = (): Promise<void> => Promise.resolve(),
  permit = (): Promise<void> => Promise.resolve(),
  opened = (): Promise<void> => Promise.resolve(),
} = {}) {
  const done: string[] = []
  const doc = new Y.Doc()
  createDocument(doc)
  writeChanges(doc, [{ before: undefined, after: element(1) }], { origin: 'test' })
  const then = Y.encodeStateAsUpdate(doc)
  if (!isSame) writeChanges(doc, [{ before: element(1), after: element(500) }], { origin: 'test' })
  // Nothing of it is used.
  const tx = {} as Queries
  const handle: Pick<RoomHandle, 'doc' | 'changeWith' | 'release'> = {
    doc,
    async changeWith(_author, write, adds, within) {
      done.push(`change, at most ${adds.bytes > 0 ? 'so many bytes' : 'nothing'}`)
      if (isSame) return { seq: 7, isChanged: false }
      await change()
      await within(tx, 8)
      doc.transact(() => write(doc))
      return { seq: 8, isChanged: true }
    },
    release: () => void done.push('release'),
  }
  const names: string[] = []
  const restores = createRestores({
    database: {
      transaction(work) {
        done.push('transaction')
        return work(tx)
      },
    },
    rooms: {
      async open() {
        done.push('open')
        await opened()
        return handle as RoomHandle
      },
    },
    history: {
      at(_board, seq) {
        done.push(`read ${String(seq)}`)
        return Promise.resolve(isThere ? { seq: 3, update: then } : undefined)
      },
      timeOf: () => Promise.resolve(new Date('2026-11-30T14:32:00Z')),
    },
    marks: {
      list: () => Promise.resolve([]),
      requireRoom: isFull
        ? () => Promise.reject(new GamelanError('too-many-marks'))
        : () => Promise.resolve(),
      setWithin(_tx, _board, { kind, seq = 0, name, by }) {
        done.push(`mark ${String(seq)}`)
        names.push(name)
        return Promise.resolve({ id: 'm', kind, seq, at: new Date(0), name, note: null, by })
      },
      announce: () => undefined,
    },
    audit: {
      record(_tx, _board, { kind }) {
        done.push(`audit ${kind}`)
        return Promise.resolve()
      },
    },
  })
  const x = () => new BoardScene(doc).get('e')?.x
  const restorer = { author: AUTHOR, by: BY, participant: BY, permit }
  return { done, names, x, restore: () => restores.restore('board', 3, restorer) }
}

test('[H4] [H8] the room is opened before the past is read; mark and audit go with the change', async () => {
  const { done, names, restore } = setUp()
  const { seq, before } = await restore()
  expect(done).toEqual([
    'open',
    'read 3',
    'change, at most so many bytes',
    'mark 7',
    'audit restored-moment',
    'release',
  ])
  expect([seq, before.seq]).toEqual([8, 7])
  expect(names).toEqual([`Before ${BY.name}’s restore to 2026-11-30 14:32 UTC`])
})

test('[H4] where all is as it was then, mark and audit are one transaction without a change', async () => {
  const { done, restore } = setUp({ isSame: true })
  const { seq, before } = await restore()
  expect(done.slice(2)).toEqual([
    'change, at most nothing',
    'transaction',
    'mark 7',
    'audit restored-moment',
    'release',
  ])
  expect([seq, before.seq]).toEqual([7, 7])
})

test('[H8] the past is not read while the board is being opened: what is erased until then is not in it', async () => {
  let open = () => {}
  const { done, restore } = setUp({ opened: () => new Promise((resolve) => (open = resolve)) })
  const restored = restore()
  await new Promise((resolve) => setImmediate(resolve))
  expect(done).toEqual(['open'])
  open()
  await restored
})

test('[H4] what could not be changed leaves no mark, and the room is given back', async () => {
  const ended = new GamelanError('unavailable')
  const { done, restore, x } = setUp({ change: () => Promise.reject(ended) })
  await expect(restore()).rejects.toBe(ended)
  expect(done).toEqual(['open', 'read 3', 'change, at most so many bytes', 'release'])
  expect(x()).toBe(500)
})

test('[A4] where access has ended meanwhile nothing is changed', async () => {
  const ended = new GamelanError('forbidden-or-unknown')
  const { done, restore, x } = setUp({ permit: () => Promise.reject(ended) })
  await expect(restore()).rejects.toBe(ended)
  expect(done).toEqual(['open', 'read 3', 'change, at most so many bytes', 'release'])
  expect(x()).toBe(500)
})

test('[H4] without room for the mark nothing is begun', async () => {
  const { done, restore, x } = setUp({ isFull: true })
  await expect(restore()).rejects.toMatchObject({ code: 'too-many-marks' })
  expect(done).toEqual(['open', 'read 3', 'release'])
  expect(x()).toBe(500)
})

test('[H4] of no moment nothing is begun, and the room is given back', async () => {
  const { done, restore } = setUp({ isThere: false })
  await expect(restore()).rejects.toMatchObject({ code: 'moment-unknown' })
  expect(done).toEqual(['open', 'read 3', 'release'])
})

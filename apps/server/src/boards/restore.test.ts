import { BoardScene, createDocument, writeChanges } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { GamelanError } from '../errors.ts'
import type { Mark } from '../history/marks.ts'
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
  change = (): Promise<{ seq: number }> => Promise.resolve({ seq: 8 }),
  set = (): Promise<void> => Promise.resolve(),
  opened = (): Promise<void> => Promise.resolve(),
} = {}) {
  const done: string[] = []
  const doc = new Y.Doc()
  createDocument(doc)
  writeChanges(doc, [{ before: undefined, after: element(1) }], { origin: 'test' })
  const then = Y.encodeStateAsUpdate(doc)
  writeChanges(doc, [{ before: element(1), after: element(500) }], { origin: 'test' })
  const handle: Pick<RoomHandle, 'doc' | 'change' | 'release'> = {
    doc,
    async change(_author, write, adds) {
      done.push(`change, at most ${(adds?.bytes ?? 0) > 0 ? 'so many bytes' : 'nothing'}`)
      const answer = await change()
      doc.transact(() => write(doc))
      return answer
    },
    release: () => void done.push('release'),
  }
  const names: string[] = []
  const mark: Mark = { id: 'm', kind: 'before', seq: 7, at: new Date(0), name: '', note: null, by: BY }
  const restores = createRestores({
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
      async set(_board, { name }) {
        done.push('mark')
        names.push(name)
        await set()
        return mark
      },
      move(moved, _board, seq) {
        done.push(`move the mark to ${String(seq)}`)
        return Promise.resolve({ ...moved, seq })
      },
      remove: (_board, id) => Promise.resolve(void done.push(`take ${id} away`)),
    },
  })
  const x = () => new BoardScene(doc).get('e')?.x
  return { done, names, x, restore: () => restores.restore('board', 3, AUTHOR, BY) }
}

test('[H4] [H8] the room is opened before the past is read, the moment before has a name before the change', async () => {
  const { done, names, restore } = setUp()
  const { seq, before } = await restore()
  expect(done).toEqual([
    'open',
    'read 3',
    'mark',
    'change, at most so many bytes',
    'move the mark to 8',
    'release',
  ])
  expect([seq, before.seq]).toEqual([8, 8])
  expect(names).toEqual([`Before ${BY.name}’s restore to 2026-11-30 14:32 UTC`])
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

test('[H4] what could not be changed leaves no name, and the room is given back', async () => {
  const ended = new GamelanError('unavailable')
  const { done, restore, x } = setUp({ change: () => Promise.reject(ended) })
  await expect(restore()).rejects.toBe(ended)
  expect(done.slice(-2)).toEqual(['take m away', 'release'])
  expect(x()).toBe(500)
})

test('[H4] without a name for the moment before nothing is changed', async () => {
  const full = new GamelanError('too-many-marks')
  const { done, restore, x } = setUp({ set: () => Promise.reject(full) })
  await expect(restore()).rejects.toBe(full)
  expect(done).toEqual(['open', 'read 3', 'mark', 'release'])
  expect(x()).toBe(500)
})

test('[H4] of no moment nothing is begun, and the room is given back', async () => {
  const { done, restore } = setUp({ isThere: false })
  await expect(restore()).rejects.toMatchObject({ code: 'moment-unknown' })
  expect(done).toEqual(['open', 'read 3', 'release'])
})

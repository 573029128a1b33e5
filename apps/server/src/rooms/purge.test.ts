import { createDocument, writeChanges } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Moment } from '../history/types.ts'
import { createLog } from '../log.ts'
import { PURGE_AFTER, PURGE_AT_LEAST, purgeOld } from './purge.ts'

const NOW = 10 * PURGE_AFTER
const log = createLog('silent', false)

/** A board on which somebody has drawn and deleted, and what its log says of a week ago. */
function setUp({ deletedThen, deletedNow = deletedThen }: { deletedThen: number; deletedNow?: number }) {
  const doc = new Y.Doc()
  // Not by chance: how long an id is when encoded would make one board's purge longer than another's.
  doc.clientID = 7
  createDocument(doc)
  const set = (from: number, to: number, isDeleted: boolean) => {
    const changes = Array.from({ length: to - from }, (_, i) => ({
      before: undefined,
      after: { id: `e${from + i}`, type: 'rectangle', width: 10, height: 10, isDeleted },
    }))
    writeChanges(doc, changes, { origin: 'test' })
  }
  set(0, deletedNow + 10, false)
  set(0, deletedThen, true)
  const then = Y.encodeStateAsUpdate(doc)
  set(0, deletedNow, true)
  const asked: number[] = []
  const authors: unknown[] = []
  const wrote: number[] = []
  doc.on('update', (update: Uint8Array) => wrote.push(update.byteLength))
  wrote.length = 0
  const held = () => [...doc.getMap<Y.Map<unknown>>('elements').values()].filter((entry) => entry.get('base'))
  return {
    doc,
    asked,
    authors,
    /** Bytes of each change since the board was set up. */
    wrote,
    held: () => held().length,
    set,
    run: (
      moment: () => Promise<Moment | undefined> = () => Promise.resolve({ seq: 7, update: then }),
      left = Number.POSITIVE_INFINITY,
    ) =>
      purgeOld(
        'board',
        {
          doc,
          logHasRoom: (bytes) => bytes <= left,
          change(author, write) {
            authors.push(author)
            doc.transact(() => write(doc))
            return Promise.resolve()
          },
        },
        {
          log,
          clock: { now: () => NOW },
          history: {
            asOf(_board, time) {
              asked.push(time)
              return moment()
            },
          },
        },
      ),
  }
}

test('[M7] what was deleted a week ago and still is goes, as a change of the server’s', async () => {
  const { run, held, asked, authors } = setUp({ deletedThen: 250, deletedNow: 300 })
  await run()
  expect(asked).toEqual([NOW - PURGE_AFTER])
  expect(authors).toEqual([{ actor: 'server', connection: 'purge' }])
  expect(held()).toBe(310 - 250)
})

test('[M7] what somebody took back while the past was read stays', async () => {
  const { run, held, set, doc } = setUp({ deletedThen: 250 })
  const then = Y.encodeStateAsUpdate(doc)
  await run(() => {
    set(0, 10, false)
    return Promise.resolve({ seq: 7, update: then })
  })
  expect(held()).toBe(260 - 240)
})

test.each([
  { what: 'too few are deleted', of: { deletedThen: PURGE_AT_LEAST - 1 } },
  { what: 'too few were deleted then', of: { deletedThen: PURGE_AT_LEAST - 1, deletedNow: 400 } },
])('nothing is done where $what', async ({ of }) => {
  const { run, authors } = setUp(of)
  await run()
  expect(authors).toEqual([])
})

test('a past that cannot be read, or that there is none of, ends nothing', async () => {
  const { run, authors } = setUp({ deletedThen: PURGE_AT_LEAST })
  await run(() => Promise.reject(new Error('away')))
  await run(() => Promise.resolve(undefined))
  expect(authors).toEqual([])
})

test('[A6] it keeps to what a log may have, to the byte, and does not read the past for a full one', async () => {
  const scattered = () => {
    const board = setUp({ deletedThen: 250 })
    // Content in pieces makes a longer list of what is deleted.
    for (let i = 0; i < 250; i += 2)
      board.doc.getMap<Y.Map<unknown>>('elements').get(`e${i}`)?.set('text', new Y.Text('word'))
    board.wrote.length = 0
    return board
  }
  const free = scattered()
  await free.run()
  const [bytes] = free.wrote
  if (bytes === undefined) throw new Error('nothing was purged')
  const enough = scattered()
  await enough.run(undefined, bytes)
  expect(enough.held()).toBe(10)
  const tooLittle = scattered()
  await tooLittle.run(undefined, bytes - 1)
  expect([tooLittle.asked.length, tooLittle.wrote]).toEqual([1, []])
  const full = scattered()
  await full.run(undefined, 0)
  expect([full.asked, full.wrote]).toEqual([[], []])
})

/** A change that is committed in one transaction with what belongs to it. */
import { expect, test } from 'vitest'
import { GamelanError } from '../errors.ts'
import { BOARD, connect, setUp } from './rooms.fake.ts'

const AUTHOR = { actor: 'kim', connection: 'http:1' }
const NO_BYTES = { bytes: 0, elements: 0 }

async function opened() {
  const world = setUp()
  const handle = await world.rooms.open(BOARD)
  const lee = connect(handle, { actor: 'lee', wantsSaved: true })
  lee.sync()
  await world.settle()
  lee.got.splice(0)
  const change = (within: () => Promise<void> = () => Promise.resolve()) =>
    handle.changeWith(AUTHOR, (doc) => doc.getMap('elements').set('second', 2), NO_BYTES, within)
  const elements = () => handle.doc.getMap('elements').toJSON()
  return { ...world, handle, lee, change, elements }
}

test('[fault V13] nobody sees the change before it is committed, and then everybody does', async () => {
  const { change, elements, lee, hold, commits, settle, log } = await opened()
  hold.commits = true
  const changed = change()
  await settle(100)
  expect([elements(), lee.types(), log.length]).toEqual([{ first: 1 }, [], 1])
  commits.shift()?.resolve()
  expect(await changed).toEqual({ seq: 2, isChanged: true })
  await settle(100)
  lee.apply()
  expect([elements(), lee.doc.getMap('elements').toJSON()]).toEqual([
    { first: 1, second: 2 },
    { first: 1, second: 2 },
  ])
})

test('[fault V13] where what belongs to it is refused nothing was changed, for nobody, and the board goes on', async () => {
  const { change, elements, lee, settle, handle, log, rooms } = await opened()
  const refused = new GamelanError('too-many-marks')
  const outcome = change(() => Promise.reject(refused)).catch((error: unknown) => error)
  const other = handle.change(AUTHOR, (doc) => doc.getMap('elements').set('third', 3))
  for (let i = 0; i < 10; i++) await settle(100)
  expect(await outcome).toBe(refused)
  expect((await other).seq).toBe(3)
  expect(elements()).toEqual({ first: 1, third: 3 })
  lee.apply()
  expect(lee.doc.getMap('elements').toJSON()).toEqual({ first: 1, third: 3 })
  expect([lee.seen.closed, log.length]).toEqual([[], 3])
  // And so it is for whoever reads the log.
  handle.release()
  lee.peer.leave()
  for (let i = 0; i < 4; i++) await settle(30_000)
  expect((await rooms.open(BOARD)).doc.getMap('elements').toJSON()).toEqual({ first: 1, third: 3 })
})

test('where nothing changes nothing is committed with it', async () => {
  const { handle } = await opened()
  let isAsked = false
  const within = () => {
    isAsked = true
    return Promise.resolve()
  }
  expect(await handle.changeWith(AUTHOR, () => undefined, NO_BYTES, within)).toEqual({
    seq: 1,
    isChanged: false,
  })
  expect(isAsked).toBe(false)
})

test('[fault V13] a change that is committed while the board closes is answered as committed', async () => {
  const { change, hold, commits, settle, rooms } = await opened()
  hold.commits = true
  const changed = change()
  await settle(100)
  const closed = rooms.whileClosed(BOARD, () => Promise.resolve('done'))
  await settle()
  commits.shift()?.resolve()
  expect(await changed).toEqual({ seq: 2, isChanged: true })
  expect(await closed).toBe('done')
})

test('[fault V13] and as not saved where it is lost', async () => {
  const { change, hold, commits, settle, rooms } = await opened()
  hold.commits = true
  const changed = change().catch((error: unknown) => error)
  await settle(100)
  const closed = rooms.whileClosed(BOARD, () => Promise.resolve('done'))
  await settle()
  commits.shift()?.reject(Object.assign(new Error('refused'), { code: '23514' }))
  expect(await changed).toMatchObject({ code: 'being-erased' })
  await closed
})

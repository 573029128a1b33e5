import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, connect, setUp } from './rooms.fake.ts'

/** Somebody on an open board who asked for everything, and a neighbour. */
async function onBoard(role: 'viewer' | 'editor') {
  const { rooms, settle } = setUp()
  const handle = await rooms.open(BOARD)
  const kim = connect(handle, { role, wantsSaved: true, wantsRole: true })
  const lee = connect(handle, { actor: 'lee', wantsRole: true })
  kim.sync()
  lee.sync()
  await settle()
  lee.got.splice(0)
  const become = (next: 'viewer' | 'editor') => rooms.become('kim', { boardId: BOARD, role: next })
  return { rooms, settle, handle, kim, lee, become }
}

test('[A1] [S2] what one draws who was lowered is dropped, and never called saved', async () => {
  const { settle, handle, kim, become } = await onBoard('editor')
  kim.write((doc) => doc.getMap('elements').set('mine', 1))
  await settle(2000)
  const saved = kim.saved().at(-1)?.messages
  become('viewer')
  kim.write((doc) => doc.getMap('elements').set('late', 1))
  await settle(2000)
  expect(handle.doc.getMap('elements').has('mine')).toBe(true)
  expect(handle.doc.getMap('elements').has('late')).toBe(false)
  expect(kim.saved().at(-1)?.messages).toBe(saved)
  expect(kim.got.filter(({ type }) => type === 'role')).toEqual([{ type: 'role', role: 'viewer' }])
})

test('[A1] who is raised again brings what was dropped, and it is saved then', async () => {
  const { settle, handle, kim, become } = await onBoard('editor')
  become('viewer')
  kim.write((doc) => doc.getMap('elements').set('dropped', 1))
  kim.got.splice(0)
  become('editor')
  kim.answer()
  await settle(2000)
  expect(handle.doc.getMap('elements').has('dropped')).toBe(true)
  // Step 1, the dropped update, and the step 2 that has brought it.
  expect(kim.saved().at(-1)?.messages).toBe(3)
})

test('[A1] [S5] who is raised owns the id that they had named, as if they had come so', async () => {
  const { kim, lee, become } = await onBoard('viewer')
  kim.name()
  become('editor')
  kim.answer()
  const forged = new Y.Doc()
  forged.clientID = kim.doc.clientID
  forged.getMap('elements').set('forged', 1)
  lee.peer.receive(encodeUpdate(Y.encodeStateAsUpdate(forged)))
  expect(lee.seen.closed).toEqual(['refused'])
  expect(kim.seen.closed).toEqual([])
})

test('a role that stays the same is no news, and another board is not concerned', async () => {
  const { rooms, settle, kim, lee } = await onBoard('editor')
  kim.got.splice(0)
  rooms.become('kim', { boardId: BOARD, role: 'editor' })
  rooms.become('kim', { boardId: 'another', role: 'viewer' })
  await settle()
  expect([kim.types(), lee.types()]).toEqual([[], []])
})

test('[S7] those who are here are told apart from those who were', async () => {
  const { rooms, lee } = await onBoard('editor')
  expect([...rooms.here(BOARD)].sort()).toEqual(['kim', 'lee'])
  lee.peer.leave()
  expect([...rooms.here(BOARD)]).toEqual(['kim'])
  expect(rooms.here('another').size).toBe(0)
})

test('[A4] what a board gives on another of its session ends and changes with it; who only looks keeps looking', async () => {
  const { rooms, locked, settle } = setUp()
  const session = 'the board of the session'
  locked.session = session
  const handle = await rooms.open(BOARD)
  const come = (actor: string, through: string) => {
    const one = connect(handle, { actor, through, role: 'viewer', wantsRole: true })
    one.sync()
    return one
  }
  const [kim, own] = [come('kim', session), come('own', BOARD)]
  await settle()
  for (const each of [kim, own]) each.got.splice(0)
  for (const actor of ['kim', 'own']) rooms.become(actor, { boardId: session, role: 'editor' })
  expect(kim.got).toMatchObject([{ type: 'role', role: 'editor' }, {}])
  expect(own.got).toEqual([])
  rooms.end('another', () => true, 'forbidden')
  rooms.end(session, () => true, 'forbidden')
  expect([kim.seen.closed, own.seen.closed]).toEqual([['forbidden'], []])
})

test('[A1] a role on the session’s board is none on what was revealed there', async () => {
  const { rooms, settle } = setUp()
  const handle = await rooms.open(BOARD)
  const kim = connect(handle, {
    through: 'the board of the session',
    role: 'viewer',
    roleFrom: () => 'viewer',
    wantsRole: true,
  })
  kim.sync()
  await settle()
  kim.got.splice(0)
  rooms.become('kim', { boardId: 'the board of the session', role: 'editor' })
  expect(kim.got).toEqual([])
  rooms.end('the board of the session', () => true, 'forbidden')
  expect(kim.seen.closed).toEqual(['forbidden'])
})

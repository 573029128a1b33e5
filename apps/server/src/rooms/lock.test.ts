/** [A1] A locked board: nobody draws but the one who presents, and nothing that anybody drew meanwhile is lost to them. */
import { expect, test } from 'vitest'
import { BOARD, connect, setUp } from './rooms.fake.ts'

async function onBoard() {
  const made = setUp()
  const handle = await made.rooms.open(BOARD)
  const [kim, lee] = ['kim', 'lee'].map((actor) =>
    connect(handle, { actor, wantsSaved: true, wantsRole: true }),
  )
  if (kim === undefined || lee === undefined) throw new Error('nobody came')
  for (const each of [kim, lee]) each.sync()
  await made.settle()
  return { ...made, handle, kim, lee, has: (name: string) => handle.doc.getMap('elements').has(name) }
}

test('only the presenter draws while it is locked, and each is told what they may do', async () => {
  const { rooms, kim, lee, has, settle } = await onBoard()
  for (const each of [kim, lee]) each.got.splice(0)
  rooms.lock(BOARD, { except: 'kim' })
  kim.write((doc) => doc.getMap('elements').set('of kim', 1))
  lee.write((doc) => doc.getMap('elements').set('of lee', 1))
  await settle(2000)
  expect([has('of kim'), has('of lee')]).toEqual([true, false])
  expect(kim.got.filter(({ type }) => type === 'role')).toEqual([])
  expect(lee.got.filter(({ type }) => type === 'role')).toEqual([{ type: 'role', role: 'viewer' }])
  expect(lee.saved().at(-1)?.messages ?? 0).toBe(1)
})

test('what was drawn meanwhile comes in when it is unlocked', async () => {
  const { rooms, lee, has, settle } = await onBoard()
  rooms.lock(BOARD, { except: undefined })
  lee.write((doc) => doc.getMap('elements').set('of lee', 1))
  lee.got.splice(0)
  rooms.lock(BOARD, undefined)
  expect(lee.types()).toContain('role')
  lee.answer()
  await settle(2000)
  expect(has('of lee')).toBe(true)
})

test('a viewer who presents still may not draw, and who is raised while it is locked may not either', async () => {
  const { rooms, handle, has } = await onBoard()
  const mo = connect(handle, { actor: 'mo', role: 'viewer', wantsRole: true })
  mo.sync()
  rooms.lock(BOARD, { except: 'mo' })
  mo.write((doc) => doc.getMap('elements').set('of mo', 1))
  rooms.lock(BOARD, { except: 'kim' })
  rooms.become('mo', { boardId: BOARD, role: 'editor' })
  mo.write((doc) => doc.getMap('elements').set('still of mo', 1))
  expect([has('of mo'), has('still of mo')]).toEqual([false, false])
  rooms.lock(BOARD, { except: 'mo' })
  mo.answer()
  expect([has('of mo'), has('still of mo')]).toEqual([true, true])
})

test('who comes later finds it locked: also where the room is opened anew, or is just being loaded', async () => {
  const { rooms, locked, hold, loads, found, settle } = setUp()
  locked.lock = { except: undefined }
  const handle = await rooms.open(BOARD)
  const kim = connect(handle, { wantsRole: true })
  expect(kim.got[0]).toEqual({ type: 'role', role: 'viewer' })
  kim.peer.leave()
  handle.release()
  await settle(60_000)

  hold.loads = true
  const opening = rooms.open(BOARD)
  await settle()
  rooms.lock(BOARD, undefined)
  loads.at(-1)?.resolve(found())
  const lee = connect(await opening, { wantsRole: true })
  expect(lee.got[0]).toEqual({ type: 'role', role: 'editor' })
})

test('what comes by http is refused while it is locked', async () => {
  const { rooms, handle } = await onBoard()
  rooms.lock(BOARD, { except: 'kim' })
  const adds = { bytes: 10, elements: 1 }
  expect(() => handle.requireRoom({ actor: 'lee', connection: 'http' }, adds)).toThrow('locked')
  expect(() => handle.requireRoom({ actor: 'kim', connection: 'http' }, adds)).not.toThrow()
})

test('a lock of the session holds on another of its boards: one that is open, and one that is just being loaded', async () => {
  const { rooms, locked, hold, loads, found, settle } = setUp()
  const session = 'the board of the session'
  locked.session = session
  const handle = await rooms.open(BOARD)
  const kim = connect(handle, { wantsRole: true })
  rooms.lock('the board of another', { except: undefined })
  rooms.lock(BOARD, { except: undefined })
  expect(kim.got[0]).toEqual({ type: 'role', role: 'editor' })
  expect(kim.got.filter(({ type }) => type === 'role')).toHaveLength(1)
  rooms.lock(session, { except: undefined })
  expect(kim.got.at(-1)).toEqual({ type: 'role', role: 'viewer' })
  kim.peer.leave()
  handle.release()
  await settle(60_000)

  hold.loads = true
  const opening = rooms.open(BOARD)
  await settle()
  rooms.lock(session, { except: undefined })
  rooms.lock('the board of another', undefined)
  loads.at(-1)?.resolve(found())
  const lee = connect(await opening, { wantsRole: true })
  expect(lee.got[0]).toEqual({ type: 'role', role: 'viewer' })
})

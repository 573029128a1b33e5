import { encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { OWNER_PATIENCE } from '../limits.ts'
import { change, docOf, forged } from './admission.fake.ts'
import { BOARD, connect, setUp } from './rooms.fake.ts'

const set = (key: string) => (doc: Y.Doc) => doc.getMap('elements').set(key, 1)

/** A room with these people in it, each in step and known by their id. */
async function roomOf(...people: { actor: string; isProgram?: boolean }[]) {
  const world = setUp()
  const handle = await world.rooms.open(BOARD)
  const here = people.map((person) => {
    const client = connect(handle, person)
    client.sync()
    client.answer()
    client.name()
    return client
  })
  for (const client of here) client.peer.receive(encodeStep2(Uint8Array.of(0, 0)))
  await world.settle(1000)
  for (const client of here) client.apply()
  return { ...world, handle, here }
}

describe('[S5] a client id that is somebody else’s', () => {
  test('is refused by update and by step 2 while they are here, and they go on', async () => {
    const { here, settle, handle } = await roomOf({ actor: 'kim' }, { actor: 'mallory' }, { actor: 'eve' })
    const [kim, mallory, eve] = here
    const poison = forged([{ client: kim?.doc.clientID ?? 0, clock: 0, length: 1000 }])
    expect(poison.byteLength).toBeLessThanOrEqual(16)
    mallory?.peer.receive(encodeUpdate(poison))
    eve?.peer.receive(encodeStep2(poison))
    expect(mallory?.seen.closed).toEqual(['refused'])
    expect(eve?.seen.closed).toEqual(['refused'])
    kim?.write(set('mine'))
    await settle(100)
    expect(handle.doc.getMap('elements').has('mine')).toBe(true)
    expect(kim?.seen.closed).toEqual([])
  })

  test('is refused when it is a program’s, once that has answered a ping', async () => {
    const { here, settle, handle } = await roomOf(
      { actor: 'link', isProgram: true },
      { actor: 'link', isProgram: true },
    )
    const [program, mallory] = here
    program?.write(set('before'))
    mallory?.peer.receive(
      encodeUpdate(forged([{ client: program?.doc.clientID ?? 0, clock: 1, length: 1000 }])),
    )
    expect(mallory?.seen.closed).toEqual([])
    for (const answered of program?.seen.pings ?? []) answered()
    expect(mallory?.seen.closed).toEqual(['refused'])
    program?.write(set('after'))
    await settle(100)
    expect(handle.doc.getMap('elements').toJSON()).toEqual({ first: 1, before: 1, after: 1 })
  })

  test('cannot be the server’s own', async () => {
    const { here, handle, settle } = await roomOf({ actor: 'mallory' })
    const imported = handle.change({ actor: 'kim', connection: 'import' }, set('imported'))
    await settle(100)
    await imported
    const poison = forged([{ client: handle.doc.clientID, clock: 1, length: 10 }])
    here[0]?.peer.receive(encodeStep2(poison))
    expect(here[0]?.seen.closed).toEqual(['refused'])
  })

  test('cannot be kept from its editor by a viewer who names it', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const doc = new Y.Doc()
    const viewer = connect(handle, { actor: 'viewer', role: 'viewer', doc: docOf(doc.clientID) })
    viewer.name()
    const kim = connect(handle, { doc })
    kim.sync()
    kim.write(set('mine'))
    await settle(100)
    expect(handle.doc.getMap('elements').has('mine')).toBe(true)
  })
})

test('[S5] [H1] the log names who brought a change, not whose client id it is under', async () => {
  const { here, authors, settle } = await roomOf({ actor: 'kim' }, { actor: 'lee' })
  const [kim, lee] = here
  kim?.write(set('mine'))
  await settle(100)
  lee?.apply()
  kim?.peer.leave()
  const unsent = change(kim?.doc ?? new Y.Doc(), set('unsent'))
  lee?.peer.receive(encodeStep2(unsent))
  await settle(100)
  expect(authors).toEqual(
    [kim, lee].map((client) => ({ actor: client?.peer.actor, connection: client?.peer.connectionId })),
  )
})

describe('[S5] an honest client is never refused', () => {
  test('a visitor whose id goes on in another of their tabs, while the first is open', async () => {
    const { here, handle, settle } = await roomOf({ actor: 'kim' }, { actor: 'kim' }, { actor: 'lee' })
    const [first, second, lee] = here
    first?.write(set('in the first'))
    const more = change(first?.doc ?? new Y.Doc(), set('in the second'))
    second?.peer.receive(encodeUpdate(more))
    await settle(100)
    expect(handle.doc.getMap('elements').has('in the second')).toBe(true)
    lee?.peer.receive(encodeUpdate(change(first?.doc ?? new Y.Doc(), set('by somebody else'))))
    expect(here.map(({ seen }) => seen.closed)).toEqual([[], [], ['refused']])
  })

  test('a tab that brings what its visitor drew in another before it was closed', async () => {
    const { here, handle, settle } = await roomOf({ actor: 'kim' }, { actor: 'lee' })
    const [first] = here
    first?.write(set('sent'))
    first?.peer.leave()
    const offline = change(first?.doc ?? new Y.Doc(), set('offline'))
    const reloaded = connect(handle, { doc: docOf(4711, Y.encodeStateAsUpdate(first?.doc ?? new Y.Doc())) })
    reloaded.name()
    reloaded.answer()
    reloaded.write(set('after'))
    await settle(100)
    expect(offline.byteLength).toBeGreaterThan(0)
    expect(handle.doc.getMap('elements').toJSON()).toEqual({ first: 1, sent: 1, offline: 1, after: 1 })
    expect(reloaded.seen.closed).toEqual([])
  })

  test('a program that is back before its old connection was found dead', async () => {
    const { here, handle, settle } = await roomOf({ actor: 'link', isProgram: true })
    const [dead] = here
    dead?.write(set('before'))
    const doc = dead?.doc ?? new Y.Doc()
    set('unsent')(doc)
    const back = connect(handle, { actor: 'link', isProgram: true, doc })
    back.name()
    back.answer()
    back.write(set('more'))
    await settle(OWNER_PATIENCE)
    expect(handle.doc.getMap('elements').has('unsent')).toBe(false)
    await settle(1000)
    back.answer()
    await settle(100)
    expect(handle.doc.getMap('elements').toJSON()).toEqual({ first: 1, before: 1, unsent: 1, more: 1 })
    back.write(set('and more'))
    await settle(100)
    expect(handle.doc.getMap('elements').has('and more')).toBe(true)
    expect(back.seen.closed).toEqual([])
  })

  test('[S3] the first one back after a crash, who has what the others did not save', async () => {
    const { here, rooms, history, hold, commits, settle } = await roomOf({ actor: 'kim' }, { actor: 'lee' })
    const [kim, lee] = here
    hold.commits = true
    for (const [writer, reader] of [
      [kim, lee],
      [lee, kim],
      [kim, lee],
    ] as const) {
      writer?.write((doc) => doc.getText('t').insert(doc.getText('t').length, 'word '))
      await settle(100)
      reader?.apply()
    }
    await history.acquire?.(BOARD)
    hold.commits = false
    for (const commit of commits) commit.resolve()
    await settle(100)
    expect(kim?.seen.closed).toEqual(['unavailable'])
    const handle = await rooms.open(BOARD)
    expect(handle.doc.getText('t').length).toBe(0)
    const back = [kim, lee].map((client, i) => {
      const again = connect(handle, { actor: i === 0 ? 'kim' : 'lee', doc: client?.doc ?? new Y.Doc() })
      again.name()
      return again
    })
    for (let round = 0; round < 10; round++) {
      for (const client of back) client.answer()
      await settle(250)
    }
    expect(handle.doc.getText('t').toJSON()).toBe('word word word ')
    for (const client of back) {
      client.write((doc) => doc.getText('t').insert(0, 'on '))
      expect(client.seen.closed).toEqual([])
    }
  })

  test('[S3] the first one back after a crash, who has the work of one who does not come back', async () => {
    const { rooms, settle } = setUp()
    const gone = docOf(8)
    set('unsaved')(gone)
    const handle = await rooms.open(BOARD)
    const lee = connect(handle, { actor: 'lee', doc: docOf(7, Y.encodeStateAsUpdate(gone)) })
    lee.name()
    lee.answer()
    await settle(100)
    expect(handle.doc.getMap('elements').has('unsaved')).toBe(true)
    expect(lee.seen.closed).toEqual([])
  })

  test('[S2] one who has others’ work, whose owners are here and never bring it', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const lee = docOf(8)
    set('lees')(lee)
    const silent = connect(handle, { actor: 'lee', doc: docOf(8) })
    silent.name()
    const kim = connect(handle, { wantsSaved: true, doc: docOf(7, Y.encodeStateAsUpdate(lee)) })
    kim.name()
    kim.answer()
    await settle(1000)
    expect(handle.doc.getMap('elements').has('lees')).toBe(false)
    // Another's commit, with which everybody is told what is saved.
    void handle.change({ actor: 'server', connection: 'test' }, set('other'))
    await settle(3000)
    expect(kim.saved().at(-1)?.messages ?? 0).toBe(0)
    await settle(OWNER_PATIENCE)
    kim.answer()
    await settle(1000)
    expect(handle.doc.getMap('elements').has('lees')).toBe(true)
    expect(kim.saved().at(-1)?.messages).toBe(2)
  })
})

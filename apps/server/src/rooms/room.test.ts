import { decodeAwarenessEntries, encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import {
  encodeAwareness,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
  MESSAGE_QUERY_AWARENESS,
} from '@gamelan/protocol/sync/messages'
import { SYNC_MESSAGE_BYTES } from '@gamelan/protocol/limits'
import type { Role } from '@gamelan/protocol/roles'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  AWARENESS_ENTRIES,
  BACKLOG,
  BOARD_BYTES,
  BOARD_ELEMENTS,
  MORE_FOR_EDITORS,
  MORE_FOR_FACILITATORS,
  PEOPLE_PER_BOARD,
  PRESENCE_BACKLOG,
  QUESTIONS_AT_ONCE,
  STATE_VECTOR_BYTES,
  STRUCTS_PER_SECOND,
  UPDATE_PARTS,
  WAITING_BYTES_PER_BOARD,
} from '../limits.ts'
import { KEYFRAME_EVERY } from './keyframes.ts'
import { BOARD, connect, setUp } from './rooms.fake.ts'
import { encodeStateVectorOf } from './state-vector.ts'

/** Presence of so many made-up people. */
const awarenessOf = (people: number) =>
  encodeAwarenessEntries(
    Array.from({ length: people }, (_, clientId) => ({ clientId, clock: 1, state: '{}' })),
  )

/** A state vector of so many made-up ids, each of four bytes or more. */
const stateVectorOf = (ids: number) =>
  encodeStateVectorOf(new Map(Array.from({ length: ids }, (_, n) => [2 ** 16 + n, 1])))

/** An update of so many collected structs under one client id, two bytes each. */
function collected(client: number, structs: number): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const value of [1, structs, client, 0]) encoding.writeVarUint(encoder, value)
  for (let i = 0; i < structs; i++) encoding.writeUint8Array(encoder, GC_OF_ONE)
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

const GC_OF_ONE = Uint8Array.of(0, 1)

/** The type of a message that nobody knows: it costs what it weighs, and is ignored. */
const UNKNOWN_MESSAGE = 99

describe('a room', () => {
  test('[S1] answers step 1 with what is missing, and sends changes on to all but their author', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const [kim, lee] = [connect(handle), connect(handle, { actor: 'lee' })]
    expect(kim.types()).toEqual(['step1'])
    kim.sync()
    lee.sync()
    expect(lee.doc.getMap('elements').toJSON()).toEqual({ first: 1 })
    kim.write((doc) => doc.getMap('elements').set('second', 2))
    await settle()
    expect(lee.types()).toEqual(['update'])
    expect(kim.types()).toEqual([])
    lee.apply()
    expect(lee.doc.getMap('elements').toJSON()).toEqual({ first: 1, second: 2 })
  })

  test('[S8] gives all who join the very same bytes, until something changes', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const frames = Array.from({ length: 5 }, () => {
      const joiner = connect(handle)
      joiner.peer.receive(encodeStep1(Y.encodeStateVector(joiner.doc)))
      return joiner.seen.frames.at(-1)
    })
    expect(new Set(frames).size).toBe(1)
    void handle.change({ actor: 'server', connection: 'test' }, (doc) =>
      doc.getMap('elements').set('second', 2),
    )
    await settle(100)
    const late = connect(handle)
    late.sync()
    expect(late.doc.getMap('elements').toJSON()).toEqual({ first: 1, second: 2 })
  })

  test('merges what comes within a tick when it is busy, and everybody gets the same bytes', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const people = Array.from({ length: 60 }, (_, i) => connect(handle, { actor: `p${i}` }))
    for (const person of people) person.sync()
    const [a, b, onlooker, other] = people
    a?.write((doc) => doc.getMap('elements').set('one', 1))
    await settle()
    a?.write((doc) => doc.getMap('elements').set('two', 2))
    b?.write((doc) => doc.getMap('elements').set('three', 3))
    await settle()
    expect(onlooker?.types()).toEqual(['update'])
    await settle(20)
    expect(onlooker?.types()).toEqual(['update', 'update'])
    expect(onlooker?.seen.frames.at(-1)).toBe(other?.seen.frames.at(-1))
    for (const person of [onlooker, a, b]) {
      person?.apply()
      expect(person?.doc.getMap('elements').toJSON()).toEqual({ first: 1, one: 1, two: 2, three: 3 })
    }
  })

  test("[A1] does not look at a viewer's writes", async () => {
    const { rooms, settle, log } = setUp()
    const handle = await rooms.open(BOARD)
    const viewer = connect(handle, { role: 'viewer' })
    viewer.sync()
    viewer.write((doc) => doc.getMap('elements').set('second', 2))
    viewer.peer.receive(encodeStep2(Uint8Array.of(9, 9, 9)))
    await settle(100)
    expect(log).toHaveLength(1)
    expect(viewer.seen.closed).toEqual([])
    expect(handle.doc.getMap('elements').toJSON()).toEqual({ first: 1 })
  })

  test('[S5] refuses one, and the others never notice', async () => {
    const { rooms, settle, log } = setUp()
    const handle = await rooms.open(BOARD)
    const [kim, mallory, eve] = [connect(handle), connect(handle), connect(handle)]
    for (const peer of [kim, mallory, eve]) peer.sync()
    mallory.peer.receive(encodeUpdate(Uint8Array.of(0, 1, 7, 1, 100, 100)))
    eve.peer.receive(Uint8Array.of(0, 2))
    expect(mallory.seen.closed).toEqual(['refused'])
    expect(eve.seen.closed).toEqual(['malformed'])
    kim.write((doc) => doc.getMap('elements').set('second', 2))
    await settle(100)
    expect(kim.seen.closed).toEqual([])
    expect(kim.types()).toEqual([])
    expect(log).toHaveLength(2)
  })

  test.each([
    ['an awareness update that is none', encodeAwareness(Uint8Array.of(5, 1))],
    ['one of more people than there can be', encodeAwareness(awarenessOf(AWARENESS_ENTRIES + 1))],
    ['a state vector that is none', encodeStep1(Uint8Array.of(5, 1))],
    ['one of more ids than a board can have', encodeStep1(stateVectorOf(STATE_VECTOR_BYTES / 4))],
  ])('[S5] closes for %s', async (_what, frame) => {
    const { rooms } = setUp()
    const handle = await rooms.open(BOARD)
    const [kim, mallory] = [connect(handle), connect(handle, { actor: 'mallory' })]
    mallory.got.splice(0)
    mallory.peer.receive(frame)
    expect([kim.seen.closed, mallory.seen.closed]).toEqual([[], ['malformed']])
    expect(mallory.types()).toEqual([])
  })

  test('[S5] [S5a] asks for what is missing, logs nothing until it is there, and does not loop', async () => {
    const { rooms, settle, log } = setUp()
    const handle = await rooms.open(BOARD)
    const kim = connect(handle)
    kim.sync()
    kim.doc.getMap('elements').set('never sent', 1)
    kim.write((doc) => doc.getMap('elements').set('sent', 2))
    kim.write((doc) => doc.getMap('elements').set('sent, too', 3))
    await settle(100)
    expect(kim.types()).toEqual(['step1'])
    expect(log).toHaveLength(1)
    const gap = new Y.Doc()
    gap.getMap('elements').set('a', 1)
    const before = Y.encodeStateVector(gap)
    gap.getMap('elements').set('b', 1)
    const holed = Y.encodeStateAsUpdate(gap, before)
    for (let i = 0; i < 20; i++) kim.peer.receive(encodeStep2(holed))
    expect(kim.types().length).toBeLessThan(10)
    expect(kim.seen.closed).toEqual(['refused'])
  })

  test('[S2] tells who asked what is committed, when it is', async () => {
    const { rooms, settle, hold, commits } = setUp()
    const handle = await rooms.open(BOARD)
    const kim = connect(handle, { wantsSaved: true })
    expect(kim.saved()).toMatchObject([{ seq: 1, messages: 0 }])
    kim.sync()
    hold.commits = true
    kim.write((doc) => doc.getMap('elements').set('second', 2))
    await settle()
    expect(kim.saved()).toMatchObject([{ seq: 1, messages: 1 }])
    commits[0]?.resolve()
    await settle()
    const [, last] = kim.saved()
    expect(last).toMatchObject({ seq: 2, messages: 2 })
    expect(Y.decodeStateVector(last?.stateVector ?? new Uint8Array(0))).toEqual(
      new Map([[kim.doc.clientID, 1]]),
    )
  })

  test('[S2] does not count what rests on something missing before that has come', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const kim = connect(handle, { wantsSaved: true })
    kim.sync()
    await settle(100)
    kim.doc.getMap('elements').set('never sent', 1)
    kim.write((doc) => doc.getMap('elements').set('sent', 2))
    // Another's commit, with which everybody is told what is saved.
    void handle.change({ actor: 'server', connection: 'test' }, (doc) =>
      doc.getMap('elements').set('other', 1),
    )
    await settle(3000)
    expect(kim.saved().at(-1)).toMatchObject({ seq: 2, messages: 1 })
    kim.answer()
    await settle(1000)
    expect(kim.saved().at(-1)?.messages).toBe(3)
  })

  test('[S2] does not count what it is told again before that is committed', async () => {
    const { rooms, settle, hold, commits } = setUp()
    const handle = await rooms.open(BOARD)
    const first = connect(handle)
    first.sync()
    hold.commits = true
    const update = first.write((doc) => doc.getMap('elements').set('second', 2))
    await settle()
    first.peer.leave()
    const again = connect(handle, { wantsSaved: true })
    again.got.splice(0)
    again.peer.receive(encodeStep2(update))
    await settle()
    expect(again.saved()).toEqual([])
    commits[0]?.resolve()
    await settle()
    expect(again.saved()).toMatchObject([{ seq: 2, messages: 1 }])
  })

  test('[H2] keeps the whole document after so many updates, at a committed position', async () => {
    const { rooms, settle, keyframes, log } = setUp()
    const handle = await rooms.open(BOARD)
    const kim = connect(handle)
    kim.sync()
    for (let i = 0; i < KEYFRAME_EVERY + 100; i++) kim.write((doc) => doc.getMap('elements').set('xy', i))
    await settle(100)
    expect(keyframes.map(({ seq }) => seq)).toEqual([KEYFRAME_EVERY])
    const whole = new Y.Doc()
    Y.applyUpdate(whole, keyframes[0]?.update ?? new Uint8Array(0))
    const replayed = new Y.Doc()
    for (const update of log.slice(0, KEYFRAME_EVERY)) Y.applyUpdate(replayed, update)
    expect(whole.getMap('elements').toJSON()).toEqual(replayed.getMap('elements').toJSON())
  })

  test('[H2] keeps no document whose position is not committed', async () => {
    const { rooms, settle, keyframes, hold, commits } = setUp()
    const handle = await rooms.open(BOARD)
    const kim = connect(handle)
    kim.sync()
    hold.commits = true
    kim.write((doc) => doc.getMap('elements').set('xy', 'first'))
    await settle()
    for (let i = 0; i < KEYFRAME_EVERY + 100; i++) kim.write((doc) => doc.getMap('elements').set('xy', i))
    commits[0]?.resolve()
    await settle(25)
    expect(handle.seq).toBe(2)
    expect(keyframes).toEqual([])
    commits[1]?.resolve()
    await settle()
    expect(keyframes).toHaveLength(1)
  })

  test('[A4] ends those whom it concerns, and shows them nothing after that', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const [kim, lee] = [connect(handle), connect(handle, { actor: 'lee' })]
    kim.sync()
    lee.sync()
    rooms.end(BOARD, ({ actor }) => actor === 'lee', 'forbidden')
    kim.write((doc) => doc.getMap('elements').set('second', 2))
    lee.write((doc) => doc.getMap('elements').set('third', 3))
    await settle(100)
    expect(lee.seen.closed).toEqual(['forbidden'])
    expect(lee.types()).toEqual([])
    expect(handle.doc.getMap('elements').toJSON()).toEqual({ first: 1, second: 2 })
  })

  test('[S1] sends something every while to a client that hears nothing, since it would give up', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const kim = connect(handle)
    kim.sync()
    for (let i = 0; i < 6; i++) await settle(10_000)
    expect(kim.types().filter((type) => type === 'awareness').length).toBeGreaterThanOrEqual(4)
  })
})

describe('[S6] a reader that does not read', () => {
  test('gets no presence from an earlier bound on, then no second document, and all of it when it has read', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const [kim, slow] = [connect(handle), connect(handle, { actor: 'slow' })]
    kim.sync()
    slow.sync()
    slow.seen.buffered = PRESENCE_BACKLOG + 1
    kim.name()
    slow.peer.receive(encodeStep1(Uint8Array.of(0)))
    kim.write((doc) => doc.getMap('elements').set('e', 1))
    await settle(1000)
    expect(slow.types()).toEqual(['update'])
    slow.seen.buffered = 0
    await settle(1000)
    expect(slow.types()).toEqual(['update', 'step2', 'awareness'])
    expect(slow.seen.closed).toEqual([])
  })

  test('gets no updates from the bound on, and the difference when it has read', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const [kim, slow] = [connect(handle), connect(handle, { actor: 'slow' })]
    kim.sync()
    slow.sync()
    slow.seen.buffered = 5_000_000
    for (let i = 0; i < 5; i++) {
      kim.write((doc) => doc.getMap('elements').set(`e${i}`, i))
      await settle()
    }
    expect(slow.types()).toEqual(['update'])
    slow.seen.buffered = 0
    await settle(1000)
    slow.apply()
    expect(slow.doc.getMap('elements').toJSON()).toEqual(kim.doc.getMap('elements').toJSON())
    expect(slow.seen.closed).toEqual([])
  })

  test('is closed when it reads nothing for long, and not while it reads slowly', async () => {
    const { rooms, settle } = setUp()
    const handle = await rooms.open(BOARD)
    const [kim, stuck, slow] = [connect(handle), connect(handle), connect(handle)]
    for (const peer of [kim, stuck, slow]) peer.sync()
    stuck.seen.buffered = 5_000_000
    slow.seen.buffered = 5_000_000
    kim.write((doc) => doc.getMap('elements').set('e', 1))
    for (let i = 0; i < 200; i++) {
      slow.seen.buffered -= 1000
      await settle(250)
    }
    expect(stuck.seen.closed).toEqual(['tooSlow'])
    expect(slow.seen.closed).toEqual([])
  })
})

test('[S6] one who writes and never reads is closed, though the others are silent', async () => {
  const { rooms, settle } = setUp()
  const handle = await rooms.open(BOARD)
  const kim = connect(handle, { wantsSaved: true })
  kim.sync()
  await settle(250)
  kim.seen.buffered = BACKLOG * 2
  kim.peer.receive(encodeUpdate(Uint8Array.of(0, 0)))
  await settle()
  await settle(250)
  expect(kim.seen.closed).toEqual(['tooSlow'])
})

test('[A6] [S5] who asks again and again for everybody is closed', async () => {
  const { rooms } = setUp()
  const kim = connect(await rooms.open(BOARD))
  const query = Uint8Array.of(MESSAGE_QUERY_AWARENESS)
  for (let i = 0; i < QUESTIONS_AT_ONCE; i++) kim.peer.receive(query)
  expect(kim.seen.closed).toEqual([])
  kim.peer.receive(query)
  expect(kim.seen.closed).toEqual(['tooMany'])
})

test('[A6] [S5] one more than a board has room for is sent away for later', async () => {
  const { rooms } = setUp()
  const handle = await rooms.open(BOARD)
  const come = (role: Role, count: number) => Array.from({ length: count }, () => connect(handle, { role }))
  const isCrowded = (role: Role) => come(role, 1)[0]?.seen.closed
  const people = come('viewer', PEOPLE_PER_BOARD)
  expect(isCrowded('viewer')).toEqual(['crowded'])
  people[0]?.peer.leave()
  people.push(...come('viewer', 1))
  // Those who look keep nobody out who draws, nor do those who draw keep out a facilitator.
  people.push(...come('editor', MORE_FOR_EDITORS))
  expect(isCrowded('editor')).toEqual(['crowded'])
  people.push(...come('facilitator', MORE_FOR_FACILITATORS))
  expect(isCrowded('facilitator')).toEqual(['crowded'])
  expect(people.flatMap(({ seen }) => seen.closed)).toEqual([])
})

test('[A6] [S5] who adds to a full board is told so, and whoever moves what is there goes on', async () => {
  const { rooms, settle, log } = setUp()
  const handle = await rooms.open(BOARD)
  const [kim, lee] = [connect(handle), connect(handle, { actor: 'lee' })]
  kim.sync()
  lee.sync()
  kim.write((doc) => {
    for (let i = 1; i < BOARD_ELEMENTS; i++) doc.getMap('elements').set(`e${String(i)}`, i)
  })
  await settle(1000)
  expect(kim.seen.closed).toEqual([])
  lee.apply()
  lee.write((doc) => doc.getMap('elements').set('e7', 'moved'))
  expect(lee.seen.closed).toEqual([])
  lee.write((doc) => doc.getMap('elements').set('one more', 1))
  expect(lee.seen.closed).toEqual(['full'])
  await settle(1000)
  expect(log).toHaveLength(3)
  // A hundred thousand elements take a while on a busy machine.
}, 60_000)

test('[S12] [S5] past what may wait of theirs, writers are told, and all others go on', async () => {
  const { rooms, settle, hold, commits } = setUp()
  const handle = await rooms.open(BOARD)
  const [kim, lee] = [connect(handle), connect(handle)]
  kim.sync()
  lee.sync()
  hold.commits = true
  kim.write((doc) => doc.getText('t').insert(0, 'x'.repeat(WAITING_BYTES_PER_BOARD / 2 - 1000)))
  await settle()
  commits[0]?.reject(new Error('away'))
  await settle()
  expect(kim.seen.closed).toEqual([])
  kim.write((doc) => doc.getText('t').insert(0, 'y'.repeat(1000)))
  expect(kim.seen.closed).toEqual(['unavailable'])
  await settle()
  const change = handle.change({ actor: 'server', connection: 'test' }, (doc) =>
    doc.getText('t').insert(0, 'z'),
  )
  lee.write((doc) => doc.getText('t').insert(0, 'z'))
  expect(lee.seen.closed).toEqual([])
  await settle(100)
  for (let i = 1; i < 4; i++) {
    commits[i]?.resolve()
    await settle(100)
  }
  await expect(change).resolves.toEqual({ seq: 3 })
  // Sixteen megabytes take a while on a busy machine.
}, 60_000)

test('[A6] a change of the server that would not fit on the board is refused before it is made', async () => {
  const { rooms, settle } = setUp()
  const handle = await rooms.open(BOARD)
  const author = { actor: 'kim', connection: 'an import' }
  let made = 0
  const change = (adds: { bytes: number; elements: number }) => handle.change(author, () => (made += 1), adds)
  await expect(change({ bytes: 0, elements: BOARD_ELEMENTS })).rejects.toMatchObject({
    code: 'drawing-too-large',
  })
  await expect(change({ bytes: BOARD_BYTES, elements: 0 })).rejects.toMatchObject({
    code: 'drawing-too-large',
  })
  expect(made).toBe(0)
  await change({ bytes: 1000, elements: 1 })
  expect(made).toBe(1)
  await settle()
})

test('[S8] who joins with something that the board has not gets the same bytes as all others', async () => {
  const { rooms } = setUp()
  const handle = await rooms.open(BOARD)
  const [fresh, drawn] = [connect(handle), connect(handle, { actor: 'lee' })]
  drawn.doc.getMap('elements').set('offline', 1)
  fresh.sync()
  drawn.sync()
  expect(drawn.doc.getMap('elements').toJSON()).toEqual({ first: 1, offline: 1 })
  expect(drawn.seen.frames.at(-1)).toBe(fresh.seen.frames.at(-1))
  const known = connect(handle, { doc: fresh.doc })
  known.sync()
  expect(known.seen.frames.at(-1)?.byteLength).toBeLessThan(fresh.seen.frames.at(-1)?.byteLength ?? 0)
})

test('[A6] [S5] the structs that a connection may send are bounded, known ones among them', async () => {
  const { rooms, clock } = setUp()
  const kim = connect(await rooms.open(BOARD))
  const most = encodeUpdate(collected(9, UPDATE_PARTS - 10))
  for (let n = 0; n < 2; n++) kim.peer.receive(most)
  clock.advance(1000)
  kim.peer.receive(encodeUpdate(collected(9, STRUCTS_PER_SECOND)))
  expect(kim.seen.closed).toEqual([])
  kim.peer.receive(encodeUpdate(collected(9, 1000)))
  expect(kim.seen.closed).toEqual(['tooMany'])
}, 60_000)

test('[S7] however often many move, a receiver gets one frame of all of them a tick', async () => {
  const { rooms, settle } = setUp()
  const handle = await rooms.open(BOARD)
  const people = Array.from({ length: 5 }, (_, i) => connect(handle, { actor: `p${i}` }))
  const onlooker = connect(handle, { actor: 'onlooker' })
  await settle(1000)
  onlooker.got.splice(0)
  const ticks = 4
  for (let clock = 1; clock <= ticks * 16; clock++) {
    for (const { doc, peer } of people) {
      const entry = { clientId: doc.clientID, clock, state: `{"cursor":${clock}}` }
      peer.receive(encodeAwareness(encodeAwarenessEntries([entry])))
    }
    await settle(2)
  }
  await settle(1000)
  const frames = onlooker.got.flatMap((message) =>
    message.type === 'awareness' ? [decodeAwarenessEntries(message.update, 100)?.length] : [],
  )
  expect(frames.length).toBeGreaterThan(1)
  expect(frames.length).toBeLessThanOrEqual(ticks + 2)
  // The first to move in a while is shown at once.
  expect(frames.slice(1)).toEqual(frames.slice(1).map(() => people.length))
})

describe('[A6] [S5] the bytes that a connection may send', () => {
  test('are enough for 200 changes a second, and for two frames of the largest size at once', async () => {
    const { rooms, clock } = setUp()
    const handle = await rooms.open(BOARD)
    const [kim, lee] = [connect(handle), connect(handle, { actor: 'lee' })]
    for (let second = 0; second < 60; second++) {
      for (let n = 0; n < 200; n++) kim.peer.receive(new Uint8Array(500).fill(UNKNOWN_MESSAGE))
      clock.advance(1000)
    }
    const largest = new Uint8Array(SYNC_MESSAGE_BYTES).fill(UNKNOWN_MESSAGE)
    for (let n = 0; n < 2; n++) lee.peer.receive(largest)
    expect([kim.seen.closed, lee.seen.closed]).toEqual([[], []])
  })

  test('are bounded: past that it is closed', async () => {
    const { rooms } = setUp()
    const kim = connect(await rooms.open(BOARD))
    const frame = new Uint8Array(SYNC_MESSAGE_BYTES / 2).fill(UNKNOWN_MESSAGE)
    for (let n = 0; n < 4; n++) kim.peer.receive(frame)
    expect(kim.seen.closed).toEqual([])
    kim.peer.receive(frame)
    expect(kim.seen.closed).toEqual(['tooMany'])
  })
})

/** Attacks on a room, byte by byte. In each a neighbour goes on drawing, and sees and loses nothing. */
import { decodeAwarenessEntries, encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import { encodeAwareness, encodeStep1, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { AWARENESS_IDS, CLOCK_LIMIT, QUESTIONS_AT_ONCE } from '../limits.ts'
import { change, docOf } from './admission.fake.ts'
import { BOARD, connect, setUp } from './rooms.fake.ts'

const VICTIM = 0xfedcba98

/** Kim draws under a known id, Mallory is on the same board, and Lee watches. */
async function scene() {
  const world = setUp()
  const handle = await world.rooms.open(BOARD)
  const kim = connect(handle, { actor: 'kim', wantsSaved: true, doc: docOf(VICTIM) })
  const mallory = connect(handle, { actor: 'mallory' })
  const lee = connect(handle, { actor: 'lee' })
  for (const client of [kim, mallory, lee]) {
    client.sync()
    client.name()
    client.peer.receive(encodeStep2(Uint8Array.of(0, 0)))
  }
  kim.write((doc) => doc.getMap('elements').set('before', 1))
  await world.settle(1000)
  mallory.got.splice(0)
  /** Kim draws on, it is saved, Lee has it, and nobody was sent away. */
  const goOn = async () => {
    const sent = world.log.length
    kim.write((doc) => doc.getMap('elements').set('after', 2))
    await world.settle(1000)
    lee.apply()
    expect(lee.doc.getMap('elements').toJSON()).toEqual({ first: 1, before: 1, after: 2 })
    expect(world.log).toHaveLength(sent + 1)
    const nobody = new Y.Doc()
    for (const update of world.log) Y.applyUpdate(nobody, update)
    expect(nobody.getMap('elements').toJSON()).toEqual({ first: 1, before: 1, after: 2 })
    expect([kim.seen.closed, lee.seen.closed]).toEqual([[], []])
  }
  return { ...world, handle, kim, lee, mallory, goOn }
}

/** VICTIM as Yjs writes numbers. */
const VICTIM_BYTES = [0x98, 0xf5, 0xf2, 0xf6, 0x0f]

test('[S5] 16 bytes: a GC struct in the place of what the victim draws next', async () => {
  const { mallory, goOn } = await scene()
  const bytes = Uint8Array.of(1, 1, ...VICTIM_BYTES, 1, 0, 0xc0, 0x84, 0x3d, 0)
  expect(bytes.byteLength).toBeLessThanOrEqual(16)
  mallory.peer.receive(encodeUpdate(bytes))
  expect(mallory.seen.closed).toEqual(['refused'])
  await goOn()
})

test('[S5] the same in an answer to step 1', async () => {
  const { mallory, goOn } = await scene()
  mallory.peer.receive(encodeStep2(Uint8Array.of(1, 1, ...VICTIM_BYTES, 1, 0, 0xc0, 0x84, 0x3d, 0)))
  expect(mallory.seen.closed).toEqual(['refused'])
  await goOn()
})

test('[S5] the same against one who has not drawn yet, and whose id is known from awareness alone', async () => {
  const { mallory, lee, handle, settle } = await scene()
  const encoder = encoding.createEncoder()
  for (const value of [1, 1, lee.doc.clientID, 0, 0, 1000, 0]) encoding.writeVarUint(encoder, value)
  mallory.peer.receive(encodeUpdate(encoding.toUint8Array(encoder)))
  expect(mallory.seen.closed).toEqual(['refused'])
  lee.write((doc) => doc.getMap('elements').set('lees', 1))
  await settle(100)
  expect(handle.doc.getMap('elements').has('lees')).toBe(true)
})

test('[S5] 11 bytes: a deletion of all that the victim will ever draw', async () => {
  const { mallory, goOn } = await scene()
  const bytes = Uint8Array.of(0, 1, ...VICTIM_BYTES, 1, 1, 0x90, 0x4e)
  mallory.peer.receive(encodeUpdate(bytes))
  expect(mallory.seen.closed).toEqual(['refused'])
  await goOn()
})

test('[S5] 5,000 updates after one that is missing: one question, nothing logged, and then it is too many', async () => {
  const { mallory, goOn, log } = await scene()
  const author = docOf(4711)
  change(author, (doc) => doc.getMap('elements').set('missing', 1))
  const before = log.length
  for (let i = 0; i < 5000; i++) {
    mallory.peer.receive(encodeUpdate(change(author, (doc) => doc.getMap('elements').set('x', i))))
  }
  expect(mallory.types()).toEqual(['step1'])
  expect(mallory.seen.closed).toEqual(['tooMany'])
  expect(log).toHaveLength(before)
  await goOn()
})

test('[S5] clocks beyond all bounds', async () => {
  const { mallory, goOn } = await scene()
  const encoder = encoding.createEncoder()
  for (const value of [1, 1, 9, 0, 0, CLOCK_LIMIT + 1, 0]) encoding.writeVarUint(encoder, value)
  mallory.peer.receive(encodeUpdate(encoding.toUint8Array(encoder)))
  expect(mallory.seen.closed).toEqual(['refused'])
  await goOn()
})

test('[S5] 7 bytes: a struct of no length, on which Yjs goes round for ever', async () => {
  const { mallory, goOn } = await scene()
  mallory.peer.receive(encodeUpdate(Uint8Array.of(1, 1, 9, 0, 0, 0, 0)))
  expect(mallory.seen.closed).toEqual(['malformed'])
  await goOn()
})

test('[S5] 16 MB of two bytes a struct: no more of them is read than the limit', async () => {
  const { mallory, goOn } = await scene()
  const structs = 8_000_000
  const encoder = encoding.createEncoder()
  for (const value of [1, structs, 9, 0]) encoding.writeVarUint(encoder, value)
  const head = encoding.toUint8Array(encoder)
  const bytes = new Uint8Array(head.byteLength + 2 * structs + 1)
  bytes.set(head)
  // GC is 0, its length 1.
  for (let i = 0; i < structs; i++) bytes[head.byteLength + 2 * i + 1] = 1
  mallory.peer.receive(encodeUpdate(bytes))
  expect(mallory.seen.closed).toEqual(['refused'])
  await goOn()
})

test('[S5] a million values in one', async () => {
  const { mallory, goOn } = await scene()
  const list = Array.from({ length: 1_000_000 }, () => true)
  mallory.write((doc) => doc.getMap('elements').set('list', list))
  expect(mallory.seen.closed).toEqual(['refused'])
  await goOn()
})

test('[M11] [S5] __proto__ as a key, wherever it stands', async () => {
  const poison = JSON.parse('{"__proto__": {"polluted": true}}') as object
  const writes: readonly ((doc: Y.Doc) => void)[] = [
    (doc) => doc.getMap('elements').set('__proto__', 1),
    (doc) => doc.getMap('elements').set('a', poison),
    (doc) => doc.getMap('elements').set('a', [{ deep: poison }]),
    (doc) => doc.getText('t').insertEmbed(0, poison),
    (doc) => doc.getText('t').insert(0, 'x', JSON.parse('{"__proto__": true}') as object),
  ]
  for (const write of writes) {
    const { mallory, goOn } = await scene()
    mallory.write(write)
    expect(mallory.seen.closed).toEqual(['refused'])
    await goOn()
  }
})

test('[A6] [S5] step 1 again and again, four bytes that ask for everything', async () => {
  const { mallory, goOn } = await scene()
  const frame = encodeStep1(Uint8Array.of(0))
  expect([...frame]).toEqual([0, 0, 1, 0])
  for (let i = 0; i <= QUESTIONS_AT_ONCE; i++) mallory.peer.receive(frame)
  expect(mallory.seen.closed).toEqual(['tooMany'])
  await goOn()
})

test('[S7] [A6] made-up people: others hear of a few, however many come and go', async () => {
  const { mallory, lee, settle, goOn } = await scene()
  lee.apply()
  const heard = new Set<number>()
  for (let i = 0; i < 200; i++) {
    for (const state of ['{}', 'null']) {
      const entries = Array.from({ length: 10 }, (_, k) => ({ clientId: i * 10 + k, clock: i + 1, state }))
      mallory.peer.receive(encodeAwareness(encodeAwarenessEntries(entries)))
      await settle(50)
    }
    for (const message of lee.got.splice(0)) {
      if (message.type !== 'awareness') continue
      for (const { clientId } of decodeAwarenessEntries(message.update, 2000) ?? []) heard.add(clientId)
    }
  }
  heard.delete(VICTIM)
  expect(heard.size).toBeLessThanOrEqual(AWARENESS_IDS)
  await goOn()
})

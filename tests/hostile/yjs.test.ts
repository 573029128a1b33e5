/**
 * What FINDINGS knows of attacks on Yjs, over a real socket: each fails, and two honest people notice nothing.
 */
import { describe, expect, test } from 'vitest'
import { SYNC_MESSAGE_BYTES } from '@gamelan/protocol/limits'
import { encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { encodeAwareness, encodeStep1, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { AWARENESS_IDS, CLOCK_LIMIT, QUESTIONS_AT_ONCE } from '../../apps/server/src/limits.ts'
import { change, docOf, forged } from '../../apps/server/src/rooms/admission.fake.ts'
import { integer, seeded } from '../bench/model/random.ts'
import { mutate, realFrames } from '../faults/mutations.ts'
import { bearer } from './scene.ts'
import { world } from './world.ts'

const scene = world()

/** Sends one frame. Answers with what code the connection is closed. */
async function closedFor(frame: Uint8Array | string): Promise<number> {
  const mallory = scene.attack()
  await mallory.send(frame)
  return mallory.closed
}

/** So many values of one key of one client, each written as if there were none. */
function unaware(count: number): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const value of [1, count, 4242, 0]) encoding.writeVarUint(encoder, value)
  for (let i = 0; i < count; i++) {
    // A value (8) of a key (32) of a root type (1).
    encoding.writeUint8(encoder, 32 | 8)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, 'elements')
    encoding.writeVarString(encoder, 'k')
    encoding.writeVarUint(encoder, 1)
    encoding.writeAny(encoder, i % 7)
  }
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

const victim = () => scene.honest[0].doc
const clock = () => Y.getState(victim().store, victim().clientID)

describe('[S5] a client id that belongs to another', () => {
  test('a GC struct in the place of what the victim draws next', async () => {
    const poison = forged([{ client: victim().clientID, clock: clock(), length: 10_000 }])
    expect(await closedFor(encodeUpdate(poison))).toBe(CLOSE_CODES.refused)
    expect(await closedFor(encodeStep2(poison))).toBe(CLOSE_CODES.refused)
  })

  test('a deletion of all that the victim will ever draw', async () => {
    const deletion = forged([], [{ client: victim().clientID, clock: clock(), length: 10_000 }])
    expect(await closedFor(encodeUpdate(deletion))).toBe(CLOSE_CODES.refused)
    expect(await closedFor(encodeStep2(deletion))).toBe(CLOSE_CODES.refused)
  })

  test('a change in the name of the victim', async () => {
    const twin = docOf(1, Y.encodeStateAsUpdate(victim()))
    twin.clientID = victim().clientID
    const update = change(twin, (doc) => doc.getMap('elements').set('in their name', 1))
    expect(await closedFor(encodeUpdate(update))).toBe(CLOSE_CODES.refused)
    expect(scene.honest[1].elements.has('in their name')).toBe(false)
  })
})

describe('[S5] [A6] messages that cost more than they weigh', () => {
  test('4,999 updates after one that is missing', async () => {
    const author = docOf(4711)
    change(author, (doc) => doc.getMap('elements').set('missing', 1))
    const mallory = scene.attack()
    for (let i = 0; i < 4999; i++)
      await mallory.send(encodeUpdate(change(author, (doc) => doc.getMap('elements').set('gap', i))))
    expect(await mallory.closed).toBe(CLOSE_CODES.tooMany)
    // Its own greeting, and one question.
    expect(mallory.got.filter(({ type }) => type === 'step1').length).toBeLessThanOrEqual(2)
    expect(scene.honest[0].elements.has('gap')).toBe(false)
  })

  test('step 1 again and again, four bytes that ask for everything', async () => {
    const mallory = scene.attack()
    for (let i = 0; i <= QUESTIONS_AT_ONCE; i++) await mallory.send(encodeStep1(Uint8Array.of(0)))
    expect(await mallory.closed).toBe(CLOSE_CODES.tooMany)
  })

  test('60,000 changes of one key that know nothing of each other: Yjs goes through all of them for each', async () => {
    const mallory = scene.attack()
    await mallory.send(encodeUpdate(unaware(60_000)))
    expect(await mallory.closed).toBe(CLOSE_CODES.tooMany)
  })

  test('a state vector that never ends, clocks beyond all bounds, structs of no length', async () => {
    const endless = new Uint8Array(1024 * 1024).fill(1)
    expect(await closedFor(encodeStep1(endless))).toBe(CLOSE_CODES.malformed)
    const far = forged([{ client: 9, clock: 0, length: CLOCK_LIMIT + 1 }])
    expect(await closedFor(encodeUpdate(far))).toBe(CLOSE_CODES.refused)
    const none = forged([{ client: 9, clock: 0, length: 0 }])
    expect(await closedFor(encodeUpdate(none))).toBe(CLOSE_CODES.malformed)
  })

  test('a frame over the limit, and what is no frame', async () => {
    expect(await closedFor(new Uint8Array(SYNC_MESSAGE_BYTES + 1))).toBe(CLOSE_CODES.tooBig)
    expect(await closedFor('text')).toBe(CLOSE_CODES.malformed)
    expect(await closedFor(Uint8Array.of(0, 2, 200))).toBe(CLOSE_CODES.malformed)
  })
})

test('[M11] __proto__ as a key, and a value nested without end', async () => {
  const poison = JSON.parse('{"__proto__": {"polluted": true}}') as object
  let deep: unknown = 1
  for (let i = 0; i < 1000; i++) deep = [deep]
  for (const [key, value] of [
    ['__proto__', 1],
    ['a', poison],
    ['a', [{ deep: poison }]],
    ['a', deep],
  ] as const) {
    const update = change(docOf(99), (doc) => doc.getMap('elements').set(key, value))
    expect(await closedFor(encodeUpdate(update))).toBe(CLOSE_CODES.refused)
  }
  expect('polluted' in scene.honest[1].elements.toJSON()).toBe(false)
})

describe('[S7] presence', () => {
  test('made-up people, however many: others hear of a few', async () => {
    const mallory = scene.attack()
    const { awareness } = scene.honest[0].provider
    const before = awareness.meta.size
    for (let i = 0; i < 100; i++) {
      const entries = Array.from({ length: 10 }, (_, k) => ({
        clientId: 1000 + i * 10 + k,
        clock: i + 1,
        state: '{}',
      }))
      await mallory.send(encodeAwareness(encodeAwarenessEntries(entries)))
    }
    await mallory.handled()
    await scene.noticedNothing()
    expect(awareness.meta.size - before).toBeLessThanOrEqual(AWARENESS_IDS)
    mallory.leave()
  })

  test('the highest clock and no state, in the name of the victim: they are seen all the same', async () => {
    const [a, b] = scene.honest
    const isSeen = (mark: string) =>
      b.until(() => b.provider.awareness.getStates().get(a.doc.clientID)?.['mark'] === mark)
    a.provider.awareness.setLocalState({ mark: 'before' })
    await isSeen('before')
    const mallory = scene.attack()
    for (const state of ['null', '{"mark":"forged"}']) {
      const entry = { clientId: a.doc.clientID, clock: 2 ** 32 - 1, state }
      await mallory.send(encodeAwareness(encodeAwarenessEntries([entry])))
    }
    await mallory.handled()
    a.provider.awareness.setLocalState({ mark: 'after' })
    await isSeen('after')
    expect(b.provider.awareness.getStates().get(a.doc.clientID)).toMatchObject({ mark: 'after' })
    mallory.leave()
  })

  test('another’s name and role: the server says who somebody is', async () => {
    const mallory = scene.attack(bearer(scene.board.keys.viewer))
    const user = { id: 'x', name: 'Olu the facilitator', role: 'facilitator', color: '#1864ab' }
    await mallory.send(
      encodeAwareness(encodeAwarenessEntries([{ clientId: 555, clock: 1, state: JSON.stringify({ user }) }])),
    )
    const { awareness } = scene.honest[0].provider
    await scene.honest[0].until(() => awareness.getStates().has(555))
    expect(JSON.stringify(awareness.getStates().get(555))).not.toContain('Olu')
    mallory.leave()
  })
})

test('[S5] frames that were tampered with', async () => {
  const random = seeded(42)
  const frames = realFrames(random, Y.encodeStateAsUpdate(victim()))
  const pick = () => frames[integer(random, 0, frames.length - 1)] ?? Uint8Array.of()
  for (let i = 0; i < 150; i++) {
    const mallory = scene.attack()
    await mallory.send(mutate(random, pick(), pick()))
    await Promise.race([mallory.handled(), mallory.closed]).catch(() => undefined)
    mallory.leave()
  }
  await scene.noticedNothing()
  expect(scene.honest.map(({ provider }) => provider.wsconnected)).toEqual([true, true])
})

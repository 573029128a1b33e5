/**
 * Mutation fuzz of the wire (S5): real frames with bytes changed, cut out, doubled and spliced, as many as one likes.
 * Whatever comes in, the two honest people on the same board notice nothing: they are not sent away, and what one
 * draws the other has. What is let in must be whole: the log, applied to an empty document, gives the live document.
 *
 * INPUTS=1000000 SEED=7 pnpm test tests/faults/wire. Each chunk has a seed of its own, which a failure prints.
 */
import type { CloseReason } from '@gamelan/protocol/sync/close-codes'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, connect, setUp } from '../../apps/server/src/rooms/rooms.fake.ts'
import { integer, seeded } from '../bench/model/random.ts'
import { figure } from './databases.ts'
import { mutate, realFrames } from './mutations.ts'

const INPUTS = figure('INPUTS', 10_000)
const SEED = figure('SEED', Math.floor(Math.random() * 2 ** 31))
/** Inputs on one board. */
const CHUNK = 2500
/** Inputs between two looks at the honest pair. */
const LOOK_EVERY = 50

type Doc = { readonly doc: Y.Doc }

const same = (a: Doc, b: Doc) => {
  expect(Y.encodeStateVector(a.doc)).toEqual(Y.encodeStateVector(b.doc))
  expect(a.doc.getMap('elements').toJSON()).toEqual(b.doc.getMap('elements').toJSON())
}

test(
  '[S5] mutated frames disturb nobody, and what is let in is whole',
  async () => {
    console.log(`fuzz of the wire: seed ${SEED}`)
    const start = performance.now()
    const counts: Counts = { inputs: 0, letIn: 0, closed: new Map() }
    for (let chunk = 0; counts.inputs < INPUTS; chunk++) {
      await fuzz(SEED + chunk, counts)
    }
    const seconds = Math.round((performance.now() - start) / 1000)
    const closed = [...counts.closed].map(([reason, times]) => `${reason} ${times}`).join(', ')
    console.log(
      `fuzz of the wire: ${counts.inputs} inputs in ${seconds} s, ${counts.letIn} let in, connections closed: ${closed}`,
    )
    expect(counts.letIn).toBeGreaterThan(0)
    expect(counts.closed.get('malformed')).toBeGreaterThan(0)
    expect(counts.closed.get('refused')).toBeGreaterThan(0)
  },
  60_000 + INPUTS * 5,
)

/** `closed`: how many connections, by the reason. */
type Counts = { inputs: number; letIn: number; readonly closed: Map<CloseReason, number> }

async function fuzz(seed: number, counts: Counts): Promise<void> {
  const random = seeded(seed)
  const { rooms, settle, log } = setUp()
  const handle = await rooms.open(BOARD)
  const [kim, lee] = [connect(handle), connect(handle, { actor: 'lee', wantsSaved: true })]
  kim.doc.clientID = 2
  lee.doc.clientID = 3
  for (const person of [kim, lee]) person.sync()
  const open = () => connect(handle, { actor: 'mallory', wantsSaved: true })
  let mallory = open()
  let frames: Uint8Array[] = []
  /** The honest pair is still there, and what one draws the other has. */
  async function expectUndisturbed(i: number): Promise<void> {
    const [writer, reader] = random() < 0.5 ? [kim, lee] : [lee, kim]
    writer.write((doc) => doc.getMap('elements').set(`honest ${i}`, i))
    await settle(1000)
    kim.apply()
    lee.apply()
    expect({ seed, i, closed: [...kim.seen.closed, ...lee.seen.closed] }).toEqual({ seed, i, closed: [] })
    expect(reader.doc.getMap('elements').get(`honest ${i}`), `seed ${seed}`).toBe(i)
  }

  for (let i = 0; i < CHUNK; i++) {
    if (i % LOOK_EVERY === 0) {
      frames = realFrames(random, Y.encodeStateAsUpdate(handle.doc))
      await expectUndisturbed(i)
    }
    const [frame, other] = [frames, frames].map((from) => from[integer(random, 0, from.length - 1)])
    mallory.peer.receive(mutate(random, frame ?? Uint8Array.of(), other ?? Uint8Array.of()))
    mallory.got.splice(0)
    mallory.seen.frames.splice(0)
    counts.inputs += 1
    if (mallory.seen.closed.length > 0 || random() < 0.01) {
      for (const reason of mallory.seen.closed)
        counts.closed.set(reason, (counts.closed.get(reason) ?? 0) + 1)
      mallory.peer.leave()
      mallory = open()
    }
  }
  await settle(1000)
  kim.apply()
  lee.apply()
  counts.letIn += log.length - 1
  const replayed = new Y.Doc()
  for (const update of log) Y.applyUpdate(replayed, update)
  same(kim, lee)
  same(kim, handle)
  same({ doc: replayed }, handle)
}

/**
 * Mutation fuzz of the wire (S5): real frames with bytes changed, cut out, doubled and spliced, as many as one likes.
 * Whatever comes in, the two honest people on the same board notice nothing: they are not sent away, and what one
 * draws the other has. What is let in must be whole: the log, applied to an empty document, gives the live document.
 *
 * INPUTS=1000000 SEED=7 pnpm test tests/faults/wire. Each chunk has a seed of its own, which a failure prints.
 */
import * as awareness from 'y-protocols/awareness'
import { expect, test } from 'vitest'
import {
  encodeAwareness,
  encodeSaved,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
  MESSAGE_QUERY_AWARENESS,
} from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { BOARD, connect, setUp } from '../../apps/server/src/rooms/rooms.fake.ts'
import { integer, pick, seeded, type Random } from '../bench/model/random.ts'
import { figure } from './databases.ts'

const INPUTS = figure('INPUTS', 10_000)
const SEED = figure('SEED', Math.floor(Math.random() * 2 ** 31))
/** Inputs on one board. */
const CHUNK = 2500
/** Inputs between two looks at the honest pair. */
const LOOK_EVERY = 50

type Doc = { readonly doc: Y.Doc }

/** Frames as an honest client sends them that has what the board has. */
function realFrames(random: Random, base: Uint8Array): Uint8Array[] {
  const doc = new Y.Doc()
  doc.clientID = integer(random, 1, 2 ** 31)
  Y.applyUpdate(doc, base)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const elements = doc.getMap('elements')
  const element = new Y.Map<unknown>()
  const points = new Y.Array<number>()
  const text = new Y.Text()
  elements.set(`e${integer(random, 0, 9)}`, element)
  element.set('base', {
    type: 'freedraw',
    x: 1.5,
    y: -2,
    tags: ['a', null, true, 9n],
    bytes: Uint8Array.of(1, 2),
  })
  element.set('points', points)
  element.set('text', text)
  points.push([1, -2, 300, 4])
  text.insert(0, 'héllo 🙂')
  text.format(1, 3, { bold: true })
  text.insertEmbed(2, { image: 1 })
  points.delete(1, 2)
  text.delete(0, 2)
  const others = [...elements].filter(([, value]) => value instanceof Y.Map) as [string, Y.Map<unknown>][]
  others[integer(random, 0, others.length - 1)]?.[1].set('xy', [random(), 2])
  elements.delete(others[0]?.[0] ?? '')
  const state = new awareness.Awareness(doc)
  state.setLocalState({
    cursor: { x: 1, y: 2, tool: 'pointer', down: false },
    selection: ['e0'],
    idle: 'active',
  })
  const frames = [
    encodeStep1(Y.encodeStateVector(doc)),
    encodeStep2(Y.encodeStateAsUpdate(doc)),
    ...updates.map(encodeUpdate),
    encodeUpdate(Y.mergeUpdates(updates)),
    encodeAwareness(awareness.encodeAwarenessUpdate(state, [doc.clientID])),
    Uint8Array.of(MESSAGE_QUERY_AWARENESS),
    encodeSaved({ seq: 1, stateVector: Y.encodeStateVector(doc), messages: 3 }),
  ]
  state.destroy()
  doc.destroy()
  return frames
}

/** Bytes with which numbers end, begin or overflow. */
const EDGES = [0, 1, 2, 0x3f, 0x40, 0x7d, 0x7e, 0x7f, 0x80, 0xc0, 0xff] as const

function mutate(random: Random, frame: Uint8Array, other: Uint8Array): Uint8Array {
  let bytes = [...frame]
  const at = () => integer(random, 0, Math.max(0, bytes.length - 1))
  for (let n = integer(random, 0, 4); n > 0; n--) {
    const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number]
    switch (integer(random, 0, 7)) {
      case 0:
        bytes[from] = integer(random, 0, 255)
        break
      case 1:
        bytes[from] = pick(random, ...EDGES)
        break
      case 2:
        bytes[from] = (bytes[from] ?? 0) ^ (1 << integer(random, 0, 7))
        break
      case 3:
        bytes[from] = ((bytes[from] ?? 0) + (random() < 0.5 ? 1 : 255)) & 255
        break
      case 4:
        bytes.splice(from, 0, ...bytes.slice(from, to))
        break
      case 5:
        bytes.splice(from, to - from)
        break
      case 6:
        bytes = [...bytes.slice(0, from), ...other.slice(integer(random, 0, other.length))]
        break
      default:
        bytes.splice(from, 0, ...Array.from({ length: integer(random, 1, 9) }, () => pick(random, ...EDGES)))
    }
  }
  return Uint8Array.from(bytes)
}

const same = (a: Doc, b: Doc) => {
  expect(Y.encodeStateVector(a.doc)).toEqual(Y.encodeStateVector(b.doc))
  expect(a.doc.getMap('elements').toJSON()).toEqual(b.doc.getMap('elements').toJSON())
}

test(
  '[S5] mutated frames disturb nobody, and what is let in is whole',
  async () => {
    console.log(`fuzz of the wire: seed ${SEED}`)
    const counts = { inputs: 0, letIn: 0, refused: 0 }
    for (let chunk = 0; counts.inputs < INPUTS; chunk++) {
      await fuzz(SEED + chunk, counts)
    }
    console.log(
      `fuzz of the wire: ${counts.inputs} inputs, ${counts.letIn} let in, ${counts.refused} connections closed`,
    )
    expect(counts.letIn).toBeGreaterThan(0)
    expect(counts.refused).toBeGreaterThan(0)
  },
  60_000 + INPUTS * 5,
)

async function fuzz(seed: number, counts: { inputs: number; letIn: number; refused: number }): Promise<void> {
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
      counts.refused += mallory.seen.closed.length
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

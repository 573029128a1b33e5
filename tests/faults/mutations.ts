/**
 * Frames as honest clients send them, and what becomes of them: bytes changed, cut out, doubled and spliced. Pure: the
 * same random numbers make the same bytes.
 */
import * as awareness from 'y-protocols/awareness'
import {
  encodeAwareness,
  encodeSaved,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
  MESSAGE_QUERY_AWARENESS,
} from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { integer, pick, type Random } from '../bench/model/random.ts'

/** Frames as an honest client sends them that has what the board has. */
export function realFrames(random: Random, base: Uint8Array): Uint8Array[] {
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

/** A frame with a few faults, some of them pieces of another. */
export function mutate(random: Random, frame: Uint8Array, other: Uint8Array): Uint8Array {
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

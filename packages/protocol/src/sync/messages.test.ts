import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as sync from 'y-protocols/sync'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { decodeAwarenessEntries, encodeAwarenessEntries, presenceSchema } from './awareness.ts'
import { CLOSE_CODES, isFinal } from './close-codes.ts'
import {
  decodeMessage,
  encodeAwareness,
  encodeRole,
  encodeSaved,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
  isSyncFrame,
  KEEP_ALIVE,
} from './messages.ts'

/** A frame as y-websocket writes it. */
function theirs(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

function sampleDoc(): Y.Doc {
  const doc = new Y.Doc()
  doc.getMap('elements').set('a', { x: 1 })
  return doc
}

describe('[S1] frames', () => {
  test('are byte for byte those of y-protocols', () => {
    const doc = sampleDoc()
    const update = Y.encodeStateAsUpdate(doc)
    expect(encodeStep1(Y.encodeStateVector(doc))).toEqual(theirs(0, (e) => sync.writeSyncStep1(e, doc)))
    expect(encodeStep2(update)).toEqual(theirs(0, (e) => sync.writeSyncStep2(e, doc)))
    expect(encodeUpdate(update)).toEqual(theirs(0, (e) => sync.writeUpdate(e, update)))
  })

  test('come out as they went in', () => {
    const bytes = Uint8Array.of(1, 2, 3)
    const saved = { seq: 300, stateVector: bytes, messages: 70_000 }
    expect(decodeMessage(encodeStep1(bytes))).toEqual({ type: 'step1', stateVector: bytes })
    expect(decodeMessage(encodeStep2(bytes))).toEqual({ type: 'step2', update: bytes })
    expect(decodeMessage(encodeUpdate(bytes))).toEqual({ type: 'update', update: bytes })
    expect(decodeMessage(encodeAwareness(bytes))).toEqual({ type: 'awareness', update: bytes })
    expect(decodeMessage(encodeSaved(saved))).toEqual({ type: 'saved', saved })
    expect(decodeMessage(encodeRole('viewer'))).toEqual({ type: 'role', role: 'viewer' })
    expect(decodeMessage(Uint8Array.of(103, 1, 120)).type).toBe('malformed')
    expect(decodeMessage(Uint8Array.of(3))).toEqual({ type: 'query-awareness' })
  })

  test('only sync messages are counted by message 102', () => {
    expect(
      [encodeStep1, encodeStep2, encodeUpdate].map((make) => isSyncFrame(make(Uint8Array.of(0)))),
    ).toEqual([true, true, true])
    expect(isSyncFrame(KEEP_ALIVE)).toBe(false)
    expect(isSyncFrame(new Uint8Array(0))).toBe(false)
  })

  test('of a type of a later version are unknown, not malformed', () => {
    expect(decodeMessage(theirs(99, (e) => encoding.writeVarUint(e, 1)))).toEqual({ type: 'unknown' })
  })

  test.each([
    ['nothing', []],
    ['a length past the end', [0, 2, 200]],
    ['no such sync message', [0, 9, 1, 0]],
    ['bytes left over', [0, 2, 1, 0, 7]],
    ['half a number', [0, 2, 0x80]],
  ])('[S5] of %s are malformed', (_what, bytes) => {
    expect(decodeMessage(Uint8Array.from(bytes)).type).toBe('malformed')
  })

  test('[S5] of any bytes are read without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(decodeMessage(bytes)).toHaveProperty('type')
        decodeAwarenessEntries(bytes, 100)
      }),
    )
  })
})

describe('[S7] awareness', () => {
  test('entries are those of y-protocols', () => {
    const awareness = new Awareness(new Y.Doc())
    awareness.setLocalState({ cursor: { x: 1 } })
    const update = encodeAwarenessUpdate(awareness, [awareness.clientID])
    const entries = decodeAwarenessEntries(update, 1)
    expect(entries).toEqual([{ clientId: awareness.clientID, clock: 1, state: '{"cursor":{"x":1}}' }])
    expect(encodeAwarenessEntries(entries ?? [])).toEqual(update)
    awareness.destroy()
  })

  test('holds what a client says of itself', () => {
    const said = {
      cursor: { x: 1, y: 2, tool: 'laser', down: true },
      selection: ['a'],
      view: [0, 0, 10, 10],
      follows: 7,
      idle: 'idle',
    }
    expect(presenceSchema.parse(said)).toEqual(said)
    expect(presenceSchema.parse({ cursor: null })).toEqual({ cursor: null })
  })

  test('that claims more entries than it may, or has bytes left over, is none', () => {
    const update = encodeAwarenessEntries([
      { clientId: 1, clock: 1, state: '{}' },
      { clientId: 2, clock: 1, state: '{}' },
    ])
    expect(decodeAwarenessEntries(update, 2)).toHaveLength(2)
    expect(decodeAwarenessEntries(update, 1)).toBeUndefined()
    expect(decodeAwarenessEntries(Uint8Array.of(...update, 0), 2)).toBeUndefined()
  })

  test('about nobody holds a connection', () => {
    const message = decodeMessage(KEEP_ALIVE)
    expect(message.type === 'awareness' && decodeAwarenessEntries(message.update, 0)).toEqual([])
  })
})

test('[S5a] a client gives up for good exactly where the same would be refused again', () => {
  const final = Object.entries(CLOSE_CODES).filter(([, code]) => isFinal(code))
  const reasons = ['erased', 'forbidden', 'full', 'historyFull', 'malformed', 'refused']
  expect(final.map(([reason]) => reason).sort()).toEqual(reasons)
})

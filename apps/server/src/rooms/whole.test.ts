import { decodeMessage } from '@gamelan/protocol/sync/messages'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { deflate } from '../deflate.ts'
import { createWhole, type Deflate } from './whole.ts'

const ELEMENTS = 800

/** A document of more than 32 KiB, and what is kept of it. */
function setUp(by: Deflate = deflate) {
  const doc = new Y.Doc()
  const elements = doc.getMap<string>('elements')
  for (let i = 0; i < ELEMENTS; i++)
    elements.set(`element ${i}`, `${i}, as it was at first, and a few words more`)
  const whole = createWhole(doc, by)
  doc.on('update', (update: Uint8Array) => whole.changed(update.byteLength))
  return { doc, elements, whole }
}

function ready(frames: readonly Uint8Array[] | Promise<void>): readonly Uint8Array[] {
  if (frames instanceof Promise) throw new Error('not made yet')
  return frames
}

/** What somebody has who was sent these frames, in this order. */
function shown(frames: readonly Uint8Array[]): unknown {
  const doc = new Y.Doc()
  for (const frame of frames) {
    let message = decodeMessage(frame)
    if (message.type === 'deflated') message = decodeMessage(inflateRawSync(message.frame))
    if (message.type !== 'step2' && message.type !== 'update') throw new Error(`a ${message.type}`)
    Y.applyUpdate(doc, message.update)
  }
  expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
  return doc.getMap('elements').toJSON()
}

describe('[S8] the whole document', () => {
  test('is encoded once, and what has changed since goes before it, deletions too', () => {
    const { elements, whole } = setUp()
    const [first, ...none] = ready(whole.frames(false))
    expect(none).toEqual([])
    elements.set('one more', 'that came later')
    elements.delete('element 5')
    const frames = ready(whole.frames(false))
    // [S1] Everything is there when step 2 is: that is what clients take it for.
    expect(frames[1]).toBe(first)
    expect(frames).toHaveLength(2)
    expect(shown(frames)).toEqual(elements.toJSON())
    expect(ready(whole.frames(false))[0]).toBe(frames[0])
    elements.delete('element 6')
    expect(shown(ready(whole.frames(false)))).toEqual(elements.toJSON())
  })

  test('is encoded anew when much has changed', () => {
    const { elements, whole } = setUp()
    const [first] = ready(whole.frames(false))
    for (let i = 0; i < ELEMENTS / 4; i++)
      elements.set(`element ${i}`, 'another text, as long as the one before')
    const frames = ready(whole.frames(false))
    expect(frames).toHaveLength(1)
    expect(frames[0]).not.toBe(first)
    expect(shown(frames)).toEqual(elements.toJSON())
  })

  test('is what it is now where that is asked for', () => {
    const { doc, elements, whole } = setUp()
    ready(whole.frames(false))
    elements.delete('element 5')
    expect(whole.encoded()).toEqual(Y.encodeStateAsUpdate(doc))
  })

  test('is deflated once for all who wait, and changes meanwhile are not missed', async () => {
    let made = 0
    const { elements, whole } = setUp((bytes) => {
      made += 1
      return deflate(bytes)
    })
    const waiting = [whole.frames(true), whole.frames(true)]
    elements.set('meanwhile', 'something')
    elements.delete('element 7')
    await Promise.all(waiting.map((frames) => Promise.resolve(frames)))
    const frames = ready(whole.frames(true))
    expect(made).toBe(1)
    const last = frames.at(-1) ?? new Uint8Array()
    expect(decodeMessage(last).type).toBe('deflated')
    expect(last.byteLength).toBeLessThan((ready(whole.frames(false)).at(-1)?.byteLength ?? 0) / 2)
    expect(shown(frames)).toEqual(elements.toJSON())
  })

  test('goes out as it is where it cannot be deflated, or is small', async () => {
    const failing = setUp(() => Promise.reject(new Error('no memory')))
    await failing.whole.frames(true)
    expect(shown(ready(failing.whole.frames(true)))).toEqual(failing.elements.toJSON())
    const small = createWhole(new Y.Doc(), deflate)
    expect(decodeMessage(ready(small.frames(true))[0] ?? new Uint8Array()).type).toBe('step2')
  })
})

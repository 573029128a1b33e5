/** The meter against frames of a client, cut into pieces at every place. */
import { expect, test } from 'vitest'
import { INCOMING_CHUNK_BYTES } from '../limits.ts'
import { MessageMeter } from './unfinished.ts'

type Frame = { readonly bytes: number; readonly fin: boolean; readonly opcode?: number }

/** Frames as a client sends them. */
function written(frames: readonly Frame[]): Buffer {
  let opcode = 2
  return Buffer.concat(
    frames.flatMap(({ bytes, fin, opcode: control }) => {
      const first = (fin ? 0x80 : 0) | (control ?? opcode)
      if (control === undefined) opcode = fin ? 2 : 0
      return [Buffer.of(first, ...lengthOf(bytes), 0, 0, 0, 0), Buffer.alloc(bytes, 1)]
    }),
  )
}

/** The length of a masked frame. */
function lengthOf(bytes: number): number[] {
  if (bytes < 126) return [0x80 | bytes]
  if (bytes < 65_536) return [0x80 | 126, bytes >> 8, bytes & 255]
  return [0x80 | 127, 0, 0, 0, 0, 0, (bytes >> 16) & 255, (bytes >> 8) & 255, bytes & 255]
}

const PING = 9
const message = [
  { bytes: 3, fin: false },
  { bytes: 0, fin: true, opcode: PING },
  { bytes: 200, fin: false },
  { bytes: 5, fin: true, opcode: PING },
  { bytes: 70_000, fin: true },
] as const satisfies Frame[]

test('[A6] nothing is open after a message, wherever it was cut', () => {
  const bytes = written([...message, { bytes: 0, fin: true }, ...message])
  for (const length of [1, 2, 7, 13, 1000, bytes.length]) {
    const meter = new MessageMeter()
    let opened = 0
    for (let at = 0; at < bytes.length; at += length) {
      meter.take(bytes.subarray(at, at + length))
      if (meter.isOpen) opened += 1
    }
    expect([meter.isOpen, meter.kept, meter.announced, meter.begun]).toEqual([false, 0, 0, 3])
    expect(opened > 0).toBe(length < bytes.length)
  }
})

test('[fault V2] an unfinished message counts with each piece, and announces its size with the header', () => {
  const meter = new MessageMeter()
  const bytes = written(message)
  // A message before it, in the same piece, which is kept whole.
  meter.take(Buffer.concat([written([{ bytes: 10, fin: true }]), bytes.subarray(0, 20)]))
  expect(meter.kept).toBe(16 + 20 + INCOMING_CHUNK_BYTES)
  expect(meter.announced).toBe(3)
  const before = meter.kept
  meter.take(bytes.subarray(20, 400))
  expect(meter.kept).toBe(before + 380 + INCOMING_CHUNK_BYTES)
  expect(meter.announced).toBe(3 + 200 + 70_000)
  meter.take(bytes.subarray(400))
  expect([meter.kept, meter.announced]).toEqual([0, 0])
})

test('[fault V2] a control frame that never ends counts as well', () => {
  const meter = new MessageMeter()
  meter.take(written([{ bytes: 100, fin: true, opcode: PING }]).subarray(0, 50))
  expect([meter.isOpen, meter.announced, meter.kept]).toEqual([true, 0, 50 + INCOMING_CHUNK_BYTES])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createUpdatesEncoder, decodeUpdates, type LoggedUpdate } from './updates.ts'

const steps = fc.array(
  fc.record({
    seq: fc.integer({ min: 1, max: 1000 }),
    at: fc.integer({ min: 0, max: 100_000 }),
    author: fc.constantFrom('server', 'link:a', 'kim', 'lee'),
    update: fc.uint8Array({ maxLength: 20 }),
  }),
)

const joined = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

test('[H1] what is logged comes out as it was', () => {
  fc.assert(
    fc.property(steps, fc.nat(10_000), (list, after) => {
      let [seq, at] = [after, 1_700_000_000_000]
      const entries: LoggedUpdate[] = list.map((step) => {
        seq += step.seq
        at += step.at
        return { ...step, seq, at }
      })
      const encode = createUpdatesEncoder(after)
      const middle = Math.floor(entries.length / 3)
      const body = joined([encode(entries.slice(0, middle)), encode(entries.slice(middle))])
      expect(decodeUpdates(body, after)).toEqual(entries)
    }),
  )
})

test('[S10] a clock that went back moves nothing back', () => {
  const encode = createUpdatesEncoder(0)
  const update = Uint8Array.of(0, 0)
  const body = [2000, 1000, 2500].map((at, i) => encode([{ seq: i + 1, at, author: 'kim', update }]))
  expect(decodeUpdates(joined(body), 0).map(({ at }) => at)).toEqual([2000, 2000, 2500])
})

test('bytes that end within an entry are none', () => {
  const body = createUpdatesEncoder(0)([{ seq: 1, at: 5, author: 'kim', update: Uint8Array.of(1, 2, 3) }])
  for (let end = 1; end < body.byteLength; end++) {
    expect(() => decodeUpdates(body.subarray(0, end), 0)).toThrow(/./)
  }
  expect(() => decodeUpdates(Uint8Array.of(1, 0, 1, 0), 0)).toThrow('not named')
})

/** Who may hold how many bytes, and how slowly they may come, with a clock that is moved by hand. */
import { expect, test } from 'vitest'
import { createFakeClock } from './clock.fake.ts'
import { createIncoming, createPace } from './incoming.ts'
import { INCOMING_BYTES_PER_SECOND, INCOMING_PATIENCE, INCOMING_SMALL_BYTES } from './limits.ts'

const MIB = 1024 * 1024
const MOST = 100 * MIB

test('[fault V2] [A6] one address holds half at most, however many connections it has', () => {
  const incoming = createIncoming(MOST)
  const own = Array.from({ length: 5 }, () => incoming.open('a'))
  expect(own.map((held) => held.hold(10 * MIB))).toEqual(Array.from({ length: 5 }, () => undefined))
  const more = incoming.open('a')
  expect(more.hold(MIB)).toBe('address')
  // Counted all the same, until its connection ends.
  more.hold(0)
  expect(incoming.open('b').hold(25 * MIB)).toBeUndefined()
})

test('[A6] addresses that take all they can leave half of the rest to the next', () => {
  const incoming = createIncoming(MOST)
  const took = ['a', 'b', 'c'].map((greedy) => {
    const held = incoming.open(greedy)
    let bytes = 0
    while (held.hold(bytes + MIB) === undefined) bytes += MIB
    held.hold(bytes)
    return bytes / MIB
  })
  expect(took).toEqual([50, 25, 12])
  expect(incoming.open('honest').hold(6 * MIB)).toBeUndefined()
  expect(incoming.open('late').hold(6 * MIB)).toBe('all')
})

test('[A6] what is small gets through in any case', () => {
  const incoming = createIncoming(MOST)
  incoming.open('a').hold(MOST)
  expect(incoming.open('a').hold(INCOMING_SMALL_BYTES)).toBeUndefined()
  expect(incoming.open('a').hold(INCOMING_SMALL_BYTES + 1)).toBe('address')
})

test('[fault V2] nothing is counted when all have ended', () => {
  const sums: number[] = []
  const incoming = createIncoming(MOST, (bytes) => sums.push(bytes))
  const [one, two] = [incoming.open('a'), incoming.open('b')]
  one.hold(5)
  two.hold(7)
  one.hold(2)
  one.hold(0)
  one.hold(0)
  two.hold(0)
  expect(sums).toEqual([5, 12, 9, 7, 0])
})

test('[fault V2] [A6] what comes too slowly is noticed once; a steady pace is not', () => {
  const clock = createFakeClock()
  let slow = 0
  const pace = createPace(clock, () => (slow += 1))
  pace.begin()
  for (let second = 0; second < 600; second++) {
    clock.advance(1000)
    pace.arrived(INCOMING_BYTES_PER_SECOND)
  }
  expect(slow).toBe(0)
  clock.advance(INCOMING_PATIENCE - 1)
  expect(slow).toBe(0)
  clock.advance(1)
  clock.advance(10 * INCOMING_PATIENCE)
  expect(slow).toBe(1)
})

test('[A6] each message has its own time, and none that is complete is too slow', () => {
  const clock = createFakeClock()
  let slow = 0
  const pace = createPace(clock, () => (slow += 1))
  for (let message = 0; message < 5; message++) {
    pace.begin()
    clock.advance(INCOMING_PATIENCE - 1)
    pace.rest()
    clock.advance(INCOMING_PATIENCE)
  }
  pace.begin()
  clock.advance(INCOMING_PATIENCE - 1)
  pace.stop()
  clock.advance(INCOMING_PATIENCE)
  expect(slow).toBe(0)
})

test('[A6] bytes that arrived while the process was busy still count', () => {
  const clock = createFakeClock()
  let slow = 0
  const pace = createPace(clock, () => (slow += 1))
  clock.after(INCOMING_PATIENCE - 1, () => clock.work(10))
  // They are read after the timers of this turn of the loop, and before what is to run soon.
  clock.after(INCOMING_PATIENCE, () => clock.soon(() => pace.arrived(INCOMING_BYTES_PER_SECOND)))
  pace.begin()
  clock.advance(INCOMING_PATIENCE + 500)
  expect(slow).toBe(0)
})

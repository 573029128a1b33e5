import { expect, test } from 'vitest'
import { createFakeClock } from '../clock.fake.ts'
import { WORK_AT_ONCE, WORK_PER_BYTE, WORK_PER_MESSAGE, WORK_PER_SECOND, WORK_PER_STRUCT } from '../limits.ts'
import { createWork } from './work.ts'

function setUp() {
  const clock = createFakeClock()
  const work = createWork(clock)
  /** One message that takes so long. Answers whether more of it might have been done; undefined: it was not taken. */
  const message = (actor: string, milliseconds: number, structs = 0, bytes = 0) => {
    const measure = work.begin(actor, bytes)
    measure?.allow(structs)
    clock.work(milliseconds)
    const goesOn = measure?.goesOn(structs)
    measure?.end()
    return goesOn
  }
  return { clock, work, message }
}

test('[A6] [S5] who has used up their time waits, on whatever connection, and the others do not', () => {
  const { clock, message } = setUp()
  // After some that took too long they are measured exactly.
  for (let i = 0; i < 10; i++) expect(message('mallory', 20)).toBe(true)
  expect(message('mallory', WORK_AT_ONCE - 10 * 20 + 10)).toBe(false)
  expect(message('mallory', 0)).toBeUndefined()
  expect(message('kim', 1)).toBe(true)
  clock.advance(1000)
  expect(message('mallory', WORK_PER_SECOND / 2)).toBe(true)
  expect(message('mallory', WORK_PER_SECOND)).toBe(false)
})

test('[A6] what is merely much is never too much: messages, structs and bytes bring their time with them', () => {
  const { message } = setUp()
  for (let i = 0; i < 100_000; i++) expect(message('kim', WORK_PER_MESSAGE)).toBe(true)
  const structs = 1_000_000
  for (let i = 0; i < 10; i++) expect(message('kim', structs * WORK_PER_STRUCT, structs)).toBe(true)
  const bytes = 16 * 1024 * 1024
  for (let i = 0; i < 10; i++) expect(message('kim', bytes * WORK_PER_BYTE, 0, bytes)).toBe(true)
})

test('[S5] a first message that takes long counts for some of it, and measures itself from its first portion on', () => {
  const { clock, work, message } = setUp()
  const measure = work.begin('mallory', 0)
  clock.work(500)
  expect(measure?.goesOn(1)).toBe(true)
  clock.work(WORK_AT_ONCE)
  expect(measure?.goesOn(1)).toBe(false)
  measure?.end()
  expect(message('mallory', 0)).toBeUndefined()
})

test('time that others use, and time spent waiting for a processor, is nobody’s', () => {
  const { clock, work, message } = setUp()
  const measure = work.begin('kim', 0)
  clock.advance(10 * WORK_AT_ONCE)
  expect(measure?.goesOn(1)).toBe(true)
  measure?.end()
  expect(message('kim', 1)).toBe(true)
})

test('portions become smaller where they take long, and larger where they do not', () => {
  const { work, message } = setUp()
  const first = work.portion()
  message('kim', 0, first)
  expect(work.portion()).toBe(2 * first)
  for (let i = 0; i < 20; i++) message('kim', 0, work.portion())
  expect(work.portion()).toBeLessThan(10_000)
  for (let i = 0; i < 20; i++) message(`other ${String(i)}`, 100)
  expect(work.portion()).toBeGreaterThanOrEqual(1)
  expect(work.portion()).toBeLessThan(first)
})

import { expect, test } from 'vitest'
import type { Timer } from './coalesce.ts'
import { coalesce } from './coalesce.ts'

function setup() {
  const waiting = new Map<number, () => void>()
  let handles = 0
  const timer: Timer = {
    set: (callback) => {
      waiting.set(++handles, callback)
      return handles
    },
    clear: (handle) => void waiting.delete(handle as number),
  }
  const pass = () => {
    const due = [...waiting.values()]
    waiting.clear()
    for (const callback of due) callback()
  }
  let calls = 0
  return {
    pass,
    calls: () => calls,
    request: coalesce(() => void calls++, 40, timer),
    isIdle: () => waiting.size === 0,
  }
}

test('the first request is served at once, those that follow become one', () => {
  const { request, pass, calls } = setup()
  request()
  expect(calls()).toBe(1)
  for (let i = 0; i < 10; i++) request()
  expect(calls()).toBe(1)
  pass()
  expect(calls()).toBe(2)
})

test('the last request is never lost, and then all is quiet', () => {
  const { request, pass, calls, isIdle } = setup()
  request()
  request()
  pass()
  pass()
  expect([calls(), isIdle()]).toEqual([2, true])
})

test('flush serves what waits, and nothing twice', () => {
  const { request, pass, calls } = setup()
  request()
  request.flush()
  expect(calls()).toBe(1)
  request()
  request.flush()
  expect(calls()).toBe(2)
  pass()
  expect(calls()).toBe(2)
})

test('after cancel nothing comes', () => {
  const { request, pass, calls } = setup()
  request()
  request()
  request.cancel()
  pass()
  expect(calls()).toBe(1)
})

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
  let isBusy = true
  return {
    beIdle: () => void (isBusy = false),
    pass,
    calls: () => calls,
    request: coalesce(() => (calls++, isBusy), 40, timer),
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

test('after cancel nothing comes', () => {
  const { request, pass, calls } = setup()
  request()
  request()
  request.cancel()
  pass()
  expect(calls()).toBe(1)
})

test('an action that found nothing to do holds nobody up', () => {
  const { request, beIdle, calls, isIdle } = setup()
  beIdle()
  request()
  request()
  expect([calls(), isIdle()]).toEqual([2, true])
})

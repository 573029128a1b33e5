import { expect, test } from 'vitest'
import type { Timer } from '../sync/coalesce.ts'
import { LEAST_INTERVAL_MS, PictureMaker, REST_MS } from './picture.ts'

function setup() {
  let now = 0
  let waiting: { due: number; callback: () => void } | undefined
  const timer: Timer = {
    set: (callback, ms) => (waiting = { due: now + ms, callback }),
    clear: () => (waiting = undefined),
  }
  const state = { isMine: true, arrives: true, made: 0 }
  const maker = new PictureMaker({
    isMine: () => state.isMine,
    make: () => {
      state.made++
      return Promise.resolve(state.arrives)
    },
    timer,
    now: () => now,
  })
  const pass = async (ms: number) => {
    now += ms
    if (!waiting || waiting.due > now) return
    const { callback } = waiting
    waiting = undefined
    callback()
    await Promise.resolve()
  }
  return { maker, state, pass }
}

test('a picture is made when the drawing has come to rest, and not while it moves', async () => {
  const { maker, state, pass } = setup()
  for (let i = 0; i < 5; i++) {
    maker.changed()
    await pass(REST_MS - 1)
  }
  expect(state.made).toBe(0)
  await pass(1)
  expect(state.made).toBe(1)
  await pass(LEAST_INTERVAL_MS * 2)
  expect(state.made).toBe(1)
})

test('no two pictures within a minute, and the last change is in the last one', async () => {
  const { maker, state, pass } = setup()
  maker.changed()
  await pass(REST_MS)
  maker.changed()
  await pass(REST_MS)
  expect(state.made).toBe(1)
  await pass(LEAST_INTERVAL_MS)
  expect(state.made).toBe(2)
})

test('a page whose turn it is not makes none', async () => {
  const { maker, state, pass } = setup()
  state.isMine = false
  maker.changed()
  await pass(REST_MS)
  expect(state.made).toBe(0)
})

test('one that did not arrive is made again later', async () => {
  const { maker, state, pass } = setup()
  state.arrives = false
  maker.changed()
  await pass(REST_MS)
  state.arrives = true
  await pass(LEAST_INTERVAL_MS)
  expect(state.made).toBe(2)
})

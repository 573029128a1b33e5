import type { PresenceUser } from '@gamelan/protocol/sync/awareness'
import { expect, test } from 'vitest'
import type { Timer } from '../sync/coalesce.ts'
import { LEAST_INTERVAL_MS, PictureMaker, REST_MS, isFirstPage } from './picture.ts'

function setup() {
  let now = 0
  let waiting: { due: number; callback: () => void } | undefined
  const timer: Timer = {
    set: (callback, ms) => (waiting = { due: now + ms, callback }),
    clear: () => (waiting = undefined),
  }
  const state = { isMine: true, arrives: true, made: 0, leaving: 0 }
  const maker = new PictureMaker({
    isMine: () => state.isMine,
    make: (isLeaving) => {
      state.made++
      if (isLeaving) state.leaving++
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

test('a page that is left makes the picture that is due at once, and only one', async () => {
  const { maker, state, pass } = setup()
  maker.leave()
  expect(state.made).toBe(0)
  maker.changed()
  maker.leave()
  maker.leave()
  expect([state.made, state.leaving]).toEqual([1, 1])
  await pass(LEAST_INTERVAL_MS * 2)
  expect(state.made).toBe(1)
})

test('after the end nothing is tried again', async () => {
  const { maker, state, pass } = setup()
  state.arrives = false
  maker.changed()
  maker.leave()
  maker.destroy()
  await Promise.resolve()
  await pass(LEAST_INTERVAL_MS * 2)
  expect(state.made).toBe(1)
})

test('a picture that was due while the server was away is made when it is back', async () => {
  const { maker, state, pass } = setup()
  state.isMine = false
  maker.changed()
  await pass(REST_MS)
  state.isMine = true
  maker.reconsider()
  await pass(REST_MS)
  expect(state.made).toBe(1)
  maker.reconsider()
  await pass(LEAST_INTERVAL_MS)
  expect(state.made).toBe(1)
})

test('of the pages that may, the first makes it; a program is not waited for', () => {
  const user = (role: PresenceUser['role']): PresenceUser => ({
    id: role,
    name: role,
    color: '#c2255c',
    role,
  })
  const mayMake = ({ role }: PresenceUser) => role !== 'viewer'
  const first = (...peers: [number, { user: PresenceUser; idle?: 'active' | 'away' }][]) =>
    isFirstPage(5, new Map(peers), mayMake)
  expect(first()).toBe(true)
  expect(first([9, { user: user('editor'), idle: 'active' }])).toBe(true)
  expect(first([1, { user: user('editor'), idle: 'away' }])).toBe(false)
  expect(first([1, { user: user('viewer'), idle: 'active' }])).toBe(true)
  expect(first([1, { user: user('editor') }])).toBe(true)
})

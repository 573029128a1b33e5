import type { Presence } from '@gamelan/protocol/sync/awareness'
import { AWARENESS_SELECTION } from '@gamelan/protocol/limits'
import { expect, test } from 'vitest'
import { fakeTimer } from '../sync/fake-timer.test-support.ts'
import { OwnPresence } from './own-presence.ts'

function setup() {
  const said: Partial<Presence>[] = []
  const timer = fakeTimer()
  const presence = new OwnPresence({ say: (change) => said.push(change), timer })
  said.length = 0
  return { said, timer, presence }
}

test('[S7] a selection is told once, by ids, and no more of it than others are shown', () => {
  const { said, presence } = setup()
  presence.select({})
  presence.select({ a: true })
  presence.select({ a: true })
  presence.select({})
  presence.select(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`e${i}`, true as const])))
  expect(said.slice(0, 2)).toEqual([{ selection: ['a'] }, { selection: [] }])
  expect(said[2]?.selection).toHaveLength(AWARENESS_SELECTION)
  expect(said).toHaveLength(3)
})

test('[S7] idle after a minute without a move, active with the next', () => {
  const { said, timer, presence } = setup()
  timer.pass()
  expect(said).toEqual([{ idle: 'idle' }])
  presence.pointAt({ x: 1.2345, y: 2, tool: 'pointer', down: false })
  expect(said.slice(1)).toEqual([
    { cursor: { x: 1.2, y: 2, tool: 'pointer', down: false } },
    { idle: 'active' },
  ])
})

test('[S7] away while the tab is hidden, whatever moves in it', () => {
  const { said, presence } = setup()
  presence.hide(true)
  presence.stir()
  presence.hide(false)
  expect(said).toEqual([{ idle: 'away' }, { idle: 'active' }])
})

test('[S7] a pointer that left is told once', () => {
  const { said, presence } = setup()
  presence.pointNowhere()
  presence.pointAt({ x: 0, y: 0, tool: 'pointer', down: false })
  presence.pointNowhere()
  presence.pointNowhere()
  expect(said.filter(({ cursor }) => cursor === null)).toHaveLength(1)
})

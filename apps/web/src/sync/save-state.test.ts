import { expect, test } from 'vitest'
import type { SaveAccount, SaveEvent } from './save-state.ts'
import { NEW_ACCOUNT, SAVING_PATIENCE_MS, account, patienceEnds, saveState } from './save-state.ts'

const after = (...events: SaveEvent[]): SaveAccount => events.reduce(account, NEW_ACCOUNT)
const opened: SaveEvent = { type: 'opened', at: 0 }
const sent = (message: 'step1' | 'step2' | 'update', at = 0): SaveEvent => ({ type: 'sent', message, at })
const acknowledged = (messages: number, at = 0): SaveEvent => ({ type: 'acknowledged', messages, at })

test('[S2] connecting until the first socket opens, offline whenever one is down', () => {
  expect(saveState(NEW_ACCOUNT, 0)).toBe('connecting')
  expect(saveState(after({ type: 'closed' }), 0)).toBe('offline')
  expect(saveState(after(opened, sent('step1'), sent('step2'), acknowledged(2), { type: 'closed' }), 0)).toBe(
    'offline',
  )
})

test('[S2] a socket that is renewed is no trouble, and promises nothing', () => {
  const renewed = after(opened, sent('step1'), sent('step2'), acknowledged(2), { type: 'renewed' })
  expect(saveState(renewed, 0)).toBe('connecting')
})

test('[S2] not saved before the server’s step 1 was answered: work of an earlier visit would be missing', () => {
  expect(saveState(after(opened, sent('step1'), acknowledged(1)), 1)).toBe('saving')
  expect(saveState(after(opened, sent('step1'), sent('step2'), acknowledged(1)), 1)).toBe('saving')
  expect(saveState(after(opened, sent('step1'), sent('step2'), acknowledged(2)), 1)).toBe('saved')
})

test('[S2] each own change is saved only when its own message is acknowledged', () => {
  const open = after(opened, sent('step1'), sent('step2'), acknowledged(2))
  const two = [sent('update', 10), sent('update', 20)].reduce(account, open)
  expect(saveState(two, 20)).toBe('saving')
  expect(saveState(account(two, acknowledged(3, 30)), 30)).toBe('saving')
  expect(saveState(account(two, acknowledged(4, 30)), 30)).toBe('saved')
})

test('[S2] a new socket begins a new count: what the old one acknowledged says nothing', () => {
  const again = after(opened, sent('step1'), sent('step2'), acknowledged(2), opened)
  expect(saveState(again, 0)).toBe('saving')
  const answered = [sent('step1'), sent('step2')].reduce(account, again)
  expect(saveState(answered, 0)).toBe('saving')
  expect(saveState(account(answered, acknowledged(2)), 0)).toBe('saved')
})

test('[S2] [S12] past the patience it says not saved, and saving again as soon as the server moves', () => {
  const waiting = after(opened, sent('step1'), sent('step2', 100))
  expect(patienceEnds(waiting, 100)).toBe(SAVING_PATIENCE_MS)
  expect(saveState(waiting, SAVING_PATIENCE_MS - 1)).toBe('saving')
  expect(saveState(waiting, SAVING_PATIENCE_MS)).toBe('not-saved')
  const moved = account(waiting, acknowledged(1, 6_000))
  expect(saveState(moved, 6_000)).toBe('saving')
  expect(patienceEnds(moved, 6_000)).toBe(6_000 + SAVING_PATIENCE_MS)
})

test('[S2] a person who draws on and on is not told that saving fails while acknowledgements keep coming', () => {
  let current = after(opened, sent('step1'), sent('step2'), acknowledged(2))
  for (let i = 0; i < 100; i++) {
    const at = i * 1_000
    current = account(account(current, sent('update', at)), sent('update', at))
    current = account(current, acknowledged(3 + 2 * i, at))
    expect(saveState(current, at + 900)).toBe('saving')
  }
})

test('[S2] an acknowledgement that repeats an older one changes nothing', () => {
  const open = after(opened, sent('step1'), sent('step2'), acknowledged(2), sent('update', 50))
  expect(account(open, acknowledged(1, 60))).toBe(open)
})

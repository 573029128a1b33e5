import type { Command } from '@gamelan/protocol/session/commands'
import type { LineRequest } from '@gamelan/protocol/session/lines'
import { expect, test } from 'vitest'
import { fakeStorage } from '../storage/fake-storage.test-support.ts'
import { createOutbox, forgetAsked, isStale } from './outbox.ts'

const command = (id: string): Command => ({ id: id.padEnd(22, '0'), type: 'raise-hand', up: true })
const kept = (id: string) => ({ command: command(id), at: 7 })

test('what was asked is there for the next page of the same session, in order, until it is answered', () => {
  const storage = fakeStorage()
  const outbox = createOutbox(storage, 'one')
  outbox.keep(kept('a'))
  outbox.keep(kept('b'))
  expect(createOutbox(storage, 'one').all()).toEqual([kept('a'), kept('b')])
  expect(createOutbox(storage, 'two').all()).toEqual([])
  createOutbox(storage, 'one').drop(command('a').id)
  expect(outbox.all()).toEqual([kept('b')])
  forgetAsked(storage, 'one')
  expect(outbox.all()).toEqual([])
})

test('what cannot be read any more is left out, and takes nothing with it', () => {
  const storage = fakeStorage()
  const outbox = createOutbox(storage, 'one')
  storage.setItem('gamelan:asked:one', JSON.stringify([{ type: 'of a later version' }, kept('a')]))
  expect(outbox.all()).toEqual([kept('a')])
  for (const broken of ['{', '{}', 'null']) {
    storage.setItem('gamelan:asked:one', broken)
    expect(outbox.all()).toEqual([])
  }
})

test('after a while nothing is written over, and nothing removed; what adds may come at any time', () => {
  const asked = (change: LineRequest) => ({
    command: { id: 'c'.repeat(22), type: 'edit-turn' as const, turn: 't'.repeat(22), steps: [change] },
    at: 1000,
  })
  const line = 'l'.repeat(22)
  const soon = 1000 + 60_000
  const late = 1000 + 3_600_000
  for (const change of [
    { change: 'edit', line, text: 'x' },
    { change: 'remove', line },
  ] satisfies LineRequest[]) {
    expect(isStale(asked(change), soon)).toBe(false)
    expect(isStale(asked(change), late)).toBe(true)
  }
  expect(isStale(asked({ change: 'add', text: 'x', before: null }), late)).toBe(false)
  expect(isStale(kept('a'), late)).toBe(false)
})

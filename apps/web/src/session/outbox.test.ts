import type { Command } from '@gamelan/protocol/session/commands'
import { expect, test } from 'vitest'
import { createOutbox, forgetAsked } from './outbox.ts'

function shelf(): Storage {
  const kept = new Map<string, string>()
  return {
    length: 0,
    clear: () => kept.clear(),
    key: () => null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, text) => void kept.set(name, text),
    removeItem: (name) => void kept.delete(name),
  }
}

const command = (id: string): Command => ({ id: id.padEnd(22, '0'), type: 'raise-hand', up: true })

test('what was asked is there for the next page of the same board, in order, until it is answered', () => {
  const storage = shelf()
  const outbox = createOutbox(storage, 'one')
  outbox.keep(command('a'))
  outbox.keep(command('b'))
  expect(createOutbox(storage, 'one').all()).toEqual([command('a'), command('b')])
  expect(createOutbox(storage, 'two').all()).toEqual([])
  createOutbox(storage, 'one').drop(command('a').id)
  expect(outbox.all()).toEqual([command('b')])
  forgetAsked(storage, 'one')
  expect(outbox.all()).toEqual([])
})

test('what cannot be read any more is left out, and takes nothing with it', () => {
  const storage = shelf()
  const outbox = createOutbox(storage, 'one')
  storage.setItem('gamelan:asked:one', JSON.stringify([{ type: 'of a later version' }, command('a')]))
  expect(outbox.all()).toEqual([command('a')])
  for (const broken of ['{', '{}', 'null']) {
    storage.setItem('gamelan:asked:one', broken)
    expect(outbox.all()).toEqual([])
  }
})

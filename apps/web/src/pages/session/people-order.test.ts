import type { Person } from '@gamelan/protocol/session/people'
import { expect, test } from 'vitest'
import { inOrder } from './people-order.ts'

const person = (name: string, change: Partial<Person> = {}): Person => ({
  id: name.padEnd(22, '0'),
  name,
  color: '#1864ab',
  role: 'editor',
  here: true,
  hand: null,
  away: false,
  observes: false,
  ...change,
})

const named = (...people: Person[]) =>
  inOrder({ people: Object.fromEntries(people.map((one) => [one.id, one])), reactions: {} }).map(
    ({ name }) => name,
  )

test('raised hands come first, as they were raised, then all others by name', () => {
  expect(
    named(person('Zoe'), person('Ada'), person('Mo', { hand: 9 }), person('Yan', { hand: 4 }), person('Bo')),
  ).toEqual(['Yan', 'Mo', 'Ada', 'Bo', 'Zoe'])
})

test('who has left is not listed; who is away, or only watches, is, in their place', () => {
  expect(
    named(
      person('Ada', { here: false }),
      person('Cleo', { away: true }),
      person('Bo', { observes: true }),
      person('Dan', { role: 'facilitator' }),
    ),
  ).toEqual(['Bo', 'Cleo', 'Dan'])
})

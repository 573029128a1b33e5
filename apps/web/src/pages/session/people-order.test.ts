import type { Person } from '@gamelan/protocol/session/people'
import { expect, test } from 'vitest'
import { inOrder, programsHere } from './people-order.ts'

const person = (name: string, change: Partial<Person> = {}): Person => ({
  id: name.padEnd(22, '0'),
  name,
  color: '#1864ab',
  role: 'editor',
  here: true,
  hand: null,
  away: false,
  observes: false,
  isProgram: false,
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

test('a program is no person: it is listed apart, as long as it is here', () => {
  const [ada, bot, gone] = [
    person('Ada'),
    person('Bot', { isProgram: true, hand: 3 }),
    person('Gone', { isProgram: true, here: false }),
  ]
  expect(named(ada, bot, gone)).toEqual(['Ada'])
  const people = Object.fromEntries([ada, bot, gone].map((one) => [one.id, one]))
  expect(programsHere({ people, reactions: {} })).toEqual([bot])
})

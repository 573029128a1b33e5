import { expect, test } from 'vitest'
import { countsOf } from './round-counts.ts'

const person = (id: string, here: boolean) => ({
  id,
  name: id,
  color: '#1864ab',
  role: 'editor' as const,
  isProgram: false,
  here,
  hand: null,
  away: false,
  observes: false,
})

test('whoever has gone keeps nobody waiting, and what they were ready with counts', () => {
  const drawers = { kim: 'ready', lee: 'drawing', amy: 'drawing', ana: 'ready' } as const
  const people = Object.fromEntries(
    [person('kim', true), person('lee', true), person('amy', false), person('ana', false)].map((one) => [
      one.id,
      one,
    ]),
  )
  expect(countsOf({ drawers }, { people })).toEqual({ count: 3, ready: 2 })
  // Somebody who left long ago is not known any more.
  expect(countsOf({ drawers }, { people: {} })).toEqual({ count: 2, ready: 2 })
})

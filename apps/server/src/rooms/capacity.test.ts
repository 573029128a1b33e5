import { expect, test } from 'vitest'
import { BOARD_BYTES, BOARD_ELEMENTS, BOARD_STRUCTS, CLIENT_IDS } from '../limits.ts'
import { createCapacity, type Addition } from './capacity.ts'

function setUp(held: { bytes?: number; elements?: number; clients?: number; structs?: number }, loaded = 0) {
  let measurements = 0
  const capacity = createCapacity(
    {
      measure() {
        measurements += 1
        return held.bytes ?? 0
      },
      elements: () => held.elements ?? 0,
      clients: () => held.clients ?? 0,
      structs: () => held.structs ?? 0,
    },
    loaded,
  )
  const excess = (addition: Partial<Addition>) =>
    capacity.excess({ bytes: 1, elements: 0, clients: 0, structs: 1, deletions: 0, ...addition })
  return { capacity, excess, measurements: () => measurements }
}

test('[A6] [S5] a board holds so many elements and client ids, and what adds none still goes in', () => {
  const { excess } = setUp({ elements: BOARD_ELEMENTS, clients: CLIENT_IDS })
  expect(excess({ elements: 1 })).toBe('elements')
  expect(excess({ clients: 1 })).toBe('client ids')
  expect(excess({})).toBeUndefined()
})

test('[A6] [S5] a board holds so many bytes, and is measured seldom', () => {
  const held = { bytes: 1000 }
  const { capacity, excess, measurements } = setUp(held, BOARD_BYTES)
  // What was loaded was mostly overwritten since: there is room.
  expect(excess({ bytes: 10 })).toBeUndefined()
  expect(measurements()).toBe(1)
  held.bytes = BOARD_BYTES - 5
  capacity.added(BOARD_BYTES)
  for (let i = 0; i < 100; i++) expect(excess({ bytes: 10 })).toBe('bytes')
  expect(measurements()).toBe(2)
  expect(excess({ bytes: 5 })).toBeUndefined()
  // What deletes alone makes room.
  expect(excess({ bytes: 10, structs: 0, deletions: 1 })).toBeUndefined()
})

test('[A6] [S5] a board holds so many structs, however few bytes they have', () => {
  const { excess } = setUp({ structs: BOARD_STRUCTS - 2 })
  expect(excess({ structs: 2 })).toBeUndefined()
  expect(excess({ structs: 3 })).toBe('structs')
  // One deletion can make three of one.
  expect(excess({ structs: 1, deletions: 1 })).toBe('structs')
  expect(excess({ structs: 0, deletions: 100 })).toBeUndefined()
  const twice = setUp({ structs: 2 * BOARD_STRUCTS - 2 })
  expect(twice.excess({ structs: 0, deletions: 1 })).toBeUndefined()
  expect(twice.excess({ structs: 0, deletions: 2 })).toBe('structs')
})

test('[A6] [S5] structs that were added since they were counted are found to be too many', () => {
  const held = { structs: 0 }
  const { capacity, excess } = setUp(held)
  held.structs = BOARD_STRUCTS
  capacity.added(2 * BOARD_STRUCTS)
  expect(excess({ structs: 1 })).toBe('structs')
})

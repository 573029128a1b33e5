import { expect, test } from 'vitest'
import { BOARD_BYTES, BOARD_ELEMENTS, CLIENT_IDS } from '../limits.ts'
import { createCapacity } from './capacity.ts'

function setUp(held: { bytes?: number; elements?: number; clients?: number }, loaded = 0) {
  let measurements = 0
  const capacity = createCapacity(
    {
      measure() {
        measurements += 1
        return held.bytes ?? 0
      },
      elements: () => held.elements ?? 0,
      clients: () => held.clients ?? 0,
    },
    loaded,
  )
  return { capacity, measurements: () => measurements }
}

test('[A6] [S5] a board holds so many elements and client ids, and what adds none still goes in', () => {
  const { capacity } = setUp({ elements: BOARD_ELEMENTS, clients: CLIENT_IDS })
  expect(capacity.excess({ bytes: 1, elements: 1, clients: 0 })).toBe('elements')
  expect(capacity.excess({ bytes: 1, elements: 0, clients: 1 })).toBe('client ids')
  expect(capacity.excess({ bytes: 1, elements: 0, clients: 0 })).toBeUndefined()
})

test('[A6] [S5] a board holds so many bytes, and is measured seldom', () => {
  const held = { bytes: 1000 }
  const { capacity, measurements } = setUp(held, BOARD_BYTES)
  const addition = { bytes: 10, elements: 0, clients: 0 }
  // What was loaded was mostly overwritten since: there is room.
  expect(capacity.excess(addition)).toBeUndefined()
  expect(measurements()).toBe(1)
  held.bytes = BOARD_BYTES - 5
  capacity.added(BOARD_BYTES)
  for (let i = 0; i < 100; i++) expect(capacity.excess(addition)).toBe('bytes')
  expect(measurements()).toBe(2)
  expect(capacity.excess({ ...addition, bytes: 5 })).toBeUndefined()
})

import { applyToAgenda, type Block } from '@gamelan/protocol/session/agenda'
import { describe, expect, test } from 'vitest'
import { beforeAfterMove, beforeAtHeight, nextBlock, onAgenda } from './agenda-order.ts'

const block = (id: string, state: Block['state'] = 'planned'): Block => ({
  id,
  state,
  title: id,
  format: 'talk',
  question: '',
  steps: [],
  minutes: 5,
  owner: null,
  startedAt: null,
  endedAt: null,
  reason: null,
  board: null,
})

const agenda = [block('a', 'finished'), block('p', 'parked'), block('b', 'running'), block('c'), block('d')]
const shown = onAgenda(agenda)

function moved(id: string, before: string | null | undefined): string {
  if (before === undefined) return 'stays'
  const event = { seq: 1, at: 1, by: null, type: 'block-moved', data: { block: id, before } } as const
  return onAgenda(applyToAgenda(agenda, event))
    .map((one) => one.id)
    .join('')
}

describe('a move by a place', () => {
  test('goes past one that is shown, also where a parked one lies between', () => {
    expect(moved('c', beforeAfterMove(shown, 'c', -1))).toBe('acbd')
    expect(moved('c', beforeAfterMove(shown, 'c', 1))).toBe('abdc')
    expect(moved('b', beforeAfterMove(shown, 'b', -1))).toBe('bacd')
    expect(moved('a', beforeAfterMove(shown, 'a', 1))).toBe('bacd')
  })

  test('ends at both ends', () => {
    expect(beforeAfterMove(shown, 'a', -1)).toBe(undefined)
    expect(beforeAfterMove(shown, 'd', 1)).toBe(undefined)
    expect(beforeAfterMove(shown, 'gone', 1)).toBe(undefined)
  })
})

describe('a block that is let go of', () => {
  const middles = [10, 30, 50, 70]
  const at = (id: string, height: number) => moved(id, beforeAtHeight(shown, middles, id, height))

  test('lies between those whose middles it is between', () => {
    expect(at('d', 0)).toBe('dabc')
    expect(at('d', 20)).toBe('adbc')
    expect(at('a', 60)).toBe('bcad')
    expect(at('a', 99)).toBe('bcda')
  })

  test('stays where it is let go of above or below itself', () => {
    expect([at('c', 40), at('c', 60)]).toEqual(['stays', 'stays'])
    expect(at('gone', 40)).toBe('stays')
  })
})

test('next is what is planned after what runs, or else the first', () => {
  expect(nextBlock(agenda)?.id).toBe('c')
  expect(nextBlock([block('x'), block('y')])?.id).toBe('x')
  expect(nextBlock([block('x', 'finished'), block('y', 'parked')])).toBe(undefined)
})

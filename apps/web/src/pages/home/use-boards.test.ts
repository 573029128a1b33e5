import type { BoardSummary } from '@gamelan/protocol/http/boards'
import { expect, test } from 'vitest'
import { withBoard } from './use-boards.ts'

const board = (id: string): BoardSummary => ({
  id,
  title: id,
  role: 'facilitator',
  changedAt: '2026-11-23T12:00:00Z',
  picture: null,
  people: [],
  peopleCount: 0,
})
const list = {
  pages: [
    { boards: [board('a'), board('b')], next: 'x' },
    { boards: [board('c')], next: null },
  ],
  pageParams: [null, 'x'],
}

test('one board is changed, on whatever page it is', () => {
  const changed = withBoard(list, 'c', (one) => ({ ...one, title: 'Checkout' }))
  expect(changed.pages.flatMap((page) => page.boards.map(({ title }) => title))).toEqual([
    'a',
    'b',
    'Checkout',
  ])
})

test('a board that is gone leaves its page, and the pages stay', () => {
  const changed = withBoard(list, 'a', () => undefined)
  expect(changed.pages.map((page) => page.boards.map(({ id }) => id))).toEqual([['b'], ['c']])
  expect(changed.pageParams).toEqual([null, 'x'])
})

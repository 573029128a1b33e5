import { expect, test } from 'vitest'
import { createBudgets } from './budgets.ts'

test('[A6] [fault V3] a name may be in debt by one use, and begins again when it has paid', () => {
  const budgets = createBudgets(100, 10, 10)
  expect(budgets.spend('a', 60, 0)).toBe(true)
  expect(budgets.spend('a', 90, 0)).toBe(false)
  expect(budgets.has('a', 0)).toBe(false)
  expect(budgets.has('a', 4900)).toBe(false)
  expect(budgets.has('a', 5100)).toBe(true)
  expect(budgets.has('b', 0)).toBe(true)
})

test('it holds no more names than it may, and forgets the one that was used longest ago', () => {
  const budgets = createBudgets(100, 10, 2)
  for (const name of ['a', 'b', 'a', 'c']) budgets.spend(name, 60, 0)
  expect(budgets.has('a', 0)).toBe(false)
  expect(budgets.spend('b', 60, 0)).toBe(true)
})

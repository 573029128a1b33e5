import { expect, test } from 'vitest'
import { fittingName, groundOf, nameSize } from './wedge-shape.ts'

test('neighbours have different grounds, also where the wheel closes', () => {
  for (let count = 2; count <= 40; count++) {
    for (let i = 0; i < count; i++) {
      expect(groundOf(i, count)).not.toBe(groundOf((i + 1) % count, count))
    }
  }
})

test('up to twenty-five names are as large as they get; hundreds are left out', () => {
  for (let count = 1; count <= 25; count++) expect(nameSize(count)).toBe(8)
  expect(nameSize(60)).toBeLessThan(8)
  expect(nameSize(200)).toBeNull()
})

test('a name that is too long is cut by letters, not in the middle of one', () => {
  expect(fittingName('DNS', 8, 25)).toBe('DNS')
  expect(fittingName('👩🏽‍🚒'.repeat(40), 8, 2)).toBe(`${'👩🏽‍🚒'.repeat(16)}…`)
  expect(fittingName('x'.repeat(40), 8, 12)).toHaveLength(17)
  // The narrower the wedge, the sooner.
  expect(fittingName('x'.repeat(40), 8, 25).length).toBeLessThan(17)
})

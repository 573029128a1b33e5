import { expect, test } from 'vitest'
import { createFakeClock } from '../clock.fake.ts'
import { shared } from './shared.ts'

test('what many ask within a while is asked once, and anew after it', async () => {
  const clock = createFakeClock()
  const asked: string[] = []
  const ask = shared(
    (...names) => {
      asked.push(names.join(' '))
      return Promise.resolve(asked.length)
    },
    { clock, holds: 1000 },
  )
  expect(await Promise.all([ask('a', 'x'), ask('a', 'x'), ask('a', 'y'), ask('b', 'x')])).toEqual([
    1, 1, 2, 3,
  ])
  clock.advance(999)
  expect(await ask('a', 'x')).toBe(1)
  clock.advance(1)
  expect(await ask('a', 'x')).toBe(4)
  expect(asked).toEqual(['a x', 'a y', 'b x', 'a x'])
})

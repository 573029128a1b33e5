import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('[H7] no more at once than may be, in the order in which they came, also after one that failed', async () => {
  const turns = createTurns(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = (n: number) =>
    turns.take(() => {
      begun.push(n)
      return new Promise<void>((resolve, reject) => {
        ends[n] = n === 0 ? () => reject(new Error('failed')) : resolve
      })
    })
  const all = Promise.allSettled([0, 1, 2, 3].map(work))
  expect(begun).toEqual([0, 1])
  ends[0]?.()
  await new Promise(setImmediate)
  expect(begun).toEqual([0, 1, 2])
  ends[2]?.()
  await new Promise(setImmediate)
  expect(begun).toEqual([0, 1, 2, 3])
  ends[1]?.()
  ends[3]?.()
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
})

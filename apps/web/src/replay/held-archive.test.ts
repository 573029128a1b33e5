import { expect, test } from 'vitest'
import { createHeldArchive } from './held-archive.ts'

const KILO = 1000

/** An archive that answers a thousand bytes to all that it is asked for. */
function setUp(most: number) {
  const asked: string[] = []
  let isAway = false
  const answer = <T>(name: string, given: T): Promise<T> => {
    asked.push(name)
    return isAway ? Promise.reject(new Error('away')) : Promise.resolve(given)
  }
  const held = createHeldArchive(
    {
      keyframe: (seq) => answer(`k${seq}`, new Uint8Array(KILO)),
      updates: (after, until) =>
        answer(`u${after}-${until}`, [{ seq: until, at: 0, author: 'kim', update: new Uint8Array(900) }]),
    },
    most,
  )
  return { held, asked, setAway: (away: boolean) => (isAway = away) }
}

test('what was asked for is not asked for again, also while it is on its way', async () => {
  const { held, asked } = setUp(10 * KILO)
  const [one, other] = await Promise.all([held.keyframe(7), held.keyframe(7)])
  expect(other).toBe(one)
  expect(await held.updates(7, 9)).toBe(await held.updates(7, 9))
  await held.updates(7, 8)
  expect(asked).toEqual(['k7', 'u7-9', 'u7-8'])
})

test('past its bytes, what was asked for longest ago goes', async () => {
  const { held, asked } = setUp(3 * KILO)
  for (const seq of [1, 2, 3]) await held.keyframe(seq)
  await held.keyframe(1)
  await held.updates(3, 4)
  asked.splice(0)
  for (const seq of [1, 3]) await held.keyframe(seq)
  await held.updates(3, 4)
  expect(asked).toEqual([])
  await held.keyframe(2)
  expect(asked).toEqual(['k2'])
})

test('an answer that failed is not held', async () => {
  const { held, asked, setAway } = setUp(10 * KILO)
  setAway(true)
  await expect(held.keyframe(1)).rejects.toThrow('away')
  setAway(false)
  expect(await held.keyframe(1)).toHaveLength(KILO)
  expect(asked).toEqual(['k1', 'k1'])
})

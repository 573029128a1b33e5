import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../clock.fake.ts'
import { HEAVY_FREE, HEAVY_TIME_AT_ONCE } from '../limits.ts'
import { createHeavyWork } from './heavy-work.ts'

const PER_SECOND = 100
const REFUSED = expect.objectContaining({ code: 'too-many-requests' })

function heavy() {
  const clock = createFakeClock()
  const work = createHeavyWork(clock, PER_SECOND)
  const take = (address: string, milliseconds: number) =>
    work.run(address, () => {
      clock.work(milliseconds)
      return milliseconds
    })
  return { clock, work, take }
}

describe('[fault V3] [A6] calls that read or write whole drawings', () => {
  test('of one address are refused when they have taken its time, and those of others are not', async () => {
    const { work, take } = heavy()
    expect(await take('a', HEAVY_TIME_AT_ONCE / 2)).toBe(HEAVY_TIME_AT_ONCE / 2)
    // One that begins in time is done, however long it takes.
    await take('a', 2 * HEAVY_TIME_AT_ONCE)
    await expect(take('a', 1)).rejects.toEqual(REFUSED)
    expect(await take('b', 1)).toBe(1)
    expect(work.waitOf('a')).toBeGreaterThan(1)
  })

  test('go on after as many seconds as the answer says', async () => {
    const { clock, work, take } = heavy()
    await take('a', 2 * HEAVY_TIME_AT_ONCE)
    const wait = work.waitOf('a')
    clock.advance((wait - 1) * 1000)
    await expect(take('a', 1)).rejects.toEqual(REFUSED)
    clock.advance(1000)
    expect(await take('a', 1)).toBe(1)
  })

  test('count for nothing when they are small', async () => {
    const { take } = heavy()
    for (let i = 0; i < (2 * HEAVY_TIME_AT_ONCE) / HEAVY_FREE; i++) await take('a', HEAVY_FREE)
    expect(await take('a', 1)).toBe(1)
  })

  test('that wait are refused when those before them have taken the time', async () => {
    const { clock, work } = heavy()
    let done = 0
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        work.run('a', () => {
          clock.work(HEAVY_TIME_AT_ONCE)
          done += 1
        }),
      ),
    )
    expect(done).toBe(2)
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(8)
  })

  test('that fail are counted, too, and give their turn back', async () => {
    const { clock, work, take } = heavy()
    const failing = () =>
      work.run('a', () => {
        clock.work(HEAVY_TIME_AT_ONCE / 4)
        throw new Error('no drawing')
      })
    for (let i = 0; i < 4; i++) await expect(failing()).rejects.toThrow('no drawing')
    expect(await take('a', HEAVY_TIME_AT_ONCE)).toBe(HEAVY_TIME_AT_ONCE)
    await expect(failing()).rejects.toEqual(REFUSED)
  })

  test('leave nothing of an address that has rested', async () => {
    const { clock, work, take } = heavy()
    for (let i = 0; i < 100; i++) await take(`address ${i}`, 2 * HEAVY_FREE)
    clock.advance(HEAVY_TIME_AT_ONCE)
    await take('a', 1)
    expect(work.size()).toBe(0)
  })
})

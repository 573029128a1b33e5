import { expect, test } from 'vitest'
import { ACTIVITY_ROWS } from '../limits.ts'
import { createActivities } from './activities.ts'

/** Boards on which one change comes each second. */
function setUp() {
  const asked: string[] = []
  let [time, isAway] = [0, false]
  const activities = createActivities(
    (boardId, { after, until }) => {
      asked.push(`${boardId} ${after}-${until}`)
      if (isAway) return Promise.reject(new Error('away'))
      const counts = Array.from({ length: until - after }, (_, i) => ({
        second: after + i,
        actor: 'kim',
        changes: 1,
        firstSeq: after + i + 1,
        lastSeq: after + i + 1,
      }))
      return Promise.resolve(counts)
    },
    { elapsed: () => time },
  )
  const total = async (boardId: string, head: number, generation = 0) => {
    const { cells } = await activities.of({ boardId, head, generation })
    return cells.reduce((sum, [, , changes]) => sum + changes, 0)
  }
  return { asked, total, pass: (ms: number) => (time += ms), setAway: (away: boolean) => (isAway = away) }
}

test('[H7] what was counted is not counted again', async () => {
  const { asked, total } = setUp()
  expect(await total('a', 30)).toBe(30)
  expect(await total('a', 30)).toBe(30)
  expect(await total('a', 35)).toBe(35)
  expect(asked).toEqual(['a 0-30', 'a 30-35'])
})

test('a long board is counted piece by piece', async () => {
  const { asked, total } = setUp()
  expect(await total('a', 2.5 * ACTIVITY_ROWS)).toBe(2.5 * ACTIVITY_ROWS)
  expect(asked).toEqual(['a 0-10000', 'a 10000-20000', 'a 20000-25000'])
})

test('two who ask at once count each change once', async () => {
  const { asked, total } = setUp()
  expect(await Promise.all([total('a', 20), total('a', 20), total('a', 30)])).toEqual([20, 20, 30])
  expect(asked).toEqual(['a 0-20', 'a 20-30'])
})

test('[H8] after an erasure all of it is counted anew', async () => {
  const { asked, total } = setUp()
  await total('a', 10, 0)
  asked.splice(0)
  expect(await total('a', 10, 1)).toBe(10)
  expect(asked).toEqual(['a 0-10'])
})

test('what could not be counted is tried again from there', async () => {
  const { asked, total, setAway } = setUp()
  await total('a', 10)
  setAway(true)
  await expect(total('a', 20)).rejects.toThrow('away')
  setAway(false)
  expect(await total('a', 20)).toBe(20)
  expect(asked).toEqual(['a 0-10', 'a 10-20', 'a 10-20'])
})

test('[A6] few boards are held, and none for long', async () => {
  const { asked, total, pass } = setUp()
  const boards = Array.from({ length: 9 }, (_, i) => `b${i}`)
  for (const board of boards) await total(board, 10)
  asked.splice(0)
  for (const board of ['b1', 'b8', 'b0']) await total(board, 10)
  expect(asked.splice(0)).toEqual(['b0 0-10'])
  pass(600_000)
  await total('b8', 10)
  expect(asked).toEqual(['b8 0-10'])
})

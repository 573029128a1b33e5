import { expect, test } from 'vitest'
import { createActivity, type Count } from './activity.ts'

const count = (second: number, actor: string, seq: number, changes = 1): Count => ({
  second,
  actor,
  changes,
  firstSeq: seq,
  lastSeq: seq + changes - 1,
})

test('counts by second and author, authors in the order of their first change', () => {
  const activity = createActivity(100)
  activity.add([count(3, 'kim', 5, 2), count(0, 'lee', 1, 4)])
  activity.add([count(3, 'kim', 9), count(3, 'lee', 7)])
  expect(activity.result()).toEqual({
    every: 1000,
    actors: ['lee', 'kim'],
    cells: [
      [0, 0, 4, 4],
      [3, 0, 1, 7],
      [3, 1, 3, 9],
    ],
  })
})

test('[A6] too many become fewer and longer, and no change is lost', () => {
  const activity = createActivity(10)
  for (let n = 0; n < 1000; n++) activity.add([count(n * 7, n % 2 ? 'lee' : 'kim', n + 1)])
  const { every, cells } = activity.result()
  expect(every).toBe(3_600_000)
  expect(cells).toEqual([
    [0, 0, 258, 515],
    [0, 1, 257, 514],
    [1, 0, 242, 999],
    [1, 1, 243, 1000],
  ])
})

test('what came while the clock was behind is shown with the first', () => {
  const activity = createActivity(10)
  activity.add([count(-4, 'kim', 2), count(0, 'kim', 1)])
  expect(activity.result().cells).toEqual([[0, 0, 2, 2]])
})

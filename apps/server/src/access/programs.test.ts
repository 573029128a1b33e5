import { expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { PROGRAMS_REMEMBERED } from '../limits.ts'
import { createPrograms } from './programs.ts'

const grantOf = (link: number) =>
  ({
    boardId: 'board',
    through: 'board',
    sessionBoardId: 'board',
    role: 'editor',
    derived: 'same',
    linkId: `${link}`,
    actor: `link:${link}`,
    participant: { id: `${link}`, name: 'Program', color: '#1864ab' },
  }) as const

test('what could not be noted is noted the next time, and the program is not let in before', async () => {
  let [asked, isAway] = [0, true]
  const note = () => {
    asked += 1
    return isAway ? Promise.reject(new Error('away')) : Promise.resolve()
  }
  const programs = createPrograms({ audit: { note }, clock: systemClock })
  await expect(programs.came(grantOf(1))).rejects.toThrow('away')
  isAway = false
  for (let i = 0; i < 3; i++) await programs.came(grantOf(1))
  expect(asked).toBe(2)
})

test('[A6] so many links are remembered and no more', async () => {
  let asked = 0
  const note = () => {
    asked += 1
    return Promise.resolve()
  }
  const programs = createPrograms({ audit: { note }, clock: systemClock })
  for (let link = 0; link <= PROGRAMS_REMEMBERED; link++) await programs.came(grantOf(link))
  await programs.came(grantOf(1))
  expect(asked).toBe(PROGRAMS_REMEMBERED + 1)
  await programs.came(grantOf(0))
  expect(asked).toBe(PROGRAMS_REMEMBERED + 2)
})

import { PERSON_COLORS } from '@gamelan/protocol/colors'
import { PROBLEM_CODES } from '@gamelan/protocol/http/problems'
import { expect, test } from 'vitest'
import { ApiProblem } from '../http/problem.ts'
import { en } from './en.ts'
import { problemWords } from './problem-words.ts'
import { createWords } from './words.ts'

test.each([...PROBLEM_CODES, 'unreachable', 'not-understood'] as const)(
  'the problem %s has words',
  (code) => {
    const { t } = createWords()
    const said = problemWords(t, new ApiProblem(code))
    expect(said).toBe(en.problems[code])
    expect(said.length).toBeGreaterThan(10)
  },
)

test('what is no problem of the http conversation has words as well', () => {
  const { t } = createWords()
  expect(problemWords(t, new TypeError('x is not a function'))).toBe(en.problems['not-understood'])
})

test('every colour of a person has a name', () => {
  expect(Object.keys(en.colors).sort()).toEqual([...PERSON_COLORS].sort())
})

test('what varies with a number has both forms', () => {
  const { t } = createWords()
  expect(t('home.found', { count: 1 })).toBe('1 board found')
  expect(t('home.found', { count: 3 })).toBe('3 boards found')
})

test('names go in as they are: React escapes them', () => {
  const { t } = createWords()
  expect(t('people.follow', { name: 'Tom & <Jerry>' })).toBe('Follow Tom & <Jerry>')
})

function everyText(tree: object): string[] {
  return Object.values(tree).flatMap((value) =>
    typeof value === 'string' ? [value] : everyText(value as object),
  )
}

test('words are calm: no exclamation marks, and a session is no meeting', () => {
  for (const text of everyText(en)) expect(text).not.toMatch(/!|meeting/i)
})

import { expect, test } from 'vitest'
import type { Person } from '../../sync/board-connection.ts'
import { peopleHere, sharesMyColor } from './people-here.ts'

function person(
  clientId: number,
  name: string,
  idle?: 'active' | 'idle' | 'away',
  isMe = false,
  color = '#1864ab',
): Person {
  const user = { id: name, name, color, role: 'editor' as const }
  return { clientId, user, presence: { user, ...(idle ? { idle } : {}) }, isMe }
}

test('oneself comes first, the others in the order in which they came', () => {
  const names = peopleHere([person(1, 'Ada'), person(2, 'Kim', 'active', true), person(3, 'Bo')]).map(
    ({ name }) => name,
  )
  expect(names).toEqual(['Kim', 'Ada', 'Bo'])
})

test('two windows are one person, followed in the one where they are at work', () => {
  const here = peopleHere([person(1, 'Ada', 'away'), person(2, 'Ada', 'active'), person(3, 'Ada', 'idle')])
  expect(here).toMatchObject([{ name: 'Ada', idle: 'active', clientId: 2 }])
})

test('one who says nothing of being idle is active', () => {
  expect(peopleHere([person(1, 'Ada')])).toMatchObject([{ idle: 'active' }])
})

test('my other window is me', () => {
  const here = peopleHere([person(1, 'Kim', 'active', false), person(2, 'Kim', 'away', true)])
  expect(here).toMatchObject([{ isMe: true, clientId: 1 }])
})

test('the one who has my colour is somebody else, and not another window of mine', () => {
  const green = '#256f35'
  const me = person(1, 'Kim', 'active', true)
  const here = (...others: Person[]) => sharesMyColor(peopleHere([me, ...others]))
  expect(here(person(2, 'Ada', 'active', false, green))).toBeNull()
  expect(here(person(2, 'Kim', 'active', false))).toBeNull()
  expect(here(person(2, 'Ada', 'active', false, green), person(3, 'Bo'))).toMatchObject({ name: 'Bo' })
})

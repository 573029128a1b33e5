import { expect, test } from 'vitest'
import { withNotice } from './notices.tsx'

const notice = (id: number, text: string) => ({ id, kind: 'error' as const, text })

test('a message that is shown already moves to the end instead of standing there twice', () => {
  const shown = [notice(1, 'away'), notice(2, 'full')]
  expect(withNotice(shown, notice(3, 'away'))).toEqual([notice(2, 'full'), notice(3, 'away')])
})

test('there are four at most, and the oldest make room', () => {
  const shown = [1, 2, 3, 4].map((id) => notice(id, `text ${id}`))
  expect(withNotice(shown, notice(5, 'text 5')).map(({ id }) => id)).toEqual([2, 3, 4, 5])
})

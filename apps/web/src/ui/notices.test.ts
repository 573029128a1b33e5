import { expect, test } from 'vitest'
import { readingTime, withNotice } from './notices.tsx'

const notice = (id: number, text: string) => ({ id, kind: 'error' as const, text })

test('a message that is shown already moves to the end instead of standing there twice', () => {
  const shown = [notice(1, 'away'), notice(2, 'full')]
  expect(withNotice(shown, notice(3, 'away'))).toEqual([notice(2, 'full'), notice(3, 'away')])
})

test('there are three at most, and the oldest make room', () => {
  const shown = [1, 2, 3].map((id) => notice(id, `text ${id}`))
  expect(withNotice(shown, notice(4, 'text 4')).map(({ id }) => id)).toEqual([2, 3, 4])
})

test('what is said nowhere else makes no room for others, and takes none', () => {
  const stays = { ...notice(0, 'text 0'), stays: true }
  const shown = [stays, ...[1, 2, 3].map((id) => notice(id, `text ${id}`))]
  expect(withNotice(shown, notice(4, 'text 4')).map(({ id }) => id)).toEqual([0, 2, 3, 4])
})

test('every message leaves: an error after twelve seconds, a long text after longer', () => {
  expect(readingTime({ kind: 'error', text: 'The server does not answer.' })).toBe(12_000)
  expect(readingTime({ kind: 'info', text: 'It is in the trash.' })).toBe(6000)
  expect(readingTime({ kind: 'error', text: 'x'.repeat(200) })).toBe(25_000)
  expect(readingTime({ kind: 'info', text: 'x'.repeat(200) })).toBe(25_000)
})

test('a message with something to decide stays longer', () => {
  const actions = [{ label: 'Look', onSelect: () => undefined }]
  expect(readingTime({ kind: 'info', text: 'Ada restored it.', actions })).toBe(26_000)
})

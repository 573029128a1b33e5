import { expect, test } from 'vitest'
import { likePattern } from './search.ts'

test('a search finds what was typed, wildcards and escapes included', () => {
  expect(likePattern('map')).toBe('%map%')
  expect(likePattern('50%_a\\b')).toBe('%50\\%\\_a\\\\b%')
})

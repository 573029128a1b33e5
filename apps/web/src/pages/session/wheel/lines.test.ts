import { expect, test } from 'vitest'
import { asLine, withLine } from './lines.ts'

test('a line is changed where it stands, and taken away where it is empty', () => {
  expect(withLine(['a', 'b', 'c'], { index: 1, before: 'b', after: 'B' })).toEqual(['a', 'B', 'c'])
  expect(withLine(['a', 'b', 'c'], { index: 1, before: 'b', after: '' })).toEqual(['a', 'c'])
})

test('of two equal lines, the one that was edited is changed', () => {
  expect(withLine(['a', 'a'], { index: 1, before: 'a', after: 'b' })).toEqual(['a', 'b'])
})

test('a line that others have moved meanwhile is changed where it is now', () => {
  expect(withLine(['new', 'a', 'b'], { index: 1, before: 'b', after: 'B' })).toEqual(['new', 'a', 'B'])
})

test('what was typed into a line that others took away is not lost', () => {
  expect(withLine(['a'], { index: 1, before: 'b', after: 'B' })).toEqual(['a', 'B'])
  expect(withLine(['a'], { index: 1, before: 'b', after: '' })).toEqual(['a'])
})

test('what was pasted becomes one line', () => {
  expect(asLine(' one\r\ntwo\tthree ')).toBe('one two three')
})

import { expect, test } from 'vitest'
import { asLine, requestOf, rowsOf, withDraft, type LineDrafts } from './line-drafts.ts'

const line = (id: string, text = id.toUpperCase()) => ({ id, text })
const NONE: LineDrafts = new Map()
const typed = (lines: readonly { id: string; text: string }[], id: string, text: string) =>
  withDraft(NONE, rowsOf(lines, NONE), id, text)
const row = (lines: readonly { id: string; text: string }[], drafts: LineDrafts, id: string) => {
  const found = rowsOf(lines, drafts).find((one) => one.id === id)
  if (found === undefined) throw new Error(`${id} is not shown`)
  return found
}

const ABC = [line('a'), line('b'), line('c')]

test('[M13] what is typed stays while others change that line, and goes to that line alone', () => {
  const drafts = typed(ABC, 'b', 'mine')
  const now = [line('x'), line('a', 'theirs'), line('b', 'theirs, too'), line('c')]
  expect(rowsOf(now, drafts).map(({ id, text, draft }) => [id, draft?.text ?? text])).toEqual([
    ['x', 'X'],
    ['a', 'theirs'],
    ['b', 'mine'],
    ['c', 'C'],
  ])
  expect(requestOf(row(now, drafts, 'b'))).toEqual({ change: 'edit', line: 'b', text: 'mine' })
})

test('a line that was removed while it was typed into is shown where it stood, and added there again', () => {
  const drafts = typed(ABC, 'b', 'mine')
  const now = [line('a'), line('x'), line('c')]
  expect(rowsOf(now, drafts).map(({ id, isGone }) => [id, isGone])).toEqual([
    ['a', false],
    ['b', true],
    ['x', false],
    ['c', false],
  ])
  expect(requestOf(row(now, drafts, 'b'))).toEqual({ change: 'add', text: 'mine', before: 'x' })
  expect(rowsOf([line('b'), line('c')], typed(ABC, 'a', 'mine')).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  // Where the one in front of it has gone, too, it is the last.
  expect(rowsOf([line('c')], drafts).map(({ id }) => id)).toEqual(['c', 'b'])
})

test('what is typed further goes on from where the typing began', () => {
  const drafts = typed(ABC, 'b', 'mi')
  const now = [line('a'), line('c')]
  const later = withDraft(drafts, rowsOf(now, drafts), 'b', 'mine')
  expect(later.get('b')).toEqual({ text: 'mine', before: 'B', behind: 'a' })
})

test('an emptied line is removed, and one that says what it said is left alone', () => {
  expect(requestOf(row(ABC, typed(ABC, 'b', '  '), 'b'))).toEqual({ change: 'remove', line: 'b' })
  expect(requestOf(row(ABC, typed(ABC, 'b', 'B '), 'b'))).toBeUndefined()
  expect(requestOf(row(ABC, NONE, 'b'))).toBeUndefined()
  // Emptied after others removed it: it is gone already.
  expect(requestOf(row([line('a')], typed(ABC, 'b', ''), 'b'))).toBeUndefined()
})

test('what was pasted becomes one line', () => {
  expect(asLine(' one\r\ntwo\tthree ')).toBe('one two three')
})

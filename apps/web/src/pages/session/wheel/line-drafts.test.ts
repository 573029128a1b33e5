import { describe, expect, test } from 'vitest'
import {
  asLine,
  isOvertaken,
  requestOf,
  rowsOf,
  withAnswer,
  withDraft,
  without,
  withSent,
  type LineDrafts,
} from './line-drafts.ts'

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
  expect(later.get('b')).toEqual({ text: 'mine', before: 'B', behind: 'a', sent: null })
})

test('an emptied line is removed, and one that says what it said is left alone', () => {
  expect(requestOf(row(ABC, typed(ABC, 'b', '  '), 'b'))).toEqual({ change: 'remove', line: 'b' })
  expect(requestOf(row(ABC, typed(ABC, 'b', 'B '), 'b'))).toBeUndefined()
  expect(requestOf(row(ABC, NONE, 'b'))).toBeUndefined()
  // Emptied after others removed it: it is gone already.
  expect(requestOf(row([line('a')], typed(ABC, 'b', ''), 'b'))).toBeUndefined()
})

describe('[M13] while a line is on its way', () => {
  const sent = withSent(typed(ABC, 'b', 'mi'), 'b', 'mi')
  const next = (drafts: LineDrafts, text: string, lines = ABC) =>
    withDraft(drafts, rowsOf(lines, drafts), 'b', text)
  const arrived = [line('a'), line('b', 'mi'), line('c')]

  test('it is not sent again, and what is typed since is', () => {
    expect(requestOf(row(ABC, sent, 'b'))).toBeUndefined()
    expect(requestOf(row(ABC, next(sent, 'mine'), 'b'))).toEqual({ change: 'edit', line: 'b', text: 'mine' })
  })

  test('taking it back is sent as well', () => {
    expect(requestOf(row(ABC, next(sent, 'B'), 'b'))).toEqual({ change: 'edit', line: 'b', text: 'B' })
    const later = withAnswer(next(sent, 'B'), 'b', 'mi', true)
    expect(requestOf(row(arrived, later, 'b'))).toEqual({ change: 'edit', line: 'b', text: 'B' })
  })

  test('nobody else is said to have written it', () => {
    const later = next(sent, 'mine', arrived)
    expect(isOvertaken(row(arrived, later, 'b'))).toBe(false)
    expect(isOvertaken(row([line('b', 'theirs')], later, 'b'))).toBe(true)
    expect(isOvertaken(row(arrived, withAnswer(later, 'b', 'mi', true), 'b'))).toBe(false)
  })

  test('once it was done nothing of it stays; what was refused stays', () => {
    expect(withAnswer(sent, 'b', 'mi', true).size).toBe(0)
    const refused = withAnswer(sent, 'b', 'mi', false)
    expect(requestOf(row(ABC, refused, 'b'))).toEqual({ change: 'edit', line: 'b', text: 'mi' })
  })

  test('of two on their way, the first answer ends neither', () => {
    const both = withSent(next(sent, 'mine'), 'b', 'mine')
    expect(withAnswer(both, 'b', 'mi', true)).toBe(both)
    expect(withAnswer(both, 'b', 'mine', true).size).toBe(0)
  })

  test('what was removed is not added twice', () => {
    expect(requestOf(row([line('a')], next(sent, 'mine'), 'b'))).toBeUndefined()
  })
})

test('a draft is let go of unless something newer was typed', () => {
  const drafts = typed(ABC, 'b', 'mi')
  const draft = drafts.get('b')
  if (draft === undefined) throw new Error('there is no draft')
  expect(without(drafts, 'b', draft).size).toBe(0)
  const newer = withDraft(drafts, rowsOf(ABC, drafts), 'b', 'mine')
  expect(without(newer, 'b', draft)).toBe(newer)
})

test('what was pasted becomes one line', () => {
  expect(asLine(' one\r\ntwo\tthree ')).toBe('one two three')
})

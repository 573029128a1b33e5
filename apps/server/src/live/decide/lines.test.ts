/** Lines that people edit at the same time: what one did is never undone by what another did elsewhere. */
import { expect, test } from 'vitest'
import { SESSION_LINES } from '@gamelan/protocol/limits'
import { changedLines, linesFrom, type Line, type LineRequest } from '@gamelan/protocol/session/lines'
import { isRefusal } from './decision.ts'
import { changeLines } from './lines.ts'

const LINES = linesFrom(['one', 'two', 'three'], 1)
const [one, two] = LINES.map(({ id }) => id) as [string, string]

let ids = 0
const newId = () => String(++ids).padStart(22, '0')

const ask = (lines: readonly Line[], ...requests: LineRequest[]) =>
  changeLines(lines, requests, SESSION_LINES, newId)

function after(lines: readonly Line[], ...requests: LineRequest[]): readonly Line[] {
  const changes = ask(lines, ...requests)
  if (isRefusal(changes)) throw new Error(changes.message)
  return changedLines(lines, changes)
}
const texts = (lines: readonly Line[]) => lines.map(({ text }) => text)

test('of two who add and edit at the same time, both keep theirs', () => {
  const first = after(
    LINES,
    { change: 'edit', line: one, text: 'ONE' },
    { change: 'add', text: 'a', before: null },
  )
  const both = after(
    first,
    { change: 'edit', line: two, text: 'TWO' },
    { change: 'add', text: 'b', before: null },
  )
  expect(texts(both)).toEqual(['ONE', 'TWO', 'three', 'a', 'b'])
})

test('a line goes in front of another, or behind all where that has gone', () => {
  expect(texts(after(LINES, { change: 'add', text: 'new', before: one }))[0]).toBe('new')
  const without = after(LINES, { change: 'remove', line: one })
  expect(texts(after(without, { change: 'add', text: 'new', before: one }))).toEqual(['two', 'three', 'new'])
})

test('what was typed into a line that others removed is refused and said, with all that was asked along', () => {
  const without = after(LINES, { change: 'remove', line: one })
  const refused = ask(
    without,
    { change: 'edit', line: two, text: 'TWO' },
    { change: 'edit', line: one, text: 'ONE' },
  )
  expect(refused).toMatchObject({ code: 'no-such-thing' })
})

test('what is so already happens not again', () => {
  const without = after(LINES, { change: 'remove', line: one })
  expect(ask(without, { change: 'remove', line: one }, { change: 'edit', line: two, text: 'two' })).toEqual(
    [],
  )
})

test('[A6] past the limit nothing is added', () => {
  const full = linesFrom(
    Array.from({ length: SESSION_LINES }, (_, i) => String(i)),
    1,
  )
  expect(ask(full, { change: 'add', text: 'more', before: null })).toMatchObject({ code: 'session-full' })
  expect(texts(after(full, { change: 'edit', line: full[0]?.id ?? '', text: 'first' }))[0]).toBe('first')
})

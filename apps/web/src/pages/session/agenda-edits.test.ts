import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedLines, type Line, type LineChange, type LineRequest } from '@gamelan/protocol/session/lines'
import type { Block } from '@gamelan/protocol/session/agenda'
import { blockEdit, lineEdits, textOf } from './agenda-edits.ts'

const linesFrom = (texts: readonly string[]): Line[] => texts.map((text, i) => ({ id: `l${i}`, text }))

/** As the server does it. */
function after(lines: readonly Line[], requests: readonly LineRequest[]): readonly Line[] {
  const changes = requests.map((request, i): LineChange =>
    request.change === 'add' ? { ...request, line: `n${i}` } : request,
  )
  return changedLines(lines, changes)
}
const texts = (lines: readonly Line[]) => lines.map(({ text }) => text)

const someTexts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 })

test('what was written comes of what was shown, whatever it is', () => {
  fc.assert(
    fc.property(someTexts, someTexts, (was, written) => {
      const shown = linesFrom(was)
      expect(texts(after(shown, lineEdits(shown, written, shown)))).toEqual(written)
    }),
  )
})

test('what is as it was is not asked for', () => {
  fc.assert(
    fc.property(someTexts, (was) => {
      const shown = linesFrom(was)
      expect(lineEdits(shown, was, shown)).toEqual([])
    }),
  )
})

test('two who edit different steps both keep theirs, and what was removed meanwhile is written anew', () => {
  const shown = linesFrom(['one', 'two', 'three'])
  const theirs = after(shown, [
    { change: 'edit', line: 'l0', text: 'ONE' },
    { change: 'remove', line: 'l1' },
    { change: 'add', text: 'four', before: null },
  ])
  const mine = lineEdits(shown, ['zero', 'one', 'TWO', 'three'], theirs)
  expect(texts(after(theirs, mine))).toEqual(['zero', 'ONE', 'TWO', 'three', 'four'])
})

test('of a block, what was changed is sent, and nothing else', () => {
  const block: Block = {
    id: 'b'.repeat(22),
    title: 'Why',
    format: 'talk',
    question: 'Why on call?',
    steps: linesFrom(['one']),
    minutes: 10,
    owner: null,
    state: 'planned',
    startedAt: null,
    endedAt: null,
    reason: null,
    board: null,
  }
  expect(blockEdit(block, textOf(block), block)).toBeUndefined()
  expect(blockEdit(block, { ...textOf(block), minutes: 20 }, block)).toEqual({
    type: 'edit-block',
    block: block.id,
    text: { minutes: 20 },
  })
  expect(
    blockEdit(block, { ...textOf(block), steps: ['one', 'two'] }, { ...block, title: 'Theirs' }),
  ).toEqual({
    type: 'edit-block',
    block: block.id,
    steps: [{ change: 'add', text: 'two', before: null }],
  })
})

import { expect, test } from 'vitest'
import { newReactions } from './new-reactions.ts'

test('each reaction that came is one, of its kind', () => {
  expect(newReactions({ clap: 2 }, { clap: 3, 'new-to-me': 2 })).toEqual(['new-to-me', 'new-to-me', 'clap'])
  expect(newReactions({ clap: 2 }, { clap: 2 })).toEqual([])
})

test('after a long time away there are a few of a kind, and a new count that is lower is none', () => {
  expect(newReactions({}, { laugh: 80 })).toHaveLength(5)
  expect(newReactions({ laugh: 80 }, {})).toEqual([])
})

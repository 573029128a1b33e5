/** Two people typing into one text (M4). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Person } from './testing.ts'
import { board, element, meet } from './testing.ts'
import { lettersOf, mergeText, writeText } from './text.ts'
import { writeChanges } from './write.ts'

const text = (words: string, fields: Record<string, unknown> = {}) =>
  element('text', { id: 't', text: words, originalText: words, ...fields })
const typed = (words: string) => ({ text: words, originalText: words, width: words.length * 10 })

describe('[M4] two people typing into one text', () => {
  test('[M4] both keep their letters', () => {
    const [a, b] = board(2, text('the cache is warm')) as [Person, Person]
    a.change('t', typed('maybe the cache is warm'))
    b.change('t', typed('the cache is cold'))
    meet(a, b)
    expect(a.shown('t').originalText).toBe('maybe the cache is cold')
    expect(b.shown('t')).toEqual(a.shown('t'))
  })

  test('[M4] letters that a canvas has not been shown yet survive what it types', () => {
    const [a, b] = board(2, text('abc')) as [Person, Person]
    const shownToB = { ...b.shown('t') }
    a.change('t', typed('a12bc'))
    meet(a, b)
    // The editor of b is open and still shows "abc".
    writeChanges(b.doc, [{ before: shownToB, after: { ...shownToB, ...typed('abc!') } }], { origin: b })
    meet(a, b)
    expect(a.shown('t').originalText).toBe('a12bc!')
  })

  test('[M4] no letter is doubled when both typed the same word at different times', () => {
    const [a, b] = board(2, text('')) as [Person, Person]
    a.change('t', typed('queue'))
    meet(a, b)
    b.change('t', typed('queue full'))
    meet(a, b)
    expect(a.shown('t').originalText).toBe('queue full')
  })

  test('[M4] a wrapping is shown while it is one of this text, and is stale when it was made for another', () => {
    const [a, b] = board(2, text('one two')) as [Person, Person]
    a.change('t', { text: 'zero\none two', originalText: 'zero one two', height: 50 })
    expect(a.shown('t').text).toBe('zero\none two')
    expect(a.scene.staleLayouts).toEqual(new Set())
    b.change('t', { text: 'one two\nthree', originalText: 'one two three', height: 50 })
    meet(a, b)
    for (const { scene } of [a, b]) {
      expect(scene.get('t')).toMatchObject({ text: 'zero one two three', originalText: 'zero one two three' })
      expect(scene.staleLayouts).toEqual(new Set(['t']))
    }
    a.change('t', { text: 'zero one\ntwo three', height: 50 })
    meet(a, b)
    expect(b.shown('t').text).toBe('zero one\ntwo three')
    expect(b.scene.staleLayouts).toEqual(new Set())
  })

  test('[M4] a text that grew while another made its font larger is stale, too', () => {
    const [a, b] = board(2, text('one')) as [Person, Person]
    a.change('t', typed('one more'))
    b.change('t', { fontSize: 40, width: 99, height: 60 })
    meet(a, b)
    expect(a.shown('t')).toMatchObject({ originalText: 'one more', fontSize: 40 })
    expect(a.scene.staleLayouts).toEqual(new Set(['t']))
  })
})

const words = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '🙂', '🙃', '🏁', 'é'), maxLength: 12 })

test('[M4] edits carried over to an unchanged text give exactly what was typed', () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const doc = new Y.Doc()
      const shared = doc.getText()
      shared.insert(0, before)
      writeText(shared, before, after)
      expect(lettersOf(shared)).toBe(after)
    }),
  )
})

test('[M4] long texts merge as short ones do, and one that is another altogether in no time', () => {
  const letters = Array.from('the quick brown 🙂 fox '.repeat(300))
  const long = letters.join('')
  fc.assert(
    fc.property(fc.nat({ max: letters.length }), words, fc.nat({ max: 9 }), (at, word, gone) => {
      const after = [...letters.slice(0, at), word, ...letters.slice(at + gone)].join('')
      const shared = new Y.Doc().getText()
      shared.insert(0, `${long}, which b has not seen`)
      writeText(shared, long, after)
      expect(lettersOf(shared) === `${after}, which b has not seen`).toBe(true)
    }),
    { numRuns: 50 },
  )
  expect(mergeText('ab'.repeat(50_000), 'cd'.repeat(50_000), 'ef'.repeat(50_000))).toHaveLength(1)
})

test('[M4] whatever others typed meanwhile, their letters and one’s own stay, in their order', () => {
  const before = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 })
  const position = fc.nat({ max: 10 })
  fc.assert(
    fc.property(before, position, position, (start, here, there) => {
      const insert = (at: number, word: string) => start.slice(0, at) + word + start.slice(at)
      let merged = insert(there, 'XYZ')
      for (const edit of mergeText(start, insert(here, '123'), merged)) {
        merged = merged.slice(0, edit.index) + edit.insert + merged.slice(edit.index + edit.remove)
      }
      expect(merged.replace('XYZ', '').replace('123', '')).toBe(start)
      expect(merged).toContain('123')
    }),
  )
})

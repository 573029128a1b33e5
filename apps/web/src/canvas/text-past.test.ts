/** Steps through Excalidraw's history, told by the text that they put back. */
import { describe, expect, test } from 'vitest'
import { TextPast } from './text-past.ts'

/** A text on one canvas: what happens to it there, and what others make of it meanwhile. */
function setup(first: string | undefined) {
  const past = new TextPast()
  let shown = first === undefined ? undefined : element(first)
  const change = (originalText: string, isDeleted = false) => {
    const after = element(originalText, isDeleted)
    shown = element(past.change(shown, after) ?? '', isDeleted)
    return shown['originalText']
  }
  return {
    /** At one go, letter by letter. */
    type: (...texts: string[]) => {
      past.edit('1')
      for (const text of texts) change(text)
      past.edit(undefined)
    },
    /** The history puts the text back. */
    history: change,
    others: (originalText: string) => (shown = element(originalText, shown?.isDeleted)),
  }
}

const element = (originalText: string, isDeleted = false) => ({
  id: '1',
  type: 'text',
  version: 1,
  versionNonce: 1,
  isDeleted,
  originalText,
})

describe('[M8] an undo takes back what this person typed, and a redo brings it back', () => {
  test('what was typed at one go at once, whatever others typed meanwhile', () => {
    const { type, others, history } = setup('cat')
    type('cats', 'cats s', 'cats sat')
    others('the cats sat')
    expect(history('cat')).toBe('the cat')
    others('the cat!')
    expect(history('the cats sat')).toBe('the cats sat!')
    others('oh the cats sat!')
    expect(history('the cat!')).toBe('oh the cat!')
  })

  test('step by step, each time between others’ letters', () => {
    const { type, others, history } = setup('a')
    type('ab')
    type('abc')
    others('xabc')
    expect(history('ab')).toBe('xab')
    others('xyab')
    expect(history('a')).toBe('xya')
    others('xyza')
    expect(history('xyab')).toBe('xyzab')
    expect(history('xabc')).toBe('xyzabc')
  })

  test('several steps before anybody looked, and back one by one', () => {
    const { type, others, history } = setup('a')
    type('ab')
    type('abc')
    others('xabc')
    expect(history('a')).toBe('xa')
    expect(history('ab')).toBe('xab')
    expect(history('xabc')).toBe('xabc')
  })

  test('after the text was deleted and brought back in between', () => {
    const { type, others, history } = setup('a')
    history('a', true)
    history('a')
    type('ab')
    history('ab', true)
    history('ab')
    others('abx')
    expect(history('a')).toBe('ax')
    others('axy')
    expect(history('abx')).toBe('abxy')
  })

  test('and a text that was typed back to what it was is told from an undo', () => {
    const { type, others, history } = setup('a')
    type('ab')
    others('abx')
    type('a')
    others('ay')
    expect(history('abx')).toBe('abxy')
    expect(history('a')).toBe('axy')
  })
})

describe('[M4] letters of others survive', () => {
  test('when this person’s own new text is undone and made again', () => {
    const { type, others, history } = setup(undefined)
    type('a', 'ab')
    type('a')
    expect(history('a', true)).toBe('a')
    others('xay')
    expect(history('a')).toBe('xay')
    expect(history('xay', true)).toBe('xay')
    others('xayz')
    expect(history('xay')).toBe('xayz')
  })

  test('when a text that was typed empty is undone, and redone', () => {
    const { type, others, history } = setup('a')
    type('ab')
    type('')
    others('x')
    expect(history('ab')).toBe('abx')
    others('abxy')
    expect(history('x', true)).toBe('xy')
  })
})

test('what was typed anew leaves nothing to redo', () => {
  const { type, history } = setup('a')
  type('ab')
  history('a')
  type('abc')
  type('abcd')
  expect(history('ab')).toBe('ab')
})

test('a text that nobody here knows is taken as it comes', () => {
  expect(setup('a').history('b')).toBe('b')
})

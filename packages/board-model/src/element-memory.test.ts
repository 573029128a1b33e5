/** What is read with a memory is what is read without one, whatever was read before. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { elementsOf } from './document.ts'
import { ElementMemory } from './element-memory.ts'
import { BoardScene } from './scene.ts'
import type { Person } from './testing.ts'
import { board, element, meet } from './testing.ts'
import { act, ACTS, PEOPLE, pick } from './testing-acts.ts'

/** A document as a keyframe brings it: what was deleted is let go. */
function asKeyframe(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

describe('[H2] one memory for all states of a board', () => {
  test('[H2] each state is read as it is, in whatever order they are read', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60, size: 'max' }), fc.nat(), (story, shuffle) => {
        const people = board(PEOPLE, element('text', { id: 'e0' }), element('freedraw', { id: 'e1' }))
        const states: Y.Doc[] = []
        for (const [i, done] of story.entries()) {
          ACTS[done.what](pick(people, done.who), done)
          if (i % 5 === 4) meet(...people)
          states.push(asKeyframe(pick(people, done.who).doc))
        }
        const memory = new ElementMemory()
        const order = states.map((doc, i) => ({ doc, at: (i * 7_919 + shuffle) % 101 }))
        for (const { doc } of order.sort((a, b) => a.at - b.at)) {
          const followed = new BoardScene(doc, memory)
          expect(followed.all()).toEqual(new BoardScene(doc).all())
          // And as it goes on from there.
          for (const person of people) Y.applyUpdate(doc, Y.encodeStateAsUpdate(person.doc))
          expect(followed.all()).toEqual(new BoardScene(doc).all())
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  test('an element that is the same in two documents is the same object, with what is bound to it', () => {
    const [a] = board(
      1,
      element('rectangle', { id: 'shape' }),
      element('freedraw', { id: 'stroke', index: 'a1' }),
      element('arrow', {
        id: 'arrow',
        index: 'a2',
        startBinding: { elementId: 'shape', focus: 0.1, gap: 4 },
      }),
    ) as [Person]
    const memory = new ElementMemory()
    const before = new BoardScene(asKeyframe(a.doc), memory)
    a.change('stroke', { strokeColor: '#1971c2' })
    const after = new BoardScene(asKeyframe(a.doc), memory)
    for (const id of ['shape', 'arrow']) expect(after.get(id)).toBe(before.get(id))
    expect(after.get('shape')?.boundElements).toEqual([{ id: 'arrow', type: 'arrow' }])
    expect(after.get('stroke')).toMatchObject({ strokeColor: '#1971c2' })
    expect(before.get('stroke')).not.toBe(after.get('stroke'))
    const bound = () => new BoardScene(asKeyframe(a.doc), memory).get('shape')?.boundElements
    a.draw(element('text', { id: 'label', index: 'a3', containerId: 'shape' }))
    expect(bound()?.map(({ id }) => id)).toEqual(['arrow', 'label'])
    a.change('arrow', { startBinding: null })
    expect(bound()?.map(({ id }) => id)).toEqual(['label'])
    a.change('label', { isDeleted: true })
    expect(bound()).toEqual([])
  })

  test('a text in which a letter stands for another is not taken for what it was', () => {
    const [a] = board(1, element('text', { id: 'text', text: 'cat', originalText: 'cat' })) as [Person]
    const memory = new ElementMemory()
    const read = () => new BoardScene(asKeyframe(a.doc), memory).get('text')?.originalText
    const seen = ['cat', 'cut', 'cot', 'cat'].map((text) => {
      a.change('text', { text, originalText: text })
      return read()
    })
    expect(seen).toEqual(['cat', 'cut', 'cot', 'cat'])
  })

  test('[M11] what no element holds is read as without a memory', () => {
    const doc = new Y.Doc()
    const inner = new Y.Array<unknown>()
    const entry = new Y.Map<unknown>([
      ['base', { type: 'rectangle' }],
      ['p:strokeColor', new Y.Map([['x', 1]])],
      ['points', inner],
    ])
    elementsOf(doc).set('odd', entry)
    inner.push([new Y.Text('no point')])
    elementsOf(doc).set('none', 7)
    const memory = new ElementMemory()
    expect(new BoardScene(doc, memory).all()).toEqual(new BoardScene(doc).all())
  })
})

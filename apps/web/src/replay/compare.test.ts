import type { BoardElement } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import { compareScenes } from './compare.ts'

const element = (id: string, properties: Record<string, unknown> = {}): BoardElement =>
  ({
    id,
    type: 'rectangle',
    x: 0,
    y: 0,
    width: 10,
    height: 10,
    isDeleted: false,
    boundElements: [],
    version: 1,
    ...properties,
  }) as unknown as BoardElement
const text = (id: string, words: string, containerId: string | null = null) =>
  element(id, { type: 'text', text: words, originalText: words, containerId })
const arrow = (id: string, from: string | null, to: string | null) =>
  element(id, {
    type: 'arrow',
    startBinding: from === null ? null : { elementId: from, focus: 0 },
    endBinding: to === null ? null : { elementId: to, focus: 0 },
  })
const told = (from: BoardElement[], to: BoardElement[]) =>
  compareScenes(from, to).map(({ id, kind }) => `${id} ${kind}`)

test('what came, what went, what moved, what changed', () => {
  const from = [element('a'), element('b'), element('c'), element('d')]
  const to = [element('a', { x: 50 }), element('b', { strokeColor: 'red' }), element('c'), element('e')]
  expect(told(from, to)).toEqual(['d went', 'a moved', 'b changed', 'e came'])
})

test('what only changes how it is kept is no difference, and neither is a hair’s breadth', () => {
  const kept = element('a', {
    version: 9,
    versionNonce: 3,
    index: 'b',
    boundElements: [{ id: 'x', type: 'arrow' }],
  })
  expect(told([element('a')], [kept])).toEqual([])
  expect(told([element('a')], [element('a', { x: 0.4 })])).toEqual([])
})

test('deleted and gone are the same, and so are brought back and new', () => {
  expect(told([element('a')], [element('a', { isDeleted: true })])).toEqual(['a went'])
  expect(told([element('a', { isDeleted: true })], [element('a')])).toEqual(['a came'])
})

test('a label goes with its shape, and a shape that says something else has changed', () => {
  const from = [element('a'), text('t', 'Redis', 'a')]
  expect(compareScenes(from, [])).toEqual([
    { id: 'a', kind: 'went', label: { type: 'rectangle', text: 'Redis', from: null, to: null }, was: null },
  ])
  expect(compareScenes(from, [element('a'), text('t', 'Valkey', 'a')])).toEqual([
    {
      id: 'a',
      kind: 'changed',
      label: { type: 'rectangle', text: 'Valkey', from: null, to: null },
      was: 'Redis',
    },
  ])
})

test('an arrow is called by what it joins', () => {
  const scene = [element('a'), text('t', 'Checkout', 'a'), element('b'), text('u', 'Redis', 'b')]
  expect(compareScenes([...scene, arrow('r', 'a', 'b')], scene)).toEqual([
    { id: 'r', kind: 'went', label: { type: 'arrow', text: null, from: 'Checkout', to: 'Redis' }, was: null },
  ])
  expect(told([...scene, arrow('r', 'a', 'b')], [...scene, arrow('r', 'b', 'a')])).toEqual(['r changed'])
})

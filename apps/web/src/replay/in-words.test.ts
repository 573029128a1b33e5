import type { BoardElement } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import type { Difference } from './compare.ts'
import { causeOf, linesOf } from './in-words.ts'
import type { Stage } from './lives.ts'
import { overlay } from './overlay.ts'

const difference = (
  id: string,
  kind: Difference['kind'],
  text: string | null,
  type = 'rectangle',
): Difference => ({
  id,
  kind,
  label: { type: type as Difference['label']['type'], text, from: null, to: null },
  was: null,
})

test('what has a name stands for itself, what has none is counted', () => {
  const lines = linesOf([
    difference('a', 'went', 'Redis'),
    difference('s1', 'came', null, 'freedraw'),
    difference('b', 'came', 'Queue'),
    difference('s2', 'came', null, 'freedraw'),
  ])
  expect(
    lines.map((line) => (line.named ? line.difference.label.text : [line.kind, line.type, line.ids])),
  ).toEqual(['Queue', ['came', 'freedraw', ['s1', 's2']], 'Redis'])
})

test('who did it, and when: the last that could have, by then', () => {
  const stage = (kind: Stage['kind'], from: number, author: string): Stage => ({
    kind,
    from,
    until: from,
    at: from,
    ended: from,
    changes: 1,
    author,
  })
  const life = [
    stage('made', 1, 'kim'),
    stage('changed', 5, 'lee'),
    stage('deleted', 9, 'ana'),
    stage('brought-back', 12, 'lee'),
  ]
  expect(causeOf('came', life, 8)?.author).toBe('kim')
  expect(causeOf('came', life, 20)?.author).toBe('lee')
  expect(causeOf('went', life, 10)?.author).toBe('ana')
  expect(causeOf('moved', life, 10)?.author).toBe('lee')
  expect(causeOf('went', life, 8)).toBeUndefined()
})

test('over each other, what went is a ghost under another id, with its text', () => {
  const element = (id: string, properties: object = {}) =>
    ({
      id,
      type: 'rectangle',
      opacity: 100,
      isDeleted: false,
      strokeColor: '#000000',
      ...properties,
    }) as unknown as BoardElement
  const text = element('t', { type: 'text', containerId: 'a' })
  const shown = overlay(
    [element('a'), text, element('b')],
    [element('a', { isDeleted: true }), element('b'), element('c')],
    [difference('a', 'went', 'Redis'), difference('c', 'came', null)],
  )
  expect(shown.map(({ id, containerId, opacity }) => [id, containerId, opacity])).toEqual([
    ['a:was', undefined, 55],
    ['t:was', 'a:was', 55],
    ['b', undefined, 30],
    ['c', undefined, 100],
  ])
})

import { expect, test } from 'vitest'
import type { BoardElement } from '@gamelan/board-model'
import { Painted } from './painted.ts'

const box = (id: string, others: Partial<BoardElement> = {}) =>
  ({
    id,
    type: 'rectangle',
    x: 0,
    y: 0,
    width: 10,
    height: 5,
    strokeColor: '#000000',
    ...others,
  }) as BoardElement
const line = (others: Partial<BoardElement> & { points: [number, number][] }) =>
  ({ ...box('line'), type: 'line', ...others }) as BoardElement

test('one that has only moved stays the same object, in its new place', () => {
  const painted = new Painted()
  const [before] = painted.of([box('a', { version: 1 })])
  const [after] = painted.of([box('a', { x: 70, y: 8, version: 2 })])
  expect(after).toBe(before)
  expect(after).toEqual(box('a', { x: 70, y: 8, version: 2 }))
})

test('one that looks otherwise is another object', () => {
  const painted = new Painted()
  const shown = [
    box('a'),
    box('a', { width: 11 }),
    box('a', { width: 11, strokeColor: '#ffffff' }),
    box('a', { width: 11, strokeColor: '#ffffff', boundElements: [{ id: 'b', type: 'text' }] }),
  ].map((element) => painted.of([element])[0])
  expect(new Set(shown).size).toBe(4)
})

test('points that came anew and are the same are no reason to paint, others are', () => {
  const painted = new Painted()
  const of = (points: [number, number][], x = 0) => painted.of([line({ points, x })])[0]
  const first = of([
    [0, 0],
    [5, 5],
  ])
  expect(
    of(
      [
        [0, 0],
        [5, 5],
      ],
      9,
    ),
  ).toBe(first)
  expect(
    of(
      [
        [0, 0],
        [5, 6],
      ],
      9,
    ),
  ).not.toBe(first)
})

test('what it was given is never changed: it is shown elsewhere, too', () => {
  const painted = new Painted()
  const [given, moved] = [Object.freeze(box('a')), Object.freeze(box('a', { x: 9 }))]
  painted.of([given])
  painted.of([moved])
  painted.of([given])
  expect(given.x).toBe(0)
  expect(moved.x).toBe(9)
})

test('one that was away and comes back as it was is not painted anew', () => {
  const painted = new Painted()
  const [before] = painted.of([box('a')])
  expect(painted.of([])).toEqual([])
  expect(painted.of([box('a', { x: 3 })])[0]).toBe(before)
})

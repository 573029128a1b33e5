import type { BoardElement } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import { selectionBox } from './selection-box.ts'

const box = { x: 10, y: 20, width: 30, height: 40, angle: 1 }

test('a shape’s box is its own', () => {
  expect(selectionBox(box as BoardElement)).toEqual(box)
})

test('a line drawn to the left and up has its box there', () => {
  const line = {
    ...box,
    points: [
      [0, 0],
      [-30, -40],
    ],
  }
  expect(selectionBox(line as unknown as BoardElement)).toEqual({ ...box, x: -20, y: -20 })
})

import type { BoardElement } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import { alignedAs } from './text-place.ts'

test.each([
  ['left', 'top', { x: 100, y: 100 }],
  ['center', 'middle', { x: 90, y: 85 }],
  ['right', 'bottom', { x: 80, y: 70 }],
])('[M4] a label that grows while others type stays aligned (%s, %s)', (textAlign, verticalAlign, place) => {
  const text = { x: 100, y: 100, width: 40, height: 20, textAlign, verticalAlign } as unknown as BoardElement
  expect(alignedAs(text, { width: 60, height: 50 })).toEqual(place)
})

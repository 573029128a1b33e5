import { expect, test } from 'vitest'
import { boundElements } from './brought-in.ts'

const rectangle = (more: object) => ({
  id: 'r',
  type: 'rectangle',
  x: 0,
  y: 0,
  width: 200,
  height: 100,
  backgroundColor: '#ffc9c9',
  fillStyle: 'hachure',
  strokeWidth: 1,
  boundElements: [{ id: 'label', type: 'text' }],
  ...more,
})

test('[fault V4] a pasted element past the bound is drawn in a cheaper form, and stays the same otherwise', () => {
  const pasted = rectangle({ width: 1e7, height: 1e7 })
  expect(boundElements([pasted])).toEqual([{ ...pasted, fillStyle: 'solid' }])
})

test('[fault V4] what is within the bound is pasted as it is', () => {
  const elements = [rectangle({}), rectangle({ id: 'label', type: 'text', text: 'Hello', fontSize: 20 })]
  expect(boundElements(elements)).toBe(elements)
})

test('[M11] what no board shows is not pasted', () => {
  expect(boundElements([rectangle({ type: 'iframe' }), rectangle({ width: 1e300 })])).toEqual([])
})

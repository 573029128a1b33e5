import { expect, test } from 'vitest'
import { jsonShape } from './json-shape.ts'

const MOST = { depth: 100, values: 1000 }
const shapeOf = (text: string) => jsonShape(Buffer.from(text), MOST)

test('[fault V3] [A6] counts how deep a text is nested, and how many values and keys it has', () => {
  expect(shapeOf('1')).toEqual({ depth: 0, values: 1 })
  expect(shapeOf('[1, 2, [3]]')).toEqual({ depth: 2, values: 5 })
  expect(shapeOf('{"a": {"b": 1}, "c": []}')).toEqual({ depth: 2, values: 8 })
})

test('[fault V3] what stands in a string is no value', () => {
  expect(shapeOf('["[[[,,,:::", "\\"[[[", "\\\\", "é["]')).toEqual({ depth: 1, values: 5 })
  expect(shapeOf(JSON.stringify({ text: '{[,:"\\' }))).toEqual({ depth: 1, values: 3 })
})

test('[fault V3] [A6] stops where a limit is passed, and takes any bytes', () => {
  expect(jsonShape(Buffer.from('['.repeat(1e6)), MOST)).toEqual({ depth: 101, values: 102 })
  expect(jsonShape(Buffer.from(`[${'{},'.repeat(1e6)}`), MOST).values).toBe(1001)
  expect(shapeOf(']]]}}')).toEqual({ depth: 0, values: 1 })
  expect(jsonShape(new Uint8Array([0x22, 0x5c]), MOST)).toEqual({ depth: 0, values: 1 })
})

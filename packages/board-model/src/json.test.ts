/** What counts as a plain value (M11), and how plain values are compared. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { cleanJson, hashValue, isPlainObject, own, sameValue } from './json.ts'

class Odd {
  readonly value = 1
}

describe('[M11] plain values', () => {
  test('[M11] an object is plain when it is made of its own keys alone', () => {
    for (const value of [{}, { a: 1 }, Object.create(null), structuredClone({})])
      expect(isPlainObject(value)).toBe(true)
    const decoded: unknown = Object.setPrototypeOf({ type: 'rectangle' }, { link: 'x' })
    for (const value of [
      null,
      'x',
      [],
      new Odd(),
      new Date(),
      new Map(),
      new Y.Map(),
      new Uint8Array(1),
      decoded,
    ]) {
      expect(isPlainObject(value)).toBe(false)
    }
  })

  test('[M11] what every object has is nobody’s own', () => {
    expect(own({}, 'toString')).toBeUndefined()
    expect(own({ toString: 1 }, 'toString')).toBe(1)
  })

  test('[M11] what is not JSON takes what contains it along', () => {
    for (const value of [() => 1, Symbol('x'), 1n, NaN, new Odd(), new Y.Text('x')]) {
      expect(cleanJson(value)).toBeUndefined()
      expect(cleanJson({ list: [1, value] })).toBeUndefined()
    }
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(cleanJson(circle)).toBeUndefined()
    expect(cleanJson({ a: [null, true, 'x', { b: undefined }] })).toEqual({ a: [null, true, 'x', {}] })
  })
})

test('plain values are equal by what they hold, absent and undefined being one', () => {
  expect(sameValue({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true)
  expect(sameValue({ a: 1, b: undefined }, { a: 1 })).toBe(true)
  expect(sameValue({ a: 1 }, { a: 1, b: undefined })).toBe(true)
  for (const [a, b] of [
    [[1], [1, 2]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [[], {}],
    [null, {}],
    [0, '0'],
  ]) {
    // prettier-ignore
    expect(sameValue(a, b)).toBe(false)
    expect(sameValue(b, a)).toBe(false)
  }
})

test('equal values have equal hashes, whatever order their keys came in, and others have others', () => {
  expect(hashValue({ a: 1, b: [2, 'x'] })).toBe(hashValue({ b: [2, 'x'], a: 1 }))
  const values = [
    0,
    1,
    -1,
    0.5,
    '',
    '1',
    [1],
    [1, 2],
    [2, 1],
    {},
    { a: 1 },
    { b: 1 },
    { a: 2 },
    null,
    true,
    false,
  ]
  expect(new Set(values.map((value) => hashValue(value))).size).toBe(values.length)
})

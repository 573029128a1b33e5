import { expect, test } from 'vitest'
import { litBox } from './spotlight.ts'

test('a lit region moves and grows with the view, and keeps its room around it', () => {
  const region = [100, 50, 300, 150] as const
  expect(litBox(region, { scrollX: 0, scrollY: 0, zoom: { value: 1 } })).toEqual({
    x: 92,
    y: 42,
    width: 216,
    height: 116,
  })
  expect(litBox(region, { scrollX: -100, scrollY: 50, zoom: { value: 2 } })).toEqual({
    x: -8,
    y: 192,
    width: 416,
    height: 216,
  })
})

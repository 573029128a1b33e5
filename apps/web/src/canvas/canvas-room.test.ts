import { expect, test } from 'vitest'
import { CANVAS_PIXELS, PAINTED_PIXELS, roomFor } from './canvas-room.ts'

const VIEW = { scale: 1, width: 1280, height: 800 }
const ELEMENT_PIXELS = 16_777_216

const shape = (width: number, height: number, type = 'rectangle') => ({
  type,
  x: 0,
  y: 0,
  width,
  height,
  angle: 0,
  strokeColor: '#1e1e1e',
})
const many = (count: number, width: number, height: number) =>
  Array.from({ length: count }, () => shape(width, height))

test('[fault V4] an ordinary board is painted whole, and as finely as Excalidraw does', () => {
  const elements = [...many(5_000, 120, 80), shape(4_000, 3_000), shape(1e6, 1e6, 'frame')]
  expect(roomFor(elements, VIEW)).toEqual({ painted: elements, outlined: [], area: ELEMENT_PIXELS })
})

test('[fault V4] large canvases share the pixels, and small ones keep theirs', () => {
  const elements = [...many(12, 4_000, 4_000), ...many(100, 100, 100)]
  const { painted, area } = roomFor(elements, VIEW)
  expect(painted).toBe(elements)
  const pixels = elements.reduce((sum, { width, height }) => sum + Math.min(area, width * height), 0)
  expect(pixels).toBeLessThanOrEqual(CANVAS_PIXELS)
  expect(pixels).toBeGreaterThan(0.99 * CANVAS_PIXELS)
  expect(area).toBeGreaterThan(100 * 100)
})

test('[fault V4] of five thousand shapes over the whole view some are painted, and the others outlined', () => {
  const small = shape(50, 50)
  const elements = [small, ...many(5_000, 1e6, 1e6)]
  const { painted, outlined, area } = roomFor(elements, VIEW)
  expect(painted.length + outlined.length).toBe(elements.length)
  expect(painted).toContain(small)
  expect((painted.length - 1) * VIEW.width * VIEW.height).toBeLessThanOrEqual(PAINTED_PIXELS)
  expect((painted.length - 1) * area).toBeLessThanOrEqual(CANVAS_PIXELS)
  // Those that lie on top stay.
  expect(painted.at(-1)).toBe(elements.at(-1))
})

test('[fault V4] nothing in view needs nothing', () => {
  expect(roomFor([], VIEW)).toEqual({ painted: [], outlined: [], area: ELEMENT_PIXELS })
})

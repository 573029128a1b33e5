import { expect, test } from 'vitest'
import type { Bounds, Window } from './fit-view.ts'
import { fitView, overlap, steadyZoom } from './fit-view.ts'

/** Where the bounds lie in the window, in pixels. */
function inWindow([left, top, right, bottom]: Bounds, window: Window, most?: number) {
  const { scrollX, scrollY, zoom } = fitView([left, top, right, bottom], window, most)
  return [left + scrollX, top + scrollY, right + scrollX, bottom + scrollY].map((value) => value * zoom)
}

test('a wide drawing fills the width of a phone and stands in the middle', () => {
  expect(inWindow([0, 0, 1560, 390], { width: 390, height: 844 })).toEqual([0, 373.25, 390, 470.75])
})

test('what the tools take is left free', () => {
  expect(inWindow([0, 0, 100, 1000], { width: 1000, height: 800, top: 100, bottom: 200 })).toEqual([
    475, 100, 525, 600,
  ])
})

test('the sides are left free', () => {
  expect(inWindow([0, 0, 800, 10], { width: 1000, height: 800, side: 100 })).toEqual([100, 395, 900, 405])
})

test('a small drawing is not blown up past the most', () => {
  expect(fitView([10, 10, 20, 20], { width: 1000, height: 1000 }, 1)).toEqual({
    scrollX: 485,
    scrollY: 485,
    zoom: 1,
  })
})

test('a point and a huge drawing have a zoom that Excalidraw takes', () => {
  expect(fitView([5, 5, 5, 5], { width: 100, height: 100 }).zoom).toBe(30)
  expect(fitView([0, 0, 1e6, 1e6], { width: 100, height: 100 }).zoom).toBe(0.1)
})

test('a view that has only moved keeps its zoom to the last digit', () => {
  const window = { width: 1280, height: 800 }
  const zoom = 0.35
  const size = [window.width / zoom, window.height / zoom] as const
  for (const left of [0.1, 12.7, 1e5 / 3, -777.77]) {
    const moved = fitView([left, left, left + size[0], left + size[1]], window)
    expect(steadyZoom(moved.zoom, zoom)).toBe(zoom)
  }
  expect(steadyZoom(0.36, zoom)).toBe(0.36)
})

test.each<[Bounds, boolean]>([
  [[5, 5, 20, 20], true],
  [[10, 10, 20, 20], true],
  [[-5, 2, 15, 3], true],
  [[11, 0, 20, 10], false],
  [[0, -9, 10, -1], false],
])('whether %j has a point in common with a square', (bounds, expected) => {
  expect(overlap(bounds, [0, 0, 10, 10])).toBe(expected)
  expect(overlap([0, 0, 10, 10], bounds)).toBe(expected)
})

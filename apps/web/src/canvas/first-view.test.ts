import { boxOf } from '@gamelan/board-model'
import { describe, expect, test } from 'vitest'
import { firstArea, mainPart } from './first-view.ts'
import { fitView } from './fit-view.ts'

const WINDOW = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
const square = (x: number, y: number, size = 100) => ({ x, y, width: size, height: size })
/** `columns` by `rows` squares, 200 units apart. */
const grid = (columns: number, rows: number, x = 0, y = 0) =>
  Array.from({ length: columns * rows }, (_, i) =>
    square(x + (i % columns) * 200, y + Math.floor(i / columns) * 200),
  )

/** How many of the elements are wholly in the first view, and its zoom. */
function seen(elements: readonly ReturnType<typeof square>[], window = WINDOW) {
  const area = firstArea(elements, window)
  if (area === undefined) throw new Error('there is nothing to see')
  const { scrollX, scrollY, zoom } = fitView(area, window, 1)
  const [right, bottom] = [window.width / zoom - scrollX, window.height / zoom - scrollY]
  const inView = elements.filter((element) => {
    const box = boxOf(element)
    return box[0] >= -scrollX && box[1] >= -scrollY && box[2] <= right && box[3] <= bottom
  })
  return { count: inView.length, zoom }
}

describe('[fault P5] the first view', () => {
  test('shows all of a drawing that is readable as a whole', () => {
    expect(seen(grid(10, 5))).toMatchObject({ count: 50 })
    expect(seen([square(0, 0)])).toEqual({ count: 1, zoom: 1 })
  })

  test('goes to one of two shapes that are 20,000 units apart: the one nearest the origin', () => {
    expect(firstArea([square(20_000, 20_000), square(0, 0)], WINDOW)).toEqual([0, 0, 100, 100])
  })

  test('leaves one stray shape out, on a screen and on a phone', () => {
    for (const distance of [8_000, 100_000, 5_000_000]) {
      const drawing = [square(distance, -distance), ...grid(6, 4)]
      for (const window of [WINDOW, PHONE]) {
        const { count, zoom } = seen(drawing, window)
        expect(count).toBeGreaterThan(10)
        expect(zoom).toBeGreaterThanOrEqual(0.25)
      }
    }
  })

  test('shows all of a large drawing that is full', () => {
    expect(seen(grid(40, 20))).toMatchObject({ count: 800 })
  })

  test('goes to the part with the most elements', () => {
    const drawing = [...grid(2, 2), ...grid(5, 5, 60_000, 60_000), ...grid(3, 2, -60_000, 0)]
    expect(firstArea(drawing, WINDOW)?.slice(0, 2)).toEqual([60_000, 60_000])
  })

  test('shows some of the outline of a shape that is larger than every view', () => {
    const huge = { x: -50_000, y: -40_000, width: 100_000, height: 80_000 }
    const [left, top, right, bottom] = firstArea([huge], WINDOW) ?? [0, 0, 0, 0]
    expect([left < 0, right > 0, top < -40_000, bottom > -40_000]).toEqual([true, true, true, true])
    const line = {
      x: 10,
      y: 20,
      width: 1e6,
      height: 1e6,
      points: [
        [0, 0],
        [1e6, 1e6],
      ] as const,
    }
    const start = firstArea([line], WINDOW) ?? [0, 0, 0, 0]
    expect([start[0] < 10, start[2] > 10, start[1] < 20, start[3] > 20]).toEqual([true, true, true, true])
  })

  test('of nothing is nothing', () => {
    expect(firstArea([], WINDOW)).toBeUndefined()
    expect(mainPart([], WINDOW)).toEqual([])
  })
})

test('[fault P5] a small picture leaves out what is far away, and nothing else', () => {
  const near = grid(6, 4)
  expect(mainPart([...near, square(50_000, 0)], WINDOW)).toEqual(near)
  expect(mainPart(grid(10, 5), WINDOW)).toHaveLength(50)
})

import { expect, test } from 'vitest'
import { freePlace } from './free-place.ts'
import { overlap, type Bounds } from './fit-view.ts'

const SIZE = { width: 100, height: 60 }
const boxAt = ({ x, y }: { x: number; y: number }): Bounds => [x - 50, y - 30, x + 50, y + 30]

test('where nothing lies, it is the middle', () => {
  expect(freePlace(SIZE, { x: 7, y: 9 }, [[1000, 1000, 1100, 1100]])).toEqual({ x: 7, y: 9 })
})

test('one after the other, none covers another, and none is far', () => {
  const taken: Bounds[] = []
  for (let i = 0; i < 20; i++) {
    const place = freePlace(SIZE, { x: 0, y: 0 }, taken)
    if (place === undefined) throw new Error('no place was free')
    expect(taken.some((other) => overlap(other, boxAt(place)))).toBe(false)
    expect(Math.hypot(place.x, place.y)).toBeLessThan(500)
    taken.push(boxAt(place))
  }
})

test('where all is covered, there is none', () => {
  expect(freePlace(SIZE, { x: 3, y: 4 }, [[-1e6, -1e6, 1e6, 1e6]])).toBeUndefined()
})

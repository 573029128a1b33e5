import { type BoardElement, boxOf, unite } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import type { Area } from './camera.ts'
import { contains } from './camera.ts'
import { filmOf, wallAt } from './film.ts'
import { Player } from './player.ts'
import type { Frame, Target } from './projector.ts'

const element = (id: string, x: number): BoardElement =>
  ({ id, x, y: 0, width: 50, height: 50, index: id, isDeleted: false }) as BoardElement

/** Three seconds of drawing, a long talk, and one second more. */
const film = filmOf(
  {
    every: 1000,
    cells: [
      [0, 0, 1, 1],
      [2, 0, 1, 2],
      [300, 0, 1, 3],
    ],
  },
  0,
)

function setUp({ isSmooth = true } = {}) {
  const asked: Target[] = []
  const shown: (readonly BoardElement[])[] = []
  let seen: Area = [0, 0, 800, 600]
  let next: ((now: number) => void) | undefined
  const projection = { show: (target: Target) => void asked.push(target), isBusy: false }
  const player = new Player({
    film,
    canvas: {
      show: (elements) => void shown.push(elements),
      seen: () => seen,
      areaToShow: (elements) => unite(elements.map(boxOf)),
      lookAt: (area) => {
        seen = area
      },
    },
    projection,
    nextFrame(run) {
      next = run
      return () => {
        next = undefined
      }
    },
    isSmooth: () => isSmooth,
  })
  const frame = (seq: number, at: number, changed: BoardElement[] = []): Frame => ({
    seq,
    at,
    author: 'kim',
    changed,
    again: [],
    removed: [],
    touched: changed.map(({ id }) => id),
  })
  return {
    player,
    asked,
    shown,
    projection,
    seen: () => seen,
    /** A frame is painted. false: nobody waits for one. */
    paint: (now: number): boolean => {
      const run = next
      next = undefined
      run?.(now)
      return run !== undefined
    },
    take: (...parts: Parameters<typeof frame>) => player.take(frame(...parts)),
  }
}

test('it plays by the time that passes, and asks for what was then', () => {
  const { player, asked, paint } = setUp()
  player.drag(0)
  expect(asked).toEqual([{ seq: 0 }])
  player.play()
  paint(1000)
  paint(2500)
  expect(player.state().position).toBe(1500)
  expect(asked.at(-1)).toEqual({ at: wallAt(film, 1500) })
  player.pause()
  paint(9000)
  expect(player.state().position).toBe(1500)
})

test('while a moment is on its way it asks for none, but for the last', () => {
  const { player, asked, projection, paint } = setUp()
  player.drag(0)
  player.play()
  projection.isBusy = true
  paint(1000)
  paint(1500)
  expect(asked).toHaveLength(1)
  paint(1_000_000)
  expect(player.state()).toMatchObject({ isPlaying: false, position: film.length })
  expect(asked).toHaveLength(2)
})

test('what is shown says where the film stands, unless it is played or dragged', () => {
  const { player, take } = setUp()
  player.jumpTo(2)
  take(2, 2500)
  expect(player.state().position).toBe(2500)
  player.drag(700)
  take(1, 300)
  expect(player.state()).toMatchObject({ position: 700, shown: { seq: 1, at: 300, author: 'kim' } })
})

test('the view follows the work when it leaves what is seen, and stays where a person put it', () => {
  const { player, take, paint, seen } = setUp()
  take(1, 100, [element('near', 100)])
  expect(seen()).toEqual([0, 0, 800, 600])
  take(2, 2200, [element('far', 5000)])
  for (let now = 0; now < 3000 && paint(now); now += 16);
  expect(contains(seen(), [5000, 0, 5050, 50])).toBe(true)
  player.follow(false)
  const before = seen()
  take(3, 300_100, [element('farther', -9000)])
  paint(10_000)
  expect(seen()).toEqual(before)
})

test('who wants less motion sees the view jump', () => {
  const { take, seen } = setUp({ isSmooth: false })
  take(1, 100, [element('far', 5000)])
  expect(contains(seen(), [5000, 0, 5050, 50])).toBe(true)
})

test('dressed, the same elements are shown differently from then on', () => {
  const { player, take, shown } = setUp()
  take(1, 100, [element('a', 1)])
  player.dress((elements, seq) => (seq === 1 ? [] : elements))
  expect(shown.at(-1)).toEqual([])
  take(2, 200, [element('b', 2)])
  expect(shown.at(-1)?.map(({ id }) => id)).toEqual(['a', 'b'])
  player.dress(undefined)
  expect(shown.at(-1)).toBe(player.elements)
})

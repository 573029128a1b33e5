import type { BoardElement } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import { createLight } from './lit.ts'
import { createLives } from './lives.ts'

const element = (id: string, properties: object = {}) =>
  ({ id, isDeleted: false, opacity: 100, ...properties }) as BoardElement

function live() {
  const lives = createLives()
  let seq = 0
  const now = new Map<string, BoardElement>()
  return {
    lives,
    change: (author: string, at: number, after: BoardElement) => {
      seq += 1
      const changes = [{ id: after.id, before: now.get(after.id), after }]
      now.set(after.id, after)
      lives.add({ seq, at, author, changes })
    },
  }
}

test('what one person does in one go is one stage, and a pause or another hand begins the next', () => {
  const { lives, change } = live()
  change('kim', 0, element('a'))
  for (let i = 1; i <= 30; i++) change('kim', i * 33, element('a', { x: i }))
  change('lee', 1200, element('a', { x: 99 }))
  change('lee', 1300, element('a', { x: 98 }))
  change('lee', 60_000, element('a', { x: 97 }))
  change('kim', 61_000, element('a', { isDeleted: true }))
  change('lee', 62_000, element('a'))
  expect(
    lives.of('a').map(({ author, kind, from, until, changes }) => [author, kind, from, until, changes]),
  ).toEqual([
    ['kim', 'made', 1, 31, 31],
    ['lee', 'changed', 32, 33, 2],
    ['lee', 'changed', 34, 34, 1],
    ['kim', 'deleted', 35, 35, 1],
    ['lee', 'brought-back', 36, 36, 1],
  ])
  expect(lives.of('b')).toEqual([])
  expect(lives.hands().get('a')).toEqual([
    ['kim', 1],
    ['lee', 32],
  ])
})

test('lit is what somebody has touched by then; the rest is dimmed, and stays the same object', () => {
  const { lives, change } = live()
  change('kim', 0, element('a'))
  change('lee', 0, element('b'))
  change('kim', 0, element('b', { x: 1 }))
  const light = createLight(lives.hands(), 'kim')
  const scene = [element('a'), element('b')]
  const then = light(scene, 2)
  expect(then.map(({ opacity }) => opacity)).toEqual([100, 14])
  expect(then[0]).toBe(scene[0])
  expect(light(scene, 2)[1]).toBe(then[1])
  expect(light(scene, 3).map(({ opacity }) => opacity)).toEqual([100, 100])
})

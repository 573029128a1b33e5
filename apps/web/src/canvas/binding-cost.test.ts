/** What would block the page is drawn in a cheaper form, and the document keeps what it holds (V4). */
import type { Point } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { setup, shape } from './binding.test-support.ts'

const points = Array.from({ length: 20_000 }, (_, i): Point => [(i * 7919) % 5000, (i * 104_729) % 5000])
const scribble = shape('1', { type: 'line', points, width: 5000, height: 5000 })
const huge = { width: 1e7, height: 1e7, strokeWidth: 1, fillStyle: 'hachure', backgroundColor: '#ff0000' }

const pointsOf = (element: { readonly [name: string]: unknown } | undefined): number =>
  ((element?.['points'] ?? []) as readonly Point[]).length

test('[fault V4] content that is stored already is drawn in a cheaper form, and nothing is written', () => {
  const { canvas, timer, frames, sent, remote } = setup({ board: [scribble, shape('2', huge)] })
  canvas.touch()
  timer.pass()
  frames.pass()
  expect(pointsOf(canvas.get('1'))).toBeLessThan(2_000)
  expect(canvas.get('2')['fillStyle']).toBe('solid')
  expect(sent).toEqual([])
  expect(pointsOf(remote.get('1'))).toBe(points.length)
})

test('[fault V4] somebody moves and recolours it: no point is lost', () => {
  const { canvas, timer, frames, remote } = setup({ board: [scribble, shape('2', huge)] })
  canvas.change('1', { x: 500, strokeColor: '#00ff00' })
  canvas.change('2', { x: 500 })
  timer.pass()
  frames.pass()
  expect(remote.get('1')).toMatchObject({ x: 500, strokeColor: '#00ff00' })
  expect(remote.get('1')?.points).toEqual(points)
  expect(pointsOf(canvas.get('1'))).toBeLessThan(2_000)
  canvas.change('2', { width: 100, height: 100 })
  timer.pass()
  frames.pass()
  expect(remote.get('2')?.fillStyle).toBe('hachure')
  expect(canvas.get('2')['fillStyle']).toBe('hachure')
})

test('[fault V4] somebody scales and then moves it: all points are scaled, once', () => {
  const { canvas, timer, frames, remote } = setup({ board: [scribble] })
  const shown = canvas.get('1')['points'] as readonly Point[]
  canvas.change('1', { width: 2500, points: shown.map(([x, y]): Point => [x / 2, y]) })
  timer.pass()
  canvas.change('1', { y: 70 })
  timer.pass()
  frames.pass()
  canvas.change('1', { x: 60 })
  timer.pass()
  expect(remote.get('1')).toMatchObject({ x: 60, y: 70 })
  expect(remote.get('1')?.points).toEqual(points.map(([x, y]) => [x / 2, y]))
})

test('[fault V4] somebody draws on a stroke that is past the bound: every new point is written', () => {
  const { canvas, timer, frames, remote } = setup()
  const whole = [...points, ...points]
  canvas.hand({ newElement: { id: '1' } })
  canvas.add(
    shape('1', {
      type: 'freedraw',
      points: whole.slice(0, 15_000),
      pressures: [],
      width: 5000,
      height: 5000,
    }),
  )
  for (let count = 15_000; count <= 25_000; count += 5_000) {
    canvas.change('1', { points: whole.slice(0, count) })
    timer.pass()
    frames.pass()
  }
  expect(pointsOf(remote.get('1'))).toBe(25_000)
  expect(pointsOf(canvas.get('1'))).toBe(25_000)
  canvas.hand({ newElement: null })
  frames.pass()
  expect(pointsOf(canvas.get('1'))).toBeLessThan(10_000)
  canvas.change('1', { x: 9 })
  timer.pass()
  expect(pointsOf(remote.get('1'))).toBe(25_000)
})

test('[fault V4] what others add is bounded before it is on the canvas, and one’s own once it is written', () => {
  const { canvas, timer, frames, write } = setup({ board: [shape('1')] })
  write([{ after: shape('2', huge) }])
  frames.pass()
  canvas.add(shape('3', huge))
  timer.pass()
  frames.pass()
  expect(['2', '3'].map((id) => canvas.get(id)['fillStyle'])).toEqual(['solid', 'solid'])
})

test('[fault V4] a text that would take long to measure keeps the size that it has', () => {
  const measured: string[] = []
  const texts = ['1', '2'].map((id) => {
    const text = 'x'.repeat(id === '1' ? 50_000 : 50)
    return shape(id, { type: 'text', text, originalText: text })
  })
  const { others, frames } = setup({
    board: texts,
    measure: (text) => {
      measured.push(text.id)
      return {}
    },
  })
  for (const { id } of texts) {
    const entry = others.getMap('elements').get(id)
    // Letters alone, without the size that a canvas would have measured for them.
    const letters: unknown = entry instanceof Y.Map ? entry.get('text') : undefined
    if (!(letters instanceof Y.Text)) throw new Error('no letters')
    if (entry instanceof Y.Map) entry.set('layout', [10, 10, 1])
    letters.insert(0, 'y')
  }
  frames.pass()
  expect(new Set(measured)).toEqual(new Set(['2']))
})

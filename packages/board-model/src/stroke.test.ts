/** A stroke that others watch grow (M6). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Point } from './element.ts'
import { elementsOf } from './document.ts'
import { sizeOf } from './geometry.ts'
import { continueStroke, openStroke, readStroke } from './stroke.ts'
import type { Person } from './testing.ts'
import { board, element, meet } from './testing.ts'

/** A scribble, the way a hand makes it: from point to point a few units. */
function scribble(count: number): Point[] {
  return Array.from({ length: count }, (_, i): Point => {
    const x = 200 * Math.sin(i / 40) + 60 * Math.sin(i / 7)
    return i === 0 ? [0, 0] : [x, 150 * Math.cos(i / 30) - 150]
  })
}

/** Draws a stroke in `changes` steps as Excalidraw reports it; answers with the sizes of the updates. */
function drawStroke(person: Person, points: readonly Point[], pressures: readonly number[], changes: number) {
  const sizes: number[] = []
  const note = (update: Uint8Array) => void sizes.push(update.length)
  person.doc.on('update', note)
  for (let i = 1; i <= changes; i++) {
    const count = Math.max(1, Math.round((points.length * i) / changes))
    const drawn = points.slice(0, count)
    const fields = { points: drawn, ...sizeOf(drawn), pressures: pressures.slice(0, count) }
    person.draw(element('freedraw', { id: 's', ...fields, simulatePressure: pressures.length === 0 }))
  }
  person.doc.off('update', note)
  return sizes
}

describe('[M6] a stroke costs bytes in proportion to its new points', () => {
  const points = scribble(300)
  const pressures = points.map((_, i) => 0.5 + 0.4 * Math.sin(i / 20))
  // A sync message adds its two types and the length of the update.
  const FRAMING = 4

  test.each([
    ['with a mouse', [], 40, 2_000],
    ['with a pen', pressures, 40, 2_500],
  ])('[M6] 300 points in 125 changes %s', (_name, pressed, eachAtMost, atRestAtMost) => {
    const [a, b] = board(2) as [Person, Person]
    const empty = Y.encodeStateAsUpdate(a.doc).length
    const sizes = drawStroke(a, points, pressed, 125)
    const appends = sizes.slice(1)
    const mean = appends.reduce((sum, size) => sum + size + FRAMING, 0) / appends.length
    expect(sizes).toHaveLength(125)
    expect(mean).toBeLessThanOrEqual(eachAtMost)
    expect(Y.encodeStateAsUpdate(a.doc).length - empty).toBeLessThanOrEqual(atRestAtMost)
    meet(a, b)
    expect(b.shown('s').points).toHaveLength(300)
    expect(b.shown('s').pressures).toHaveLength(pressed.length)
  })

  test('[M6] a long stroke’s last append costs no more than a short one’s', () => {
    const [short] = board(1) as [Person]
    const [long] = board(1) as [Person]
    const few = drawStroke(short, scribble(60), [], 30).at(-1) ?? 0
    const many = drawStroke(long, scribble(3_000), [], 1_500).at(-1) ?? 0
    expect(many).toBeLessThanOrEqual(few + 8)
  })

  test('[M6] watchers see it within half a step of where it was drawn, its box its own', () => {
    const [a, b] = board(2) as [Person, Person]
    drawStroke(a, points, pressures, 50)
    meet(a, b)
    const seen = b.shown('s')
    expect(seen).toMatchObject(sizeOf(seen.points ?? []))
    for (const [i, [x, y]] of (seen.points ?? []).entries()) {
      expect(Math.abs(x - (points[i]?.[0] ?? NaN))).toBeLessThanOrEqual(1 / 16)
      expect(Math.abs(y - (points[i]?.[1] ?? NaN))).toBeLessThanOrEqual(1 / 16)
      expect(Math.abs((seen.pressures?.[i] ?? NaN) - (pressures[i] ?? NaN))).toBeLessThanOrEqual(1 / 510)
    }
  })

  test('[M6] points that are equal after quantisation are no change', () => {
    const [a] = board(1) as [Person]
    drawStroke(a, points, [], 10)
    const count = a.updates.length
    const exact = element('freedraw', { id: 's', points, pressures: [], ...sizeOf(points) })
    a.draw({ ...a.shown('s'), points: exact['points'], ...sizeOf(points) })
    expect(a.updates).toHaveLength(count)
  })

  test('[M6] a resized stroke is replaced exactly, and its points stay with its box', () => {
    const [a, b] = board(2) as [Person, Person]
    drawStroke(a, points, [], 10)
    meet(a, b)
    const resized = points.map(([x, y]): Point => [x * 1.37, y * 0.77])
    a.change('s', { points: resized, ...sizeOf(resized), x: 5 })
    b.change('s', { strokeColor: '#1971c2' })
    meet(a, b)
    expect(b.shown('s')).toMatchObject({ points: resized, ...sizeOf(resized), x: 5, strokeColor: '#1971c2' })
  })

  test('[M6] a small stroke that is pasted whole keeps its shape', () => {
    const [a] = board(1) as [Person]
    const small = scribble(40).map(([x, y]): Point => [x / 100, y / 100])
    a.draw(element('freedraw', { id: 's', points: small, pressures: [], ...sizeOf(small) }))
    const { width } = sizeOf(small)
    for (const [i, [x]] of (a.shown('s').points ?? []).entries()) {
      expect(Math.abs(x - (small[i]?.[0] ?? NaN))).toBeLessThan(width / 1_000)
    }
  })

  test('[M6] points of a file stand exactly in the base', () => {
    const [a] = board(1) as [Person]
    a.draw(element('freedraw', { id: 's' }), { keepVersions: true })
    const entry = elementsOf(a.doc).get('s')
    expect(entry instanceof Y.Map ? [...entry.keys()] : []).toEqual(['base'])
    expect(a.shown('s')).toMatchObject({ pressures: [0.1, 0.33, 0.9], width: 20.1 })
  })
})

test('[M6] a step back over the origin is a small integer, not a negative zero that costs a float', () => {
  const points: Point[] = [[0, 0], [-0.01, -0.01], [0.01, 0.01]] // prettier-ignore
  expect(openStroke({ points, pressures: [] }, 8)).toEqual([8, 0, 0, 0, 0, 0, 0])
})

test('[M6] any stroke, cut anywhere, is the same stroke continued', () => {
  const coordinate = fc.double({ min: -5_000, max: 5_000, noNaN: true })
  const point = fc.tuple(coordinate, coordinate)
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 1, maxLength: 30 }),
      fc.nat(),
      fc.boolean(),
      (points, cut, pen) => {
        const pressures = pen ? points.map((_, i) => (i % 10) / 10) : []
        const at = 1 + (cut % points.length)
        const begun = openStroke({ points: points.slice(0, at), pressures: pressures.slice(0, at) }, 8)
        const rest = continueStroke(begun, { points, pressures })
        expect(rest).toBeDefined()
        const whole = readStroke([...begun, ...(rest ?? [])])
        expect(whole?.points).toHaveLength(points.length)
        expect(whole?.pressures).toHaveLength(pressures.length)
        for (const [i, [x, y]] of (whole?.points ?? []).entries()) {
          expect(Math.hypot(x - (points[i]?.[0] ?? NaN), y - (points[i]?.[1] ?? NaN))).toBeLessThan(0.1)
        }
      },
    ),
  )
})

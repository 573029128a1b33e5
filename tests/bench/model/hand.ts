/** What a hand does to a board: strokes, drags, small edits. The same for every way of storing it. */
import type { CanvasElement } from '../../../apps/web/src/canvas/canvas-element.ts'
import type { Random } from './random.ts'
import { integer } from './random.ts'

type Point = readonly [number, number]
export type Change = Readonly<{ before: CanvasElement | undefined; after: CanvasElement }>

function boxOf(points: readonly Point[]): { width: number; height: number } {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  return {
    width: Math.max(...xs) - Math.min(...xs),
    height: Math.max(...ys) - Math.min(...ys),
  }
}

/** A scribble of a hand that does not draw circles exactly: pixels of a pointer, seen through a zoom. */
export function scribble(
  count: number,
  random: Random,
  zoom: number,
): { points: readonly Point[]; box: { width: number; height: number } } {
  const points: Point[] = []
  for (let i = 0; i < count; i++) {
    const x = 200 * Math.sin(i / 40) + 60 * Math.sin(i / 7) + 3 * random()
    const y = 150 * Math.cos(i / 30) - 150 + 3 * random()
    points.push(i === 0 ? [0, 0] : [Math.round(x) / zoom, Math.round(y) / zoom])
  }
  return { points, box: boxOf(points) }
}

/** The element with its version raised, as Excalidraw does with whatever it changes. */
export function touched(
  element: CanvasElement,
  random: Random,
  fields: Record<string, unknown>,
): CanvasElement {
  return {
    ...element,
    ...fields,
    version: element.version + 1,
    versionNonce: integer(random, 1, 2 ** 31 - 1),
    updated: Number(element['updated']) + 16,
  }
}

/** A stroke of `count` points that appears in `steps` changes; with the pressures of a pen where asked for. */
export function stroke(
  first: CanvasElement,
  count: number,
  steps: number,
  isPen: boolean,
  random: Random,
): Change[] {
  // A zoom at which no coordinate is a round number, the dearest case for all.
  const { points } = scribble(count, random, 1.1)
  const pressures = points.map((_, i) =>
    isPen ? Math.fround(0.5 + 0.4 * Math.sin(i / 20) + 0.03 * random()) : 0,
  )
  const changes: Change[] = []
  let before: CanvasElement | undefined
  for (let step = 1; step <= steps; step++) {
    const drawn = Math.max(1, Math.round((count * step) / steps))
    const shape = points.slice(0, drawn)
    const after = touched(before ?? first, random, {
      points: shape,
      ...boxOf(shape),
      pressures: isPen ? pressures.slice(0, drawn) : [],
      simulatePressure: !isPen,
    })
    changes.push({ before, after })
    before = after
  }
  return changes
}

/**
 * An element dragged along a curve, a step a frame. At zoom 1 it starts and stays on whole numbers, if it is dragged
 * by whole pixels; at most other zooms no coordinate is a round number, and takes nine bytes.
 */
export function drag(element: CanvasElement, steps: number, zoom: number, random: Random): Change[] {
  const changes: Change[] = []
  const [left, top] = [Math.round(Number(element['x'])), Math.round(Number(element['y']))]
  let before = element
  for (let step = 1; step <= steps; step++) {
    const after = touched(before, random, {
      x: left + Math.round(2.4 * step + random()) / zoom,
      y: top + Math.round(120 * Math.sin(step / 50)) / zoom,
    })
    changes.push({ before, after })
    before = after
  }
  return changes
}

const COLORS = ['#1971c2', '#2f9e44', '#e03131', '#f08c00', '#1e1e1e']

/** One small edit such as people make: most move something, others recolour it or type. */
export function edit(element: CanvasElement, random: Random): CanvasElement {
  const kind = random()
  if (kind < 0.2) return touched(element, random, { strokeColor: otherThan(element['strokeColor'], random) })
  if (kind < 0.5 && element.type === 'text') {
    const text = `${String(element['originalText'])} ${integer(random, 0, 9)}`
    return touched(element, random, { text, originalText: text, width: Math.fround(text.length * 9.14) })
  }
  const x = Number(element['x']) + integer(random, 1, 40) / 1.1
  const y = Number(element['y']) - integer(random, 1, 40) / 1.1
  return touched(element, random, { x, y })
}

function otherThan(color: unknown, random: Random): string {
  const others = COLORS.filter((candidate) => candidate !== color)
  return others[integer(random, 0, others.length - 1)] ?? '#000000'
}

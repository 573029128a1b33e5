/**
 * Elements that may be costly to draw, one for each seed: every type, and values up to the limits of M11, the extreme
 * ones often. Read as a board reads them, so that nothing is here that no canvas could be given.
 */
import { ELEMENT_TYPES, limits, readElement } from '@gamelan/board-model'
import type { BoardElement, ElementType } from '@gamelan/board-model'
import * as Y from 'yjs'
import { integer, pick, seeded } from '../model/random.ts'
import type { Random } from '../model/random.ts'

const FILLS = [
  'solid',
  'hachure',
  'cross-hatch',
  'zigzag',
  'dots',
  'dashed',
  'zigzag-line',
  'unknown',
] as const
const ARROWHEADS = [
  null,
  'arrow',
  'bar',
  'dot',
  'circle',
  'triangle_outline',
  'diamond',
  'crowfoot_many',
] as const

/** Spread over the orders of magnitude, and now and then an end of the range. */
function magnitude(random: Random, least: number, most: number): number {
  const dice = random()
  if (dice < 0.1) return most
  if (dice < 0.15) return least
  return Math.exp(Math.log(least) + random() * (Math.log(most) - Math.log(least)))
}

/** Points of one of a few shapes that are hard in different ways. */
function pointsOf(random: Random, type: ElementType): [number, number][] {
  const count = Math.max(2, Math.round(magnitude(random, 2, limits.MAX_POINTS - 1)))
  const width = magnitude(random, 1, limits.MAX_COORDINATE)
  const height = magnitude(random, 1, limits.MAX_COORDINATE)
  const shape = pick(random, 'scribble', 'spiral', 'zigzag', 'stairs', 'stroke', 'shrinking')
  const at = (i: number): [number, number] => {
    const part = i / count
    switch (shape) {
      case 'scribble':
        return [random() * width, random() * height]
      case 'spiral':
        return [part * width * Math.cos(i / 20) * 0.5, part * height * Math.sin(i / 20) * 0.5]
      case 'zigzag':
        return [part * width, i % 2 === 0 ? 0 : height]
      case 'stairs':
        return [(Math.ceil(i / 2) / count) * width, (Math.floor(i / 2) / count) * height]
      case 'shrinking':
        return [part * width, (i % 2 === 0 ? 1 - part : part - 1) * height * 0.5]
      case 'stroke':
        return [i * 3, 40 * Math.sin(i / 10)]
    }
  }
  const points = Array.from({ length: count }, (_, i) => at(i))
  const [first] = points
  if (first) points[0] = [0, 0]
  if (type !== 'arrow' && random() < 0.4) points.push([0, 0])
  return points
}

function textOf(random: Random): string {
  const count = Math.round(magnitude(random, 1, limits.MAX_TEXT_LENGTH))
  const letters = pick(random, 'a', 'ab ', 'a\n', 'א', 'א\n', '漢', '👩‍💻', 'mixed')
  if (letters !== 'mixed') return letters.repeat(Math.ceil(count / letters.length)).slice(0, count)
  return Array.from({ length: count }, () => String.fromCharCode(integer(random, 0x21, 0xd7ff))).join('')
}

function ownProperties(random: Random, type: ElementType): Record<string, unknown> {
  if (type === 'text') {
    const text = textOf(random)
    const fontSize = magnitude(random, 0.1, limits.MAX_FONT_SIZE)
    return {
      text,
      originalText: text,
      fontSize,
      fontFamily: integer(random, 1, 9),
      lineHeight: magnitude(random, 0.1, 100),
    }
  }
  if (type !== 'line' && type !== 'arrow' && type !== 'freedraw') return {}
  const points = pointsOf(random, type)
  if (type === 'freedraw') {
    const simulatePressure = random() < 0.5
    return { points, simulatePressure, pressures: simulatePressure ? [] : points.map(() => random()) }
  }
  const heads = { startArrowhead: pick(random, ...ARROWHEADS), endArrowhead: pick(random, ...ARROWHEADS) }
  return { points, ...heads, ...(type === 'arrow' && { elbowed: random() < 0.3 }) }
}

/** The element of a seed, as a document holds it: without its id. */
export function costlyBase(seed: number): Record<string, unknown> {
  const random = seeded(seed)
  const type = pick(random, ...ELEMENT_TYPES)
  const isSquare = random() < 0.3
  const width = magnitude(random, 0.01, limits.MAX_COORDINATE)
  return {
    type,
    x: 0,
    y: 0,
    width,
    height: isSquare ? width : magnitude(random, 0.01, limits.MAX_COORDINATE),
    angle: pick(random, 0, 0, random() * 7),
    strokeColor: '#1e1e1e',
    backgroundColor: pick(random, 'transparent', '#ffc9c9', '#a5d8ff80'),
    fillStyle: pick(random, ...FILLS),
    strokeWidth: magnitude(random, 0.001, limits.MAX_STROKE_WIDTH),
    strokeStyle: pick(random, 'solid', 'dashed', 'dotted'),
    roughness: pick(random, 0, 1, 2, magnitude(random, 0.01, limits.MAX_ROUGHNESS)),
    opacity: pick(random, 100, 50),
    roundness: pick(random, null, { type: 2 }, { type: 3 }, { type: 3, value: magnitude(random, 1, 1e7) }),
    seed: integer(random, 1, 2 ** 31 - 1),
    index: 'a0',
    ...ownProperties(random, type),
  }
}

/** The same, read as M11 says; undefined where no canvas is given anything. */
export function costlyElement(seed: number): BoardElement | undefined {
  const elements = new Y.Doc().getMap('elements')
  const map = new Y.Map<unknown>([['base', costlyBase(seed)]])
  elements.set('costly', map)
  return readElement('costly', map)
}

/**
 * A board as teams draw it: labelled boxes with arrows between them, ellipses, notes, a few strokes. Each element has
 * every property that Excalidraw 0.18 gives to a new one, so that no way of storing it is spared anything.
 */
import { generateNKeysBetween } from 'fractional-indexing'
import type { CanvasElement } from '../../../apps/web/src/canvas/canvas-element.ts'
import { scribble } from './hand.ts'
import type { Random } from './random.ts'
import { integer, newId, pick, seeded } from './random.ts'

/** Excalidraw's own default colours, the unfilled more often, as on boards. */
const FILLS = [
  'transparent',
  'transparent',
  'transparent',
  '#a5d8ff',
  '#b2f2bb',
  '#ffec99',
  '#ffc9c9',
] as const
const INKS = ['#1e1e1e', '#1e1e1e', '#1e1e1e', '#1971c2', '#2f9e44', '#e03131'] as const
const WORDS =
  'order cart payment queue retry timeout cache shard replica gateway worker alert on-call deploy rollback ' +
  'feature flag budget latency who owns this what if we believe that it never happens here before after'
const ZOOMS = [1, 1, 1, 0.9, 1.1] as const

type Fields = Record<string, unknown>
type Box = Readonly<{ x: number; y: number; width: number; height: number }>

function fresh(random: Random, type: string, box: Box, fields: Fields): CanvasElement {
  return {
    id: newId(random),
    type,
    ...box,
    angle: 0,
    strokeColor: pick(random, ...INKS),
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 2,
    strokeStyle: pick(random, 'solid', 'solid', 'solid', 'dashed'),
    roughness: 1,
    opacity: 100,
    groupIds: random() < 0.05 ? [newId(random)] : [],
    frameId: null,
    index: null,
    roundness: null,
    seed: integer(random, 1, 2 ** 31 - 1),
    version: integer(random, 2, 80),
    versionNonce: integer(random, 1, 2 ** 31 - 1),
    isDeleted: false,
    boundElements: [],
    updated: 1_790_000_000_000 + integer(random, 0, 3_600_000),
    link: null,
    locked: false,
    ...fields,
  }
}

function words(random: Random, least: number, most: number): string {
  const all = WORDS.split(' ')
  return Array.from(
    { length: integer(random, least, most) },
    () => all[integer(random, 0, all.length - 1)],
  ).join(' ')
}

/** What a canvas measures is a 32-bit float. */
function textBox(text: string): { width: number; height: number } {
  return { width: Math.fround(text.length * 9.14), height: 25 }
}

function textFields(text: string, containerId: string | null): Fields {
  return {
    fontSize: 20,
    fontFamily: 5,
    text,
    textAlign: containerId ? 'center' : 'left',
    verticalAlign: containerId ? 'middle' : 'top',
    containerId,
    originalText: text,
    autoResize: true,
    lineHeight: 1.25,
  }
}

function shapeAt(random: Random, type: string, x: number, y: number, zoom: number): CanvasElement {
  const box = { x, y, width: integer(random, 90, 260) / zoom, height: integer(random, 50, 140) / zoom }
  const roundness = type === 'rectangle' ? { type: 3 } : type === 'diamond' ? { type: 2 } : null
  return fresh(random, type, box, { backgroundColor: pick(random, ...FILLS), roundness })
}

function labelOf(random: Random, shape: CanvasElement): CanvasElement {
  const text = words(random, 1, 4)
  const { width, height } = textBox(text)
  const [left, top, across, down] = ['x', 'y', 'width', 'height'].map((name) => Number(shape[name])) as [
    number,
    number,
    number,
    number,
  ]
  const box = { x: left + (across - width) / 2, y: top + (down - height) / 2, width, height }
  return fresh(random, 'text', box, { ...textFields(text, shape.id), strokeColor: shape['strokeColor'] })
}

function arrowBetween(random: Random, from: CanvasElement, to: CanvasElement): CanvasElement {
  const x = Number(from['x']) + Number(from['width'])
  const y = Number(from['y']) + Number(from['height']) / 2
  const dx = Number(to['x']) - x
  const dy = Number(to['y']) + Number(to['height']) / 2 - y
  const bind = (elementId: string) => ({ elementId, focus: random() - 0.5, gap: 1 + 8 * random() })
  return fresh(
    random,
    'arrow',
    { x, y, width: Math.abs(dx), height: Math.abs(dy) },
    {
      roundness: { type: 2 },
      points: [
        [0, 0],
        [dx, dy],
      ],
      lastCommittedPoint: null,
      startBinding: bind(from.id),
      endBinding: bind(to.id),
      startArrowhead: null,
      endArrowhead: 'arrow',
      elbowed: false,
    },
  )
}

function attach(shape: CanvasElement, source: CanvasElement): CanvasElement {
  const bound = shape['boundElements'] as readonly unknown[]
  const entry = { id: source.id, type: source.type === 'text' ? 'text' : 'arrow' }
  return { ...shape, boundElements: [...bound, entry] }
}

function strokeAt(random: Random, x: number, y: number, zoom: number): CanvasElement {
  const { points, box } = scribble(integer(random, 30, 90), random, zoom)
  const fields = { points, pressures: [], simulatePressure: true, lastCommittedPoint: null }
  return fresh(random, 'freedraw', { x, y, ...box }, fields)
}

/**
 * `count` elements in stacking order. Of a hundred about 24 are boxes, 22 their labels, 20 bound arrows, 9 ellipses,
 * 3 diamonds, 18 notes and 4 strokes.
 */
export function board(count: number, seed: number): CanvasElement[] {
  const random = seeded(seed)
  const elements: CanvasElement[] = []
  /** Where the last shape stands in `elements`. */
  let lastShape: number | undefined
  for (let place = 0; elements.length < count; place++) {
    const zoom = pick(random, ...ZOOMS)
    const x = ((place % 50) * 400 + integer(random, 0, 90)) / zoom
    const y = (Math.floor(place / 50) * 260 + integer(random, 0, 60)) / zoom
    const kind = random()
    if (kind < 0.3) {
      const text = words(random, 2, 9)
      elements.push(fresh(random, 'text', { x, y, ...textBox(text) }, textFields(text, null)))
      continue
    }
    if (kind < 0.37) {
      elements.push(strokeAt(random, x, y, zoom))
      continue
    }
    const type = kind < 0.77 ? 'rectangle' : kind < 0.95 ? 'ellipse' : 'diamond'
    let shape = shapeAt(random, type, x, y, zoom)
    const at = elements.push(shape) - 1
    if (type === 'rectangle' && random() < 0.9) {
      const label = labelOf(random, shape)
      shape = attach(shape, label)
      elements.push(label)
    }
    const from = lastShape === undefined ? undefined : elements[lastShape]
    if (from && lastShape !== undefined && random() < 0.55) {
      const arrow = arrowBetween(random, from, shape)
      elements[lastShape] = attach(from, arrow)
      shape = attach(shape, arrow)
      elements.push(arrow)
    }
    elements[at] = shape
    lastShape = at
  }
  const indices = generateNKeysBetween(null, null, count)
  return elements.slice(0, count).map((element, i) => ({ ...element, index: indices[i] ?? null }))
}

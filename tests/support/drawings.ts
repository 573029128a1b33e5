/**
 * Drawings for tests and for the README's picture, made in code: an invented shop's checkout path. They are what
 * Excalidraw would write to a file. Must stay free of other people's drawings.
 */

type Element = Record<string, unknown> & { id: string }

/** A `.excalidraw` document as a test hands it in. */
export type DrawingFile = {
  type: 'excalidraw'
  version: 2
  source: string
  elements: Element[]
  appState: Record<string, unknown>
  files: Record<string, unknown>
}

/** The digits of a fractional index, in their order. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const INK = '#1e1e1e'
const FONT_SIZE = 20
const LINE_HEIGHT = 1.25
/** The mean width of a letter of Excalifont, of its size. Near enough for a label that is centred. */
const LETTER = 0.56

const COMMON = {
  angle: 0,
  strokeColor: INK,
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  opacity: 100,
  groupIds: [],
  frameId: null,
  roundness: null,
  boundElements: [],
  isDeleted: false,
  link: null,
  locked: false,
  version: 1,
  versionNonce: 1,
  updated: 1,
}

type Box = { id: string; label: string; x: number; y: number; width: number; height: number; fill: string }

function box({ id, label, x, y, width, height, fill }: Box, seed: number): Element[] {
  const textWidth = label.length * FONT_SIZE * LETTER
  const textHeight = FONT_SIZE * LINE_HEIGHT
  const shape = {
    ...COMMON,
    id,
    type: 'rectangle',
    seed,
    x,
    y,
    width,
    height,
    backgroundColor: fill,
    roundness: { type: 3 },
    boundElements: [{ type: 'text', id: `${id}-label` }],
  }
  const text = {
    ...COMMON,
    id: `${id}-label`,
    type: 'text',
    seed: seed + 1,
    x: x + (width - textWidth) / 2,
    y: y + (height - textHeight) / 2,
    width: textWidth,
    height: textHeight,
    text: label,
    originalText: label,
    fontSize: FONT_SIZE,
    fontFamily: 5,
    textAlign: 'center',
    verticalAlign: 'middle',
    containerId: id,
    autoResize: true,
    lineHeight: LINE_HEIGHT,
  }
  return [shape, text]
}

function arrow(from: Box, to: Box, seed: number, style: 'solid' | 'dashed'): Element {
  const sideways = Math.abs(to.x - from.x) >= Math.abs(to.y - from.y)
  const start = sideways
    ? { x: from.x + from.width + 4, y: from.y + from.height / 2 }
    : { x: from.x + from.width / 2, y: from.y + from.height + 4 }
  const end = sideways ? { x: to.x - 4, y: to.y + to.height / 2 } : { x: to.x + to.width / 2, y: to.y - 4 }
  return {
    ...COMMON,
    id: `${from.id}-${to.id}`,
    type: 'arrow',
    seed,
    x: start.x,
    y: start.y,
    width: Math.abs(end.x - start.x),
    height: Math.abs(end.y - start.y),
    strokeStyle: style,
    roundness: { type: 2 },
    points: [
      [0, 0],
      [end.x - start.x, end.y - start.y],
    ],
    lastCommittedPoint: null,
    startBinding: { elementId: from.id, focus: 0, gap: 4 },
    endBinding: { elementId: to.id, focus: 0, gap: 4 },
    startArrowhead: null,
    endArrowhead: 'arrow',
    elbowed: false,
  }
}

const place = (id: string, label: string, column: number, row: number, fill: string): Box => ({
  id,
  label,
  x: column * 260,
  y: row * 150,
  width: 170,
  height: 80,
  fill,
})

/** Ten services of an invented shop and how an order runs through them: boxes, labels, bound arrows. */
export function checkoutPath(): DrawingFile {
  const shopper = place('shopper', 'Shopper', 0, 1, '#ffec99')
  const cdn = place('cdn', 'CDN', 1, 1, '#e9ecef')
  const storefront = place('storefront', 'Storefront', 2, 1, '#a5d8ff')
  const search = place('search', 'Search', 3, 0, '#a5d8ff')
  const checkout = place('checkout', 'Checkout', 3, 1, '#b2f2bb')
  const redis = place('redis', 'Redis', 3, 2, '#ffc9c9')
  const payments = place('payments', 'Payments', 4, 1, '#b2f2bb')
  const fraud = place('fraud', 'Fraud check', 4, 0, '#b2f2bb')
  const orders = place('orders', 'Order worker', 4, 2, '#d0bfff')
  const provider = place('provider', 'PSP (external)', 5, 1, '#e9ecef')
  const boxes = [shopper, cdn, storefront, search, checkout, redis, payments, fraud, orders, provider]
  const arrows: [Box, Box, 'solid' | 'dashed'][] = [
    [shopper, cdn, 'solid'],
    [cdn, storefront, 'solid'],
    [storefront, search, 'dashed'],
    [storefront, checkout, 'solid'],
    [checkout, redis, 'dashed'],
    [checkout, payments, 'solid'],
    [fraud, payments, 'dashed'],
    [payments, orders, 'solid'],
    [payments, provider, 'solid'],
  ]
  const elements = [
    ...boxes.flatMap((shape, i) => box(shape, 100 + i * 10)),
    ...arrows.map(([from, to, style], i) => arrow(from, to, 1000 + i, style)),
  ]
  for (const line of elements.filter((element) => element['type'] === 'arrow')) {
    for (const end of ['startBinding', 'endBinding']) {
      const target = elements.find((shape) => shape.id === (line[end] as { elementId: string }).elementId)
      if (target)
        target['boundElements'] = [...(target['boundElements'] as object[]), { type: 'arrow', id: line.id }]
    }
  }
  return {
    type: 'excalidraw',
    version: 2,
    source: 'gamelan-tests',
    elements: elements.map((element, i) => ({ ...element, index: `a${DIGITS[i] ?? 'z'}` })),
    appState: { viewBackgroundColor: '#ffffff' },
    files: {},
  }
}

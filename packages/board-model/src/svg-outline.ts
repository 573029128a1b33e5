/**
 * The geometry of one SVG element, as far as its cost needs it: where its outline lies at most, how long it is at most, and
 * how many points it has. Never too small: what is not plain numbers is without bound.
 */

export type Attributes = Readonly<Record<string, string>>

/** Left, top, right, bottom. */
export type Bounds = readonly [number, number, number, number]

export type Outline = { readonly bounds: Bounds; readonly length: number; readonly points: number }

/** `a b c d e f` of SVG. */
export type Matrix = readonly [number, number, number, number, number, number]

export const NOWHERE: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
export const ANYWHERE: Bounds = [-Infinity, -Infinity, Infinity, Infinity]

export const unite = (a: Bounds, b: Bounds): Bounds => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
]

export const grown = ([left, top, right, bottom]: Bounds, by: number): Bounds =>
  left > right ? NOWHERE : [left - by, top - by, right + by, bottom + by]

export const areaOf = ([left, top, right, bottom]: Bounds): number =>
  left > right ? 0 : Math.max(right - left, 0) * Math.max(bottom - top, 0) || 0

/** Bounds of bounds that were turned or scaled. */
export function moved(bounds: Bounds, [a, b, c, d, e, f]: Matrix): Bounds {
  if (bounds[0] > bounds[2]) return NOWHERE
  if (![...bounds, a, b, c, d, e, f].every(Number.isFinite)) return ANYWHERE
  const [left, top, right, bottom] = bounds
  const xs = [a * left + c * top, a * right + c * top, a * left + c * bottom, a * right + c * bottom]
  const ys = [b * left + d * top, b * right + d * top, b * left + d * bottom, b * right + d * bottom]
  return [Math.min(...xs) + e, Math.min(...ys) + f, Math.max(...xs) + e, Math.max(...ys) + f]
}

/** How much longer a line becomes at most. */
export const stretch = ([a, b, c, d]: Matrix): number => Math.hypot(a, b, c, d)

const PLACED: Matrix = [1, 0, 0, 1, 0, 0]
/** Of a transform that is not plain numbers. */
const UNKNOWN: Matrix = [Infinity, 0, 0, Infinity, 0, 0]

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}

/** What a `transform` attribute does. */
export function transformOf(value: string): Matrix {
  let matrix = PLACED
  const rest = value.replaceAll(/([a-z]+)\s*\(([^()]*)\)[\s,]*/gi, (_, name: string, list: string) => {
    const numbers = list.trim().split(/[\s,]+|(?<=\d)(?=-)/)
    const [a = 0, b, c, d, e, f] = numbers.map(Number)
    const turn = (a * Math.PI) / 180
    const [sin, cos] = [Math.sin(turn), Math.cos(turn)]
    const around = (m: Matrix): Matrix =>
      times(times([1, 0, 0, 1, b ?? 0, c ?? 0], m), [1, 0, 0, 1, -(b ?? 0), -(c ?? 0)])
    const steps: Readonly<Record<string, Matrix>> = {
      translate: [1, 0, 0, 1, a, b ?? 0],
      scale: [a, 0, 0, b ?? a, 0, 0],
      rotate: around([cos, sin, -sin, cos, 0, 0]),
      skewX: [1, 0, Math.tan(turn), 1, 0, 0],
      skewY: [1, Math.tan(turn), 0, 1, 0, 0],
      matrix: [a, b ?? 0, c ?? 0, d ?? 0, e ?? 0, f ?? 0],
    }
    matrix = times(matrix, steps[name] ?? UNKNOWN)
    return ''
  })
  return rest.trim() === '' && matrix.every(Number.isFinite) ? matrix : UNKNOWN
}

/** A length with a unit is at most this many times its number: `in` is 96, `rem` is unknown. `%` is of the view. */
const UNIT = 100

/** What one number or length says at most. `view`: the longer side of what the image shows. */
export function lengthOf(value: string | undefined, view: number): number {
  if (value === undefined) return 0
  if (value.includes('(')) return Infinity
  const number = Number.parseFloat(value)
  if (Number.isNaN(number)) return 0
  const plain = value.trim().toLowerCase()
  if (plain.endsWith('%')) return (number / 100) * view
  return /[a-z]$/.test(plain) && !plain.endsWith('px') ? number * UNIT : number
}

/** What a shape draws by itself, without what is inside of it. `view`: as in `lengthOf`. */
export function outlineOf(name: string, attributes: Attributes, view: number): Outline {
  const size = (attribute: string, other = 0): number =>
    attribute in attributes ? lengthOf(attributes[attribute], view) : other
  const round = (rx: number, ry: number): Outline => {
    const [cx, cy] = [size('cx'), size('cy')]
    return { bounds: [cx - rx, cy - ry, cx + rx, cy + ry], length: 4 * (rx + ry), points: 8 }
  }
  const [x, y] = [size('x'), size('y')]
  switch (name) {
    case 'path':
      return pathOutline(attributes['d'] ?? '')
    case 'polyline':
    case 'polygon':
      return pathOutline(`M${attributes['points'] ?? ''}Z`)
    case 'rect':
    case 'image':
    case 'foreignobject': {
      // Without a size it may have any.
      const other = name === 'rect' ? 0 : Infinity
      const [width, height] = [size('width', other), size('height', other)]
      return { bounds: [x, y, x + width, y + height], length: 2 * (width + height), points: 8 }
    }
    case 'circle':
      return round(size('r'), size('r'))
    case 'ellipse': {
      const [rx, ry] = [size('rx', size('ry')), size('ry', size('rx'))]
      return round(rx, ry)
    }
    case 'line': {
      const [x1, y1, x2, y2] = [size('x1'), size('y1'), size('x2'), size('y2')]
      const bounds: Bounds = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]
      return { bounds, length: arealess(bounds), points: 2 }
    }
    default:
      return { bounds: NOWHERE, length: 0, points: 0 }
  }
}

const arealess = ([left, top, right, bottom]: Bounds): number => right - left + (bottom - top)

const ARGUMENTS: Readonly<Record<string, number>> = {
  m: 2,
  l: 2,
  t: 2,
  h: 1,
  v: 1,
  s: 4,
  q: 4,
  c: 6,
  a: 7,
  z: 0,
}
const COMMAND = /[\s,]*([a-z])/iy
const NUMBER = /[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/iy
const FLAG = /[\s,]*([01])/y

/** A path through its control points; an arc counts as its whole circle. */
export function pathOutline(d: string): Outline {
  let [length, x, y, startX, startY, at, points, lastFar] = [0, 0, 0, 0, 0, 0, 0, 0]
  let [left, top, right, bottom] = NOWHERE as [number, number, number, number]
  let command = ''
  const next = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(d)
    if (found) at = pattern.lastIndex
    return found?.[1]
  }
  const reach = (toX: number, toY: number, around = 0): void => {
    left = Math.min(left, toX - around)
    top = Math.min(top, toY - around)
    right = Math.max(right, toX + around)
    bottom = Math.max(bottom, toY + around)
  }
  const go = (toX: number, toY: number): number => {
    const far = Math.abs(toX - x) + Math.abs(toY - y)
    length += far
    x = toX
    y = toY
    reach(x, y)
    return far
  }
  for (;;) {
    const found = next(COMMAND)
    if (found !== undefined) command = found
    else if (command === '' || /z/i.test(command)) break
    const kind = command.toLowerCase()
    const count = ARGUMENTS[kind]
    if (count === undefined) break
    const numbers: number[] = []
    for (let i = 0; i < count; i++) {
      const number = next(kind === 'a' && (i === 3 || i === 4) ? FLAG : NUMBER)
      if (number === undefined) break
      numbers.push(Number(number))
    }
    if (numbers.length < count) break
    const isRelative = command === kind
    const [fromX, fromY] = isRelative ? [x, y] : [0, 0]
    const [a = 0, b = 0] = numbers
    // A curve is drawn as several lines.
    points += count > 2 ? 2 : 1
    if (kind === 'z') go(startX, startY)
    else if (kind === 'h') go(fromX + a, y)
    else if (kind === 'v') go(x, fromY + a)
    else if (kind === 'm') {
      // Nothing is drawn on the way to where it begins.
      x = startX = fromX + a
      y = startY = fromY + b
      reach(x, y)
      command = isRelative ? 'l' : 'L'
    } else if (kind === 'a') {
      reach(x, y)
      const far = go(fromX + (numbers[5] ?? 0), fromY + (numbers[6] ?? 0))
      const radius = Math.max(Math.abs(a), Math.abs(b), far)
      const isLarge = numbers[3] === 1
      reach(x, y, isLarge ? 2 * radius : far)
      length += isLarge ? 7 * radius : far
    } else {
      const [inX, inY] = [fromX, fromY]
      // The mirrored control point of a smooth curve lies as far away as the one before.
      if (kind === 't' || kind === 's') reach(x, y, length === 0 ? 0 : lastFar)
      for (let i = 0; i < count; i += 2) lastFar = go(inX + (numbers[i] ?? 0), inY + (numbers[i + 1] ?? 0))
    }
  }
  return { bounds: [left, top, right, bottom], length, points }
}

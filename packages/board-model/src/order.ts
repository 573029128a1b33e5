/**
 * One stacking order for all (M10): by fractional index, then by id, both by code units. Nothing is ever written
 * to settle two equal indices; the id settles them the same way everywhere.
 */
import { BASE_62_DIGITS, generateNKeysBetween } from 'fractional-indexing'
import { MAX_INDEX_LENGTH } from './limits.ts'

type Ordered = Readonly<{ id: string; index: string | null }>

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Elements that have no index yet come last, as Excalidraw puts them. */
export function compareElements(a: Ordered, b: Ordered): number {
  if (a.index !== b.index) {
    if (a.index === null) return 1
    if (b.index === null) return -1
    return compareStrings(a.index, b.index)
  }
  return compareStrings(a.id, b.id)
}

const DIGITS = new Set(BASE_62_DIGITS)
const SMALLEST_INTEGER = `A${'0'.repeat(26)}`

/**
 * Whether a string is a key of the fractional-indexing scheme. Excalidraw throws on others when it makes an
 * index next to one, so others never reach it.
 */
export function isOrderKey(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_INDEX_LENGTH) return false
  const head = value.charCodeAt(0)
  const integerLength =
    head >= 97 && head <= 122 ? head - 95 : head >= 65 && head <= 90 ? 92 - head : Infinity
  if (value.length < integerLength || value === SMALLEST_INTEGER) return false
  for (const digit of value) if (!DIGITS.has(digit)) return false
  return value.length === integerLength || !value.endsWith('0')
}

/** `count` keys above `lower` in ascending order; above nothing when it is null. */
export function keysAbove(lower: string | null, count: number): string[] {
  return generateNKeysBetween(lower, null, count)
}

/**
 * Keys for a list that is in its intended order: a key that ascends is kept, others are made anew between their
 * neighbours. What a file without indices gets is what Excalidraw would give it. The keys at `fixed` places are
 * kept as long as they ascend among themselves: others give way to them.
 */
export function repairOrder(indices: readonly unknown[], fixed?: (place: number) => boolean): string[] {
  const bounds = fixed ? upperBounds(indices, fixed) : []
  const kept: (string | undefined)[] = []
  let top = ''
  for (const [place, index] of indices.entries()) {
    const bound = bounds[place]
    const ascends = isOrderKey(index) && index > top && (bound === undefined || index < bound)
    kept.push(ascends ? index : undefined)
    if (ascends) top = index
  }
  const repaired: string[] = []
  for (let i = 0; i < kept.length;) {
    const key = kept[i]
    if (key !== undefined) {
      repaired.push(key)
      i++
      continue
    }
    let end = i
    while (end < kept.length && kept[end] === undefined) end++
    repaired.push(...generateNKeysBetween(repaired.at(-1) ?? null, kept[end] ?? null, end - i))
    i = end
  }
  return repaired
}

/** For each place, the key of the next fixed place above it. */
function upperBounds(
  indices: readonly unknown[],
  fixed: (place: number) => boolean,
): readonly (string | undefined)[] {
  const bounds: (string | undefined)[] = []
  let bound: string | undefined
  for (let place = indices.length - 1; place >= 0; place--) {
    bounds[place] = bound
    const index = indices[place]
    if (fixed(place) && isOrderKey(index) && (bound === undefined || index < bound)) bound = index
  }
  return bounds
}

/** What a wheel looks like that is drawn in a square of 200 units, its middle at the origin. Pure. */
import { middleOf, wedgeWidth } from './spin.ts'

const RADIUS = 97
/** Where the names end, and where they begin at the latest. */
export const NAME_FROM = 87
const NAME_TO = 18
/** Of a letter to its height. */
const LETTER_WIDTH = 0.48
const MOST_SIZE = 8
/** Smaller than that nobody can read it. */
const LEAST_SIZE = 4.5
/** Where a name is as high as its wedge. */
const NARROW = 62

const pointAt = (degrees: number) => {
  const angle = (degrees * Math.PI) / 180
  return `${(RADIUS * Math.cos(angle)).toFixed(3)} ${(RADIUS * Math.sin(angle)).toFixed(3)}`
}

/** The outline of a wedge, as an SVG path. */
export function wedgePath(wedge: number, count: number): string {
  if (count === 1)
    return `M ${RADIUS} 0 A ${RADIUS} ${RADIUS} 0 1 1 ${-RADIUS} 0 A ${RADIUS} ${RADIUS} 0 1 1 ${RADIUS} 0 Z`
  const width = wedgeWidth(count)
  const middle = middleOf(wedge, count)
  return `M 0 0 L ${pointAt(middle - width / 2)} A ${RADIUS} ${RADIUS} 0 0 1 ${pointAt(middle + width / 2)} Z`
}

/** How large the names on a wheel are; null: so many have no names on it that can be read. */
export function nameSize(count: number): number | null {
  const size = Math.min(MOST_SIZE, (0.85 * 2 * Math.PI * NARROW) / count)
  return size < LEAST_SIZE ? null : size
}

/** A name as far as it fits its wedge, which is as narrow as a letter is high somewhere near the middle. */
export function fittingName(name: string, size: number, count: number): string {
  const narrow = (1.1 * size * count) / (2 * Math.PI)
  const most = Math.floor((NAME_FROM - Math.max(NAME_TO, narrow)) / (size * LETTER_WIDTH))
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment)
  return letters.length <= most
    ? name
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** Of three grounds, the one of a wedge: never that of its neighbour. */
export function groundOf(wedge: number, count: number): 0 | 1 | 2 {
  if (wedge === count - 1 && count % 2 === 1 && count > 1) return 2
  return wedge % 2 === 0 ? 0 : 1
}

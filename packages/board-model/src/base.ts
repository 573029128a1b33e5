/**
 * The one plain value that an element begins with. It leaves out what is default, derived, or held elsewhere, so
 * that ten thousand fresh elements stay light; `read.ts` puts all of it back.
 */
import type { BoardElementLike, ElementType, PathPoint } from './element.ts'
import { isLinear } from './element.ts'
import { flatten, isCoordinate, readPoints, sizeOf } from './geometry.ts'
import { originalTextOf, readRoute, strokeOf, wrappedTextOf } from './groups.ts'
import { cleanJson, sameValue } from './json.ts'
import type { Json } from './json.ts'
import { isCarriedName, isReserved, propertiesOf } from './properties.ts'
import { isWrappingOf } from './text.ts'

export type BaseOptions = {
  /** Keep `version`, `versionNonce` and `updated`, as for a file that comes in. */
  keepVersions: boolean
  /** The stroke's points are streamed beside the base. */
  streamed: boolean
}

export function encodeBase(
  element: BoardElementLike,
  type: ElementType,
  { keepVersions, streamed }: BaseOptions,
): Record<string, Json> {
  const base: Record<string, Json> = { type }
  const put = (name: string, value: unknown, absence?: unknown) => {
    const copy = cleanJson(value)
    if (copy !== undefined && !sameValue(copy, absence)) base[name] = copy
  }
  put('x', element['x'], 0)
  put('y', element['y'], 0)
  if (isLinear(type)) putLine(element, put)
  else if (type === 'freedraw') {
    if (!streamed) putStroke(element, put)
  } else {
    put('width', element['width'], 0)
    put('height', element['height'], 0)
  }
  if (type === 'text') {
    const wrapped = wrappedTextOf(element)
    put('text', wrapped)
    // Some programs write two different texts. What is shown stays until somebody types.
    if (wrapped !== undefined && !isWrappingOf(wrapped, originalTextOf(element)))
      put('originalText', originalTextOf(element))
  }
  for (const [name, property] of propertiesOf(type)) {
    put(name, property.read(element[name]), property.fallback())
  }
  for (const name of Object.keys(element)) {
    if (isReserved(type, name) || propertiesOf(type).has(name) || !isCarriedName(name)) continue
    put(name, element[name])
  }
  if (keepVersions) for (const name of ['version', 'versionNonce', 'updated']) put(name, element[name])
  return base
}

type Put = (name: string, value: unknown, absence?: unknown) => void

function putLine(element: BoardElementLike, put: Put): void {
  const points = readPoints(element['points']) ?? []
  putPoints(element, points, put)
  for (const [name, value] of Object.entries(readRoute(element))) put(name, value)
}

function putStroke(element: BoardElementLike, put: Put): void {
  const stroke = strokeOf(element)
  putPoints(element, stroke?.points ?? [], put)
  put('pressures', stroke?.pressures, [])
}

/** Points as a flat list; width and height only where they are not the points' own box. */
function putPoints(element: BoardElementLike, points: readonly PathPoint[], put: Put): void {
  const size = sizeOf(points)
  if (isCoordinate(element['width'])) put('width', element['width'], size.width)
  if (isCoordinate(element['height'])) put('height', element['height'], size.height)
  put('points', flatten(points))
}

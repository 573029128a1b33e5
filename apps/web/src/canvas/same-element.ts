/** Whether two elements look and behave the same; Excalidraw's bookkeeping aside. Pure. */
import { equalityDeep } from 'lib0/function'
import type { BoardElementLike, BoundElement } from '@gamelan/board-model'

/** Versions are the canvas' own matter, and the last committed point is only used while a line is drawn. */
const BOOKKEEPING = new Set(['version', 'versionNonce', 'updated', 'lastCommittedPoint', 'boundElements'])

const boundIds = (element: BoardElementLike): string[] => {
  const bound = element['boundElements']
  return Array.isArray(bound) ? (bound as readonly BoundElement[]).map(({ id }) => id).sort() : []
}

/** A property that is absent, undefined or null is the same. The order of `boundElements` says nothing. */
export function isSameElement(a: BoardElementLike, b: BoardElementLike): boolean {
  const differs = (name: string): boolean =>
    !BOOKKEEPING.has(name) && a[name] !== b[name] && !equalityDeep(a[name] ?? null, b[name] ?? null)
  for (const name in a) if (differs(name)) return false
  for (const name in b) if (!(name in a) && differs(name)) return false
  return equalityDeep(boundIds(a), boundIds(b))
}

/**
 * Two moments beside each other: what came, what went, what moved, what changed otherwise. Pure. A label goes with the
 * shape that it stands on: that is one thing to whoever looks.
 */
import type { BoardElement } from '@gamelan/board-model'
import { sameValue } from '@gamelan/board-model'
import type { Label } from './label.ts'
import { Labels } from './label.ts'

export type DifferenceKind = 'came' | 'went' | 'moved' | 'changed'

export type Difference = {
  readonly id: string
  readonly kind: DifferenceKind
  readonly label: Label
  /** What it said before, where it says something else now. */
  readonly was: string | null
}

/** Moved less than this in both directions, in scene units: it did not move. */
const STILL = 1

/** What only says how an element is kept. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  'version',
  'versionNonce',
  'updated',
  'seed',
  'index',
  'boundElements',
  'isDeleted',
])
const PLACE: ReadonlySet<string> = new Set(['x', 'y'])

const shownOf = (elements: readonly BoardElement[]) =>
  new Map(elements.filter(({ isDeleted }) => !isDeleted).map((element) => [element.id, element]))

/** From one scene to another, in the order of the stacking. */
export function compareScenes(from: readonly BoardElement[], to: readonly BoardElement[]): Difference[] {
  const [before, after] = [shownOf(from), shownOf(to)]
  const [labelsBefore, labelsAfter] = [new Labels(before.values()), new Labels(after.values())]
  const found: Difference[] = []
  const isPart = ({ type, containerId }: BoardElement, scene: ReadonlyMap<string, BoardElement>) =>
    type === 'text' && typeof containerId === 'string' && scene.has(containerId)

  for (const [id, element] of before) {
    if (after.has(id) || isPart(element, before)) continue
    found.push({ id, kind: 'went', label: labelsBefore.of(element), was: null })
  }
  for (const [id, element] of after) {
    if (isPart(element, after)) continue
    const label = labelsAfter.of(element)
    const earlier = before.get(id)
    if (earlier === undefined) {
      found.push({ id, kind: 'came', label, was: null })
      continue
    }
    const was = labelsBefore.of(earlier).text
    const saysOther = was !== label.text
    if (saysOther || isChanged(earlier, element)) {
      found.push({ id, kind: 'changed', label, was: saysOther ? was : null })
    } else if (isMoved(earlier, element)) found.push({ id, kind: 'moved', label, was: null })
  }
  return found
}

function isMoved(a: BoardElement, b: BoardElement): boolean {
  return Math.abs(a.x - b.x) >= STILL || Math.abs(a.y - b.y) >= STILL
}

function isChanged(a: BoardElement, b: BoardElement): boolean {
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (BOOKKEEPING.has(name) || PLACE.has(name)) continue
    if (!sameValue(a[name], b[name])) return true
  }
  return false
}

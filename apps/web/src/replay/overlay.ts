/**
 * One moment over the other: what came in green, what went as a red ghost, what moved or changed in amber, the rest
 * dimmed. Pure.
 */
import type { BoardElement } from '@gamelan/board-model'
import type { Difference } from './compare.ts'

const INK = { came: '#2f9e44', went: '#e03131', moved: '#f08c00', changed: '#f08c00' } as const
const REST = 0.3
const GHOST = 0.55

/** How `to` is shown against `from`. */
export function overlay(
  from: readonly BoardElement[],
  to: readonly BoardElement[],
  differences: readonly Difference[],
): BoardElement[] {
  const kinds = new Map(differences.map(({ id, kind }) => [id, kind]))
  const kindOf = (element: BoardElement) =>
    kinds.get(element.id) ??
    (typeof element.containerId === 'string' ? kinds.get(element.containerId) : undefined)
  const faded = (element: BoardElement, share: number) => Math.round(element.opacity * share)
  const shown: BoardElement[] = []
  for (const element of from) {
    if (element.isDeleted || kindOf(element) !== 'went') continue
    // Another id: the element itself may be there, deleted.
    const id = `${element.id}:was`
    const containerId = typeof element.containerId === 'string' ? `${element.containerId}:was` : null
    const ghost = {
      id,
      strokeColor: INK.went,
      opacity: faded(element, GHOST),
      isDeleted: false,
      boundElements: [],
    }
    shown.push({ ...element, ...ghost, ...(element.type === 'text' && { containerId }) })
  }
  for (const element of to) {
    if (element.isDeleted) continue
    const kind = kindOf(element)
    shown.push(
      kind === undefined
        ? { ...element, opacity: faded(element, REST) }
        : { ...element, strokeColor: INK[kind] },
    )
  }
  return shown
}

/**
 * One person's hand lit, the rest dimmed. Pure. An element that is shown the same way is the same object, by which
 * Excalidraw keeps what it has painted.
 */
import type { BoardElement } from '@gamelan/board-model'
import type { Hands } from './lives.ts'

/** What is left of the rest. */
const DIMMED = 0.14

/** How elements are shown where `author` is lit, at a moment. */
export function createLight(
  hands: ReadonlyMap<string, Hands>,
  author: string,
): (elements: readonly BoardElement[], seq: number) => readonly BoardElement[] {
  const dimmed = new WeakMap<BoardElement, BoardElement>()
  const dim = (element: BoardElement): BoardElement => {
    const known = dimmed.get(element)
    if (known !== undefined) return known
    const made = { ...element, opacity: Math.round(element.opacity * DIMMED) }
    dimmed.set(element, made)
    return made
  }
  const isTheirs = (id: string, seq: number) =>
    hands.get(id)?.some(([hand, from]) => hand === author && from <= seq) ?? false
  return (elements, seq) => elements.map((element) => (isTheirs(element.id, seq) ? element : dim(element)))
}

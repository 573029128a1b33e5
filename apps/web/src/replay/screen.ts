/**
 * What the player shows: frames put together to a scene. An element that did not change stays the same object, by which
 * Excalidraw keeps what it has painted. Pure.
 */
import type { BoardElement } from '@gamelan/board-model'
import { compareElements } from '@gamelan/board-model'
import type { Frame } from './projector.ts'

export type Screen = {
  /** All elements in stacking order, deleted ones included: another list after each change. */
  readonly elements: readonly BoardElement[]
  /** Takes a frame in. false: it changes nothing. */
  take(frame: Pick<Frame, 'changed' | 'again' | 'removed'>): boolean
}

export function createScreen(): Screen {
  const shown = new Map<string, BoardElement>()
  /** Each element as it came last, also where it is not shown now. */
  const known = new Map<string, BoardElement>()
  let list: BoardElement[] = []
  return {
    get elements() {
      return list
    },
    take({ changed, again, removed }) {
      if (changed.length === 0 && again.length === 0 && removed.length === 0) return false
      for (const id of removed) shown.delete(id)
      for (const element of changed) {
        known.set(element.id, element)
        shown.set(element.id, element)
      }
      for (const id of again) {
        const element = known.get(id)
        if (element !== undefined) shown.set(id, element)
      }
      list = [...shown.values()].sort(compareElements)
      return true
    },
  }
}

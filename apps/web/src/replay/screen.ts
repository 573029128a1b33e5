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
  take(frame: Pick<Frame, 'changed' | 'removed'>): boolean
}

export function createScreen(): Screen {
  const shown = new Map<string, BoardElement>()
  let list: BoardElement[] = []
  return {
    get elements() {
      return list
    },
    take({ changed, removed }) {
      if (changed.length === 0 && removed.length === 0) return false
      for (const id of removed) shown.delete(id)
      for (const element of changed) shown.set(element.id, element)
      list = [...shown.values()].sort(compareElements)
      return true
    },
  }
}

/**
 * What Excalidraw is given of a drawing that a player shows. It keeps what it has painted of an element by the object, and
 * paints another object anew: so an element that has only been moved stays the object that it was, as it does under the
 * hand of somebody who drags it. Must never change an element that it was given: these are others' too.
 */
import type { BoardElement, BoardElementLike } from '@gamelan/board-model'
import { equalityDeep } from 'lib0/function'

/** Where an element stands, and what tells one state of it from another: nothing of it is in what is painted. */
const PLACE: ReadonlySet<string> = new Set(['x', 'y', 'index', 'version', 'versionNonce', 'updated'])

type Known = {
  /** The element as it was given. */
  source: BoardElement
  /** This player's own copy of it. */
  readonly copy: BoardElement
}

export class Painted {
  readonly #known = new Map<string, Known>()

  /** The copies to show, in the same order. */
  of(elements: readonly BoardElement[]): readonly BoardElement[] {
    return elements.map((element) => {
      const known = this.#known.get(element.id)
      if (known !== undefined && (known.source === element || isMoved(known.source, element))) {
        if (known.source !== element) Object.assign(known.copy, placeOf(element))
        known.source = element
        return known.copy
      }
      const copy = { ...element }
      this.#known.set(element.id, { source: element, copy })
      return copy
    })
  }
}

/** Whether one is the other in another place. */
function isMoved(before: BoardElementLike, after: BoardElementLike): boolean {
  const keys = Object.keys(after)
  return (
    keys.length === Object.keys(before).length &&
    keys.every((key) => PLACE.has(key) || (key in before && equalityDeep(before[key], after[key])))
  )
}

const placeOf = (element: BoardElement) =>
  Object.fromEntries(Object.entries(element).filter(([key]) => PLACE.has(key)))

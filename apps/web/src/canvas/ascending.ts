/**
 * Indices as Excalidraw wants them before it sees the scene. It would mend them itself, in the very objects that it
 * holds, and then take those for changed by this person: the mended index, and whatever others change later, would
 * become part of the next step of the undo (M8). A mended element is therefore another object. Pure.
 */
import { isOrderKey, repairOrder } from '@gamelan/board-model'
import type { CanvasElement } from './canvas-element.ts'

export type Ascending = {
  /** What the document says. */
  readonly indexOf: (id: string) => string | null | undefined
  /** These stay the same objects, and others give way to them. */
  readonly isHeld: (id: string) => boolean
  readonly renewed: (element: CanvasElement, properties: { index: string }) => CanvasElement
}

/** The list with indices that ascend: the document's, as far as they can. */
export function withAscendingIndices(
  elements: readonly CanvasElement[],
  { indexOf, isHeld, renewed }: Ascending,
): readonly CanvasElement[] {
  if (ascend(elements)) return elements
  const places = elements.map((element) => ({
    element,
    index: (isHeld(element.id) ? undefined : indexOf(element.id)) ?? element['index'],
  }))
  // Somebody may have put elsewhere what is under the hand: until that lets go, it is where it was.
  places.sort((a, b) => (isOrderKey(a.index) && isOrderKey(b.index) ? compareKeys(a.index, b.index) : 0))
  const indices = repairOrder(
    places.map(({ index }) => index),
    (place) => isHeld(places[place]?.element.id ?? ''),
  )
  return places.map(({ element }, place) => {
    const index = indices[place]
    if (index === undefined || index === element['index'] || isHeld(element.id)) return element
    return renewed(element, { index })
  })
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function ascend(elements: readonly CanvasElement[]): boolean {
  let below: unknown = ''
  for (const element of elements) {
    const { index } = element
    if (typeof index !== 'string' || typeof below !== 'string' || index <= below) return false
    below = index
  }
  return true
}

/**
 * Indices as Excalidraw wants them before it sees the scene. It would mend them itself, in the very objects that it
 * holds, and then take those for changed by this person: the mended index, and whatever others change later, would
 * become part of the next step of the undo (M8). A mended element is therefore another object. Pure.
 */
import { compareElements, isOrderKey, repairOrder } from '@gamelan/board-model'
import type { CanvasElement } from './canvas-element.ts'

export type Ascending = {
  /** What the document says. */
  readonly indexOf: (id: string) => string | null | undefined
  /** Under the hand: where it was, until that lets go, even if somebody puts it elsewhere. */
  readonly isHeld: (id: string) => boolean
  /** These stay the same objects, and others give way to them. */
  readonly isFixed: (id: string) => boolean
  readonly renewed: (element: CanvasElement, properties: { index: string }) => CanvasElement
}

/** The list with indices that ascend: the document's, as far as they can. */
export function withAscendingIndices(
  elements: readonly CanvasElement[],
  { indexOf, isHeld, isFixed, renewed }: Ascending,
): readonly CanvasElement[] {
  if (ascend(elements)) return elements
  const places = elements.map((element) => {
    const index = (isHeld(element.id) ? undefined : indexOf(element.id)) ?? element['index']
    return { id: element.id, element, index: isOrderKey(index) ? index : null }
  })
  // What only this canvas knows takes the place that it will have for all.
  places.sort(compareElements)
  const isFixedAt = (place: number) => isFixed(places[place]?.id ?? '')
  const indices = repairOrder(
    places.map(({ element, index }, place) => (isFixedAt(place) ? element['index'] : index)),
    isFixedAt,
  )
  return places.map(({ element }, place) => {
    const index = indices[place]
    if (index === undefined || index === element['index'] || isFixedAt(place)) return element
    return renewed(element, { index })
  })
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

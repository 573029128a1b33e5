/**
 * What is under somebody's hand right now (M13): what they draw, drag, resize, rotate, crop or type into, and what
 * moves along with it. Pure. Excalidraw's state is asked by shape, not by its types.
 */
import type { CanvasElement } from './canvas-element.ts'

type Named = { readonly id: string }

/** The part of Excalidraw's app state that says what the hand does. */
export type HandState = {
  readonly newElement: Named | null
  readonly multiElement: Named | null
  readonly resizingElement: Named | null
  readonly editingTextElement: (Named & { readonly containerId?: string | null }) | null
  readonly editingLinearElement: { readonly elementId: string } | null
  readonly selectedLinearElement: { readonly elementId: string; readonly isDragging: boolean } | null
  readonly croppingElementId: string | null
  readonly pendingImageElementId: string | null
  readonly selectedElementIds: Readonly<Record<string, true>>
  readonly selectedElementsAreBeingDragged: boolean
  readonly isResizing: boolean
  readonly isRotating: boolean
  readonly zoom: { readonly value: number }
}

/** The element that is being made, if any: one that Excalidraw may yet drop without a trace. */
export function elementInTheMaking(hand: HandState): string | null {
  return hand.newElement?.id ?? hand.multiElement?.id ?? null
}

/** Ids that nothing from outside may touch until the hand lets go. `find` looks an element up. */
export function heldIds(
  hand: HandState,
  elements: readonly CanvasElement[],
  find: (id: string) => CanvasElement | undefined,
): ReadonlySet<string> {
  const held = new Set<string>()
  const hold = (id: string | null | undefined): void => {
    if (id) held.add(id)
  }
  hold(elementInTheMaking(hand))
  hold(hand.resizingElement?.id)
  hold(hand.editingTextElement?.id)
  hold(hand.editingTextElement?.containerId)
  hold(hand.editingLinearElement?.elementId)
  hold(hand.croppingElementId)
  hold(hand.pendingImageElementId)
  if (hand.selectedLinearElement?.isDragging) hold(hand.selectedLinearElement.elementId)
  if (hand.selectedElementsAreBeingDragged || hand.isResizing || hand.isRotating) {
    for (const id of Object.keys(hand.selectedElementIds)) hold(id)
    holdWhatMovesAlong(held, elements, find)
  }
  return held
}

/** Labels and arrows move with what they are attached to, and a frame moves what is in it. */
function holdWhatMovesAlong(
  held: Set<string>,
  elements: readonly CanvasElement[],
  find: (id: string) => CanvasElement | undefined,
): void {
  const selected = [...held].map(find)
  if (selected.some((element) => element?.type === 'frame' || element?.type === 'magicframe')) {
    for (const element of elements) {
      const frame = element['frameId']
      if (typeof frame === 'string' && held.has(frame)) held.add(element.id)
    }
  }
  // What is added on the way is visited, too: an arrow's own label.
  for (const id of held) {
    const bound = find(id)?.['boundElements']
    if (!Array.isArray(bound)) continue
    for (const entry of bound as readonly Named[]) held.add(entry.id)
  }
}

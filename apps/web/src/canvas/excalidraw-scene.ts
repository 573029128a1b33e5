/** Excalidraw's API as the binding wants it; the only place where its types and ours are taken for each other. */
import './canvas-room.ts'
import type { BoardElement } from '@gamelan/board-model'
import { drawnElements } from '@gamelan/board-model'
import { CaptureUpdateAction, restoreElements } from '@excalidraw/excalidraw'
import type { OrderedExcalidrawElement } from '@excalidraw/excalidraw/element/types'
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types'
import type { CanvasElement } from './canvas-element.ts'
import type { SceneApi } from './scene-api.ts'
import { alignedAs } from './text-place.ts'

/** Elements that left the document are valid (M11), so that Excalidraw's closer types hold for them. */
export const toExcalidraw = (elements: readonly (CanvasElement | BoardElement)[]) =>
  elements as unknown as readonly OrderedExcalidrawElement[]

/** What Excalidraw makes a picture of: deleted elements left out, and none that would block the page. */
export const toPicture = (elements: readonly BoardElement[]) =>
  toExcalidraw(drawnElements(elements.filter((element) => !element.isDeleted))) as never

/** The scene of one Excalidraw. */
export function createSceneApi(api: ExcalidrawImperativeAPI): SceneApi {
  return {
    elements: () => api.getSceneElementsIncludingDeleted(),
    hand: () => api.getAppState(),
    show: (elements, capture) =>
      api.updateScene({
        elements: toExcalidraw(elements),
        captureUpdate: capture === 'never' ? CaptureUpdateAction.NEVER : CaptureUpdateAction.IMMEDIATELY,
      }),
  }
}

/**
 * Measures a text whose letters are not those it was wrapped for. Excalidraw gives no other access to its measuring
 * than restoring, which is asked here for a copy of the text and its container alone.
 */
export function measureText(
  text: BoardElement,
  container: BoardElement | undefined,
): Readonly<Record<string, unknown>> {
  const pair = container
    ? [{ ...container, boundElements: [{ id: text.id, type: 'text' as const }] }, text]
    : [text]
  const restored = restoreElements(toExcalidraw(pair), null, {
    refreshDimensions: true,
    repairBindings: true,
  })
  const measured = restored.find(({ id, isDeleted }) => id === text.id && !isDeleted)
  if (measured?.type !== 'text') return {}
  const { x, y, width, height, text: wrapped } = measured
  return { ...(container ? alignedAs(text, { width, height }) : { x, y }), width, height, text: wrapped }
}

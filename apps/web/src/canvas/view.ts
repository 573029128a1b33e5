/** Where this canvas looks. Thin: the sums are in fit-view.ts, what is remembered in remembered-view.ts. */
import { getCommonBounds, getVisibleSceneBounds } from '@excalidraw/excalidraw'
import type { ExcalidrawImperativeAPI, NormalizedZoomValue } from '@excalidraw/excalidraw/types'
import type { Bounds } from './fit-view.ts'
import { fitView, overlap, steadyZoom } from './fit-view.ts'
import type { RememberedView } from './remembered-view.ts'

/** What Excalidraw's tools take around the drawing, in pixels. */
const ROOM_FOR_TOOLS = { top: 88, bottom: 72, side: 24 }

/** Looks there. */
export function look(api: ExcalidrawImperativeAPI, { scrollX, scrollY, zoom }: RememberedView): void {
  const steady = steadyZoom(zoom, api.getAppState().zoom.value)
  // fitView keeps within Excalidraw's bounds, and what was remembered came from Excalidraw.
  api.updateScene({ appState: { scrollX, scrollY, zoom: { value: steady as NormalizedZoomValue } } })
}

/** Looks at an area, as large as it fits and `mostZoom` allows. */
export function lookAt(api: ExcalidrawImperativeAPI, bounds: Bounds, mostZoom?: number): void {
  look(api, fitView(bounds, api.getAppState(), mostZoom))
}

/** Looks at the whole drawing, at its own size at most, with room for the tools around it. */
export function lookAtAll(api: ExcalidrawImperativeAPI): void {
  const elements = api.getSceneElements()
  if (elements.length === 0) return
  const { width, height } = api.getAppState()
  look(api, fitView(getCommonBounds(elements), { width, height, ...ROOM_FOR_TOOLS }, 1))
}

/** Whether any of the drawing is in view. */
export function seesAny(api: ExcalidrawImperativeAPI): boolean {
  const view = getVisibleSceneBounds(api.getAppState())
  return api.getSceneElements().some((element) => overlap(getCommonBounds([element]), view))
}

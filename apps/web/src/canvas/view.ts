/** Where this canvas looks. Thin: the sums are in fit-view.ts, what is remembered in remembered-view.ts. */
import { getCommonBounds, getVisibleSceneBounds } from '@excalidraw/excalidraw'
import type { ExcalidrawImperativeAPI, NormalizedZoomValue } from '@excalidraw/excalidraw/types'
import type { Bounds } from './fit-view.ts'
import { firstArea } from './first-view.ts'
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

/** Looks at the drawing, or at its main part where all of it is not readable, at its own size at most. */
export function lookAtDrawing(api: ExcalidrawImperativeAPI): void {
  lookAtElements(api, api.getSceneElements(), 1)
}

/** Looks at these elements, with room for the tools around them; of many far apart, at most of them. */
export function lookAtElements(
  api: ExcalidrawImperativeAPI,
  elements: ReturnType<ExcalidrawImperativeAPI['getSceneElements']>,
  mostZoom: number,
): void {
  const { width, height } = api.getAppState()
  const window = { width, height, ...ROOM_FOR_TOOLS }
  const area = firstArea(elements, window)
  if (area !== undefined) look(api, fitView(area, window, mostZoom))
}

/** Whether all of these elements are in view. */
export function seesAll(
  api: ExcalidrawImperativeAPI,
  elements: ReturnType<ExcalidrawImperativeAPI['getSceneElements']>,
): boolean {
  const [left, top, right, bottom] = getVisibleSceneBounds(api.getAppState())
  const box = getCommonBounds(elements)
  return box[0] >= left && box[1] >= top && box[2] <= right && box[3] <= bottom
}

/** Whether any of the drawing is in view. */
export function seesAny(api: ExcalidrawImperativeAPI): boolean {
  const view = getVisibleSceneBounds(api.getAppState())
  return api.getSceneElements().some((element) => overlap(getCommonBounds([element]), view))
}

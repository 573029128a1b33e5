/**
 * Which part of the drawing to look at, so that all of an area is in view. Excalidraw's own fit rounds the zoom down
 * to tenths, which on a phone halves a large drawing. Pure.
 */
import type { RememberedView } from './remembered-view.ts'

/** Excalidraw's own bounds for a zoom. */
const LEAST_ZOOM = 0.1
const MOST_ZOOM = 30

/** [left, top, right, bottom], in scene coordinates. */
export type Bounds = readonly [number, number, number, number]

export type ScenePoint = { readonly x: number; readonly y: number }

/** Whether two areas have a point in common. */
export function overlap(one: Bounds, other: Bounds): boolean {
  return one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3]
}

export type Window = {
  readonly width: number
  readonly height: number
  /** What the tools take at the top and at the bottom, and what is left free at each side, in pixels. */
  readonly top?: number
  readonly bottom?: number
  readonly side?: number
}

/** The zoom at which all of `bounds` just fits into the window, without any limit. */
export function fitZoom([left, top, right, bottom]: Bounds, window: Window): number {
  const height = Math.max(1, window.height - (window.top ?? 0) - (window.bottom ?? 0))
  const width = Math.max(1, window.width - 2 * (window.side ?? 0))
  return Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top))
}

/** The view with `bounds` in the middle of the window, as large as fits and no larger than `mostZoom`. */
export function fitView(
  [left, top, right, bottom]: Bounds,
  window: Window,
  mostZoom: number = MOST_ZOOM,
): RememberedView {
  const upper = window.top ?? 0
  const height = Math.max(1, window.height - upper - (window.bottom ?? 0))
  const fitting = fitZoom([left, top, right, bottom], window)
  const zoom = Math.max(LEAST_ZOOM, Math.min(fitting, mostZoom, MOST_ZOOM))
  return {
    scrollX: window.width / 2 / zoom - (left + right) / 2,
    scrollY: (upper + height / 2) / zoom - (top + bottom) / 2,
    zoom,
  }
}

/** Shares of a zoom that nobody can tell apart: less than a pixel at the edge of a large window. */
const SAME_ZOOM = 0.0005

/**
 * A zoom as it is now where nobody could tell the two apart. Excalidraw paints every element anew for another zoom, were it
 * by a last digit that came of reckoning with sides.
 */
export function steadyZoom(zoom: number, now: number): number {
  return Math.abs(zoom / now - 1) < SAME_ZOOM ? now : zoom
}

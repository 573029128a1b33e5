/**
 * How many pixels Excalidraw may hold and paint at once. Past the bounds the largest elements give way first: their
 * canvases get fewer pixels, and at last only their outlines are drawn. The build hands Excalidraw's two questions to
 * this module (`build/excalidraw-canvases.ts`). It looks only; it never changes an element.
 */

/** What is read of an element in view. */
export type InView = {
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly angle: number
  readonly strokeColor: string
}

/** Pixels of the canvases of all elements in view; four bytes each. */
export const CANVAS_PIXELS = 64 * 1024 * 1024
/** Pixels that are painted in one picture of the scene: so many, or the whole view so many times over. */
export const PAINTED_PIXELS = 100 * 1000 * 1000
const PAINTED_LAYERS = 30
/** Pixels of one element's canvas, as in Excalidraw. */
const ELEMENT_PIXELS = 16_777_216

export type Room<T> = {
  readonly painted: readonly T[]
  /** In view, and too much to paint. */
  readonly outlined: readonly T[]
  /** Pixels that one element's canvas may have. */
  readonly area: number
}

type View = {
  /** Pixels for each scene unit. */
  readonly scale: number
  readonly width: number
  readonly height: number
}

/** What of these elements is painted, in the same order, and how finely. */
export function roomFor<T extends InView>(elements: readonly T[], view: View): Room<T> {
  const bound = Math.max(PAINTED_PIXELS, PAINTED_LAYERS * view.width * view.height)
  const painted = withinPixels(elements, bound, (element) => paintedPixels(element, view))
  const areas = painted.map((element) => canvasPixels(element, view))
  return {
    painted,
    outlined: painted === elements ? [] : without(elements, painted),
    area: commonLimit(areas, CANVAS_PIXELS),
  }
}

/** Frames have no canvas of their own, and nothing is painted inside them. */
const isFrame = ({ type }: InView): boolean => type === 'frame' || type === 'magicframe'

function paintedPixels(element: InView, { scale, width, height }: View): number {
  if (isFrame(element)) return 0
  const [across, down] = [Math.abs(element.width) * scale, Math.abs(element.height) * scale]
  return Math.min(across, width) * Math.min(down, height)
}

function canvasPixels(element: InView, { scale }: View): number {
  if (isFrame(element)) return 0
  return Math.min(ELEMENT_PIXELS, Math.abs(element.width * element.height) * scale * scale)
}

/** The elements, the largest left out until the rest is within the bound. Of equals the later ones stay: they lie on top. */
function withinPixels<T>(
  elements: readonly T[],
  bound: number,
  pixelsOf: (element: T) => number,
): readonly T[] {
  const pixels = elements.map(pixelsOf)
  let sum = pixels.reduce((all, each) => all + each, 0)
  if (sum <= bound) return elements
  const left = new Set<number>()
  for (const at of pixels.map((_, at) => at).sort((a, b) => (pixels[b] ?? 0) - (pixels[a] ?? 0) || a - b)) {
    if (sum <= bound) break
    sum -= pixels[at] ?? 0
    left.add(at)
  }
  return elements.filter((_, at) => !left.has(at))
}

/** The largest limit with which these areas, none above it, come to the bound at most. */
function commonLimit(areas: readonly number[], bound: number): number {
  if (areas.reduce((all, each) => all + each, 0) <= bound) return ELEMENT_PIXELS
  let rest = bound
  let count = areas.length
  for (const area of areas.toSorted((a, b) => a - b)) {
    if (area * count > rest) break
    rest -= area
    count -= 1
  }
  return Math.max(1, Math.floor(rest / Math.max(1, count)))
}

function without<T>(elements: readonly T[], others: readonly T[]): readonly T[] {
  const known = new Set(others)
  return elements.filter((element) => !known.has(element))
}

type AppState = {
  readonly zoom: { readonly value: number }
  readonly scrollX: number
  readonly scrollY: number
}

/** What Excalidraw asks, once for each picture of the scene. */
const canvasRoom = {
  area: ELEMENT_PIXELS,
  choose<T extends InView>(
    elements: readonly T[],
    canvas: HTMLCanvasElement,
    scale: number,
    state: AppState,
  ): readonly T[] {
    const { width, height } = canvas
    const room = roomFor(elements, { scale: scale * state.zoom.value, width, height })
    this.area = room.area
    // Excalidraw clears the canvas first.
    if (room.outlined.length > 0) queueMicrotask(() => drawOutlines(room.outlined, canvas, scale, state))
    return room.painted
  },
}

function drawOutlines(
  elements: readonly InView[],
  canvas: HTMLCanvasElement,
  scale: number,
  { zoom, scrollX, scrollY }: AppState,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.save()
  const pixels = scale * zoom.value
  for (const { x, y, width, height, angle, strokeColor } of elements) {
    context.setTransform(pixels, 0, 0, pixels, 0, 0)
    context.translate(x + scrollX + width / 2, y + scrollY + height / 2)
    context.rotate(angle)
    context.lineWidth = 1 / zoom.value
    context.strokeStyle = strokeColor
    context.strokeRect(-width / 2, -height / 2, width, height)
  }
  context.restore()
}

Object.assign(globalThis, { gamelanCanvasRoom: canvasRoom })

/**
 * How a canvas keeps together what hangs together, as Excalidraw does: what is bound is listed on both sides,
 * arrows follow the shapes they touch, and labels sit in the middle of what contains them.
 */
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { labelled } from './measure.ts'
import { isSame } from './value.ts'

/** What of a canvas is needed to keep its wiring: by other objects where `replace` says so, else in place. */
export type Wired = {
  get(id: string): CanvasElement | undefined
  change(id: string, properties: Readonly<Record<string, unknown>>): void
  replace(id: string, properties: Readonly<Record<string, unknown>>): void
}
type Bound = { readonly id: string; readonly type: string }
type Point = readonly [number, number]
const ENDS = ['startBinding', 'endBinding'] as const

export function boundOf(element: CanvasElement | undefined): readonly Bound[] {
  return (element?.['boundElements'] as readonly Bound[] | null | undefined) ?? []
}

/** The id of what a text is the label of. */
export function containerOf(text: CanvasElement): string | undefined {
  return (text['containerId'] as string | null | undefined) ?? undefined
}

/** The id at which an end of an arrow is attached. */
export function targetOf(arrow: CanvasElement, end: (typeof ENDS)[number]): string | undefined {
  return (arrow[end] as { elementId: string } | null | undefined)?.elementId
}

/** Everything that a living element names. */
export function namedBy(element: CanvasElement): string[] {
  if (element.isDeleted) return []
  if (element.type === 'text') return [containerOf(element) ?? []].flat()
  if (element.type !== 'arrow') return []
  return ENDS.flatMap((end) => targetOf(element, end) ?? [])
}

/** Lists `id` on its target, or takes it off. */
export function listOn(canvas: Wired, target: string, id: string, isListed: boolean): void {
  const element = canvas.get(target)
  const source = canvas.get(id)
  if (!element || !source) return
  const others = boundOf(element).filter((bound) => bound.id !== id)
  const listed = isListed ? [...others, { id, type: source.type === 'text' ? 'text' : 'arrow' }] : others
  if (!isSame(listed, boundOf(element))) canvas.change(target, { boundElements: listed })
}

/** Attaches an end of an arrow, or frees it. */
export function bind(canvas: Wired, arrow: string, end: (typeof ENDS)[number], target: string | null): void {
  const element = canvas.get(arrow)
  if (!element) return
  const old = targetOf(element, end)
  canvas.change(arrow, { [end]: target === null ? null : { elementId: target, focus: 0, gap: 4 } })
  const changed = canvas.get(arrow)
  if (old && changed && !namedBy(changed).includes(old)) listOn(canvas, old, arrow, false)
  if (target !== null) listOn(canvas, target, arrow, true)
  redrawArrow(canvas, arrow)
}

/** What is attached to these follows them. */
export function redrawAround(canvas: Wired, ids: Iterable<string>): void {
  for (const id of ids) {
    const element = canvas.get(id)
    if (!element || element.isDeleted) continue
    for (const bound of boundOf(element)) {
      const source = canvas.get(bound.id)
      if (source?.type === 'text') redrawLabel(canvas, bound.id)
      else if (source?.type === 'arrow') redrawArrow(canvas, bound.id)
    }
  }
}

export function redrawLabel(canvas: Wired, id: string): void {
  const text = canvas.get(id)
  const container = text && canvas.get(containerOf(text) ?? '')
  if (!text || !container || text.isDeleted) return
  const place = labelled(text, container)
  if (Object.entries(place).some(([name, value]) => text[name] !== value)) canvas.change(id, place)
}

function redrawArrow(canvas: Wired, id: string): void {
  const arrow = canvas.get(id)
  if (!arrow || arrow.isDeleted) return
  const points = arrow['points'] as readonly Point[]
  const [x, y] = [Number(arrow['x']), Number(arrow['y'])]
  const last = points.at(-1) ?? [0, 0]
  const start = middleOf(canvas.get(targetOf(arrow, 'startBinding') ?? '')) ?? [x, y]
  const end = middleOf(canvas.get(targetOf(arrow, 'endBinding') ?? '')) ?? [x + last[0], y + last[1]]
  const between = points.slice(1, -1).map(([px, py]): Point => [px + x - start[0], py + y - start[1]])
  const drawn: Point[] = [[0, 0], ...between, [end[0] - start[0], end[1] - start[1]]]
  const geometry = { x: start[0], y: start[1], points: drawn, ...sizeOf(drawn) }
  if (Object.entries(geometry).some(([name, value]) => !isSame(arrow[name], value)))
    canvas.change(id, geometry)
  redrawAround(canvas, [id])
}

function middleOf(element: CanvasElement | undefined): Point | undefined {
  if (!element || element.isDeleted) return undefined
  const side = (from: string, length: string) => Number(element[from]) + Number(element[length]) / 2
  return [side('x', 'width'), side('y', 'height')]
}

export function sizeOf(points: readonly Point[]): { width: number; height: number } {
  const extent = (axis: 0 | 1) => {
    const values = points.map((point) => point[axis])
    return Math.max(...values) - Math.min(...values)
  }
  return { width: extent(0), height: extent(1) }
}

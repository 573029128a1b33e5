/**
 * How many path commands roughjs makes of an element, counted by running it as Excalidraw 0.18.1 does
 * (`generateRoughOptions` and `_generateElementShape` in `scene/Shape.ts`). What takes no roughjs counts nothing.
 */
import { createRequire } from 'node:module'
import type { BoardElement, PathPoint } from '@gamelan/board-model'

type Options = Readonly<Record<string, unknown>>
type Drawing = { readonly sets: readonly { readonly ops: readonly unknown[] }[] }
type Generator = {
  rectangle(x: number, y: number, width: number, height: number, options: Options): Drawing
  ellipse(x: number, y: number, width: number, height: number, options: Options): Drawing
  polygon(points: readonly PathPoint[], options: Options): Drawing
  linearPath(points: readonly PathPoint[], options: Options): Drawing
  curve(points: readonly PathPoint[], options: Options): Drawing
}

/** The one that Excalidraw uses, whichever that is. */
const ofExcalidraw = createRequire(createRequire(import.meta.url).resolve('@excalidraw/excalidraw'))
const rough = ofExcalidraw('roughjs') as { generator(): Generator }

function optionsOf(element: BoardElement): Options {
  const isSolid = element.strokeStyle === 'solid'
  return {
    seed: element.seed,
    disableMultiStroke: !isSolid,
    strokeWidth: element.strokeWidth + (isSolid ? 0 : 0.5),
    fillWeight: element.strokeWidth / 2,
    hachureGap: element.strokeWidth * 4,
    roughness: element.roughness,
    stroke: element.strokeColor,
    preserveVertices: element.roughness < 2,
    ...(isFilled(element) && { fillStyle: element.fillStyle, fill: element.backgroundColor }),
  }
}

function isFilled({ type, points, backgroundColor }: BoardElement): boolean {
  if (backgroundColor === 'transparent' || type === 'arrow') return false
  if (!points || type === 'rectangle' || type === 'ellipse') return true
  const [first = [0, 0], last = [0, 0]] = [points[0], points.at(-1)]
  return points.length >= 3 && Math.hypot(last[0] - first[0], last[1] - first[1]) <= 8
}

export function roughOperations(element: BoardElement): number {
  const generator = rough.generator()
  const { width, height, points = [] } = element
  const options = optionsOf(element)
  const draw = (): Drawing | undefined => {
    switch (element.type) {
      case 'rectangle':
      case 'embeddable':
        return generator.rectangle(0, 0, width, height, options)
      case 'diamond':
        return generator.polygon(
          [
            [width / 2, 0],
            [width, height / 2],
            [width / 2, height],
            [0, height / 2],
          ],
          options,
        )
      case 'ellipse':
        return generator.ellipse(width / 2, height / 2, width, height, { ...options, curveFitting: 1 })
      case 'line':
      case 'arrow':
        if (element.roundness) return generator.curve(points, options)
        return isFilled(element) ? generator.polygon(points, options) : generator.linearPath(points, options)
      case 'freedraw':
      case 'text':
      case 'image':
      case 'frame':
      case 'magicframe':
        return undefined
    }
  }
  return (draw()?.sets ?? []).reduce((sum, { ops }) => sum + ops.length, 0)
}

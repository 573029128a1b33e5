/**
 * The least that ties a canvas to a document of one of the other shapes: the cheapest way that each allows, without
 * validation, without regard to what a hand holds. Where this is slow, a real one would be slower.
 */
import type * as Y from 'yjs'
import type { CanvasElement } from '../../../../apps/web/src/canvas/canvas-element.ts'
import type { Canvas } from '../canvas.ts'
import type { Binding, Shape } from './shape.ts'

export type PlainShape = Omit<Shape, 'bind' | 'read'> & {
  read(doc: Y.Doc): CanvasElement[]
  observe(doc: Y.Doc, listener: (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => void): void
  /** The elements that an event is about, as the document holds them now. */
  touched(event: Y.YEvent<Y.AbstractType<unknown>>, doc: Y.Doc): readonly CanvasElement[]
  /** Whether a change of one element means that all are read again. */
  isReadWhole: boolean
}

export function withPlainBinding(shape: PlainShape): Shape {
  return { ...shape, bind: (doc, canvas) => bindPlainly(shape, doc, canvas) }
}

const versionOf = (element: CanvasElement) => `${element.version} ${element.versionNonce}`

function bindPlainly(shape: PlainShape, doc: Y.Doc, canvas: Canvas): Binding {
  const seen = new Map<string, { version: string; element: CanvasElement }>()
  const places = new Map<string, number>()
  const pending = new Map<string, CanvasElement>()
  const see = (element: CanvasElement) =>
    seen.set(element.id, { version: versionOf(element), element: { ...element } })
  const show = (list: readonly CanvasElement[]) => canvas.api.show(list, 'never')

  const all = shape.read(doc).map((element) => ({ ...element }))
  for (const [place, element] of all.entries()) {
    places.set(element.id, place)
    see(element)
  }
  show(all)
  let isWriting = false
  shape.observe(doc, (events) => {
    if (isWriting) return
    for (const event of events) {
      for (const element of shape.touched(event, doc)) pending.set(element.id, element)
    }
  })
  return {
    changed() {
      isWriting = true
      for (const after of canvas.api.elements()) {
        const known = seen.get(after.id)
        if (known?.version === versionOf(after)) continue
        see(after)
        shape.write(doc, { before: known?.element, after: { ...after } })
      }
      isWriting = false
    },
    frame() {
      if (pending.size === 0) return
      const list = shape.isReadWhole ? keepShown(shape.read(doc), canvas) : [...canvas.api.elements()]
      for (const [id, element] of pending) {
        const place = places.get(id)
        const copy = { ...element }
        see(copy)
        if (place !== undefined) list[place] = copy
      }
      pending.clear()
      show(list)
    },
    rest: () => undefined,
  }
}

/** What the canvas shows already stays the same object. No element comes or goes in these measurements. */
function keepShown(list: readonly CanvasElement[], canvas: Canvas): CanvasElement[] {
  const shown = canvas.api.elements()
  return list.map((element, i) => (shown[i]?.id === element.id ? shown[i] : element))
}

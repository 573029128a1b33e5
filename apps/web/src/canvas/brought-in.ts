/**
 * Elements that Excalidraw takes in past the document: from the clipboard and from the library. They are bounded here,
 * since a canvas would draw them before the document could refuse them (M11).
 */
import type { BoardElement } from '@gamelan/board-model'
import { drawnElements, parseDrawing } from '@gamelan/board-model'

/** Properties whose value makes an element costly to draw. */
const COSTLY = [
  'fillStyle',
  'strokeStyle',
  'strokeWidth',
  'roughness',
  'elbowed',
  'points',
  'pressures',
  'text',
] as const

/** The same elements; those past a bound in a cheaper form, and without those that no board shows. */
export function boundElements<T extends object>(elements: readonly T[]): readonly T[] {
  const read = elements.map((element) => readElement(element))
  const valid = read.flatMap((element) => (typeof element === 'object' ? [element] : []))
  const drawn = drawnElements(valid)[Symbol.iterator]()
  const bounded = elements.flatMap((element, at) => {
    const found = read[at]
    if (found === 'refused') return []
    if (found === 'nothing') return [element]
    const form = drawn.next().value
    return form ? [cheaper(element, form)] : []
  })
  const isSame =
    bounded.length === elements.length && bounded.every((element, at) => element === elements[at])
  return isSame ? elements : bounded
}

function readElement(element: object): BoardElement | 'refused' | 'nothing' {
  const parsed = parseDrawing({ type: 'excalidraw', elements: [element] })
  if (!parsed.ok || parsed.drawing.dropped > 0) return 'refused'
  return parsed.drawing.elements[0] ?? 'nothing'
}

function cheaper<T extends object>(element: T, form: BoardElement): T {
  const given = new Map<string, unknown>(Object.entries(element))
  const changes: Record<string, unknown> = {}
  for (const name of COSTLY) {
    const [was, is] = [given.get(name), form[name]]
    if (!given.has(name) || was === is) continue
    const isOfSameLength = Array.isArray(was) && Array.isArray(is) && was.length === is.length
    if (!isOfSameLength) changes[name] = is
  }
  return Object.keys(changes).length === 0 ? element : { ...element, ...changes }
}

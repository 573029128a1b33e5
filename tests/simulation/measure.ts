/** How large texts are here: ten units a letter, lines of 25, wrapped to their container. Pure. */
import { alignedAs } from '../../apps/web/src/canvas/text-place.ts'
import type { BoardElement, BoardElementLike } from '@gamelan/board-model'

export const LETTER = 10
const LINE = 25

type Fields = Readonly<Record<string, unknown>>

function wrap(text: string, container: BoardElementLike | undefined): string {
  if (!container) return text
  const perLine = Math.max(2, Math.floor(Number(container['width']) / LETTER))
  const lines: string[] = []
  for (let at = 0; at < text.length; at += perLine) lines.push(text.slice(at, at + perLine))
  return lines.join('\n')
}

/** The wrapped text and its size. */
export function sized(
  originalText: string,
  container: BoardElementLike | undefined,
): { text: string; width: number; height: number } {
  const text = wrap(originalText, container)
  const lines = text.split('\n')
  return { text, width: LETTER * Math.max(...lines.map(({ length }) => length)), height: LINE * lines.length }
}

/** A label in the middle of its container. */
export function labelled(text: BoardElementLike, container: BoardElementLike): Fields {
  const size = sized(String(text['originalText']), container)
  const place = (from: string, length: 'width' | 'height') =>
    Number(container[from]) + (Number(container[length]) - size[length]) / 2
  return { ...size, x: place('x', 'width'), y: place('y', 'height') }
}

/** What the binding asks for a text that nobody measured as it is now. */
export function measure(text: BoardElement, container: BoardElement | undefined): Fields {
  const size = sized(text.originalText ?? '', container)
  return { ...size, ...alignedAs(text, size) }
}

/** Where a text goes when it becomes larger or smaller. Pure. */
import type { BoardElement } from '@gamelan/board-model'

/** How much of the growth goes to the left or above. */
const SHARES: Readonly<Record<string, number>> = {
  left: 0,
  top: 0,
  center: 0.5,
  middle: 0.5,
  right: 1,
  bottom: 1,
}

/** The place at which a text of another size keeps its alignment: a centred one grows to both sides. */
export function alignedAs(
  text: BoardElement,
  { width, height }: { width: number; height: number },
): { x: number; y: number } {
  const across = SHARES[String(text['textAlign'])] ?? 0
  const down = SHARES[String(text['verticalAlign'])] ?? 0
  return { x: text.x - (width - text.width) * across, y: text.y - (height - text.height) * down }
}

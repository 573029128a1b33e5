/** Where something new is laid so that it covers nothing that is there. Pure. */
import { overlap, type Bounds, type ScenePoint } from './fit-view.ts'

/** Scene units between it and what is there. */
const ROOM = 24
/** How many of its own sizes it moves away from the middle, at most. */
const REACH = 5

const STEPS = [...Array(2 * REACH + 1).keys()].map((step) => step - REACH)
/** To the side before down, down before up. */
const PLACES = STEPS.flatMap((down) => STEPS.map((right) => ({ right, down }))).toSorted(
  (a, b) => Math.hypot(a.right, a.down) - Math.hypot(b.right, b.down) || b.right - a.right || b.down - a.down,
)

/** The middle of the free place nearest to `middle`; undefined where all near it is taken. */
export function freePlace(
  { width, height }: { readonly width: number; readonly height: number },
  middle: ScenePoint,
  taken: readonly Bounds[],
): ScenePoint | undefined {
  return PLACES.map(({ right, down }) => ({
    x: middle.x + right * (width + ROOM),
    y: middle.y + down * (height + ROOM),
  })).find(({ x, y }) => {
    const box: Bounds = [
      x - width / 2 - ROOM / 2,
      y - height / 2 - ROOM / 2,
      x + width / 2 + ROOM / 2,
      y + height / 2 + ROOM / 2,
    ]
    return !taken.some((other) => overlap(box, other))
  })
}

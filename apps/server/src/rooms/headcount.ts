/** How many people are on all open boards together: where there are many, presence goes out less often. */

/** From so many on, a server has more to gain from fewer writes than people have from smoother cursors. */
const MANY = 200

export type Headcount = {
  came(): void
  left(): void
  isHigh(): boolean
}

export function createHeadcount(): Headcount {
  let people = 0
  return {
    came() {
      people += 1
    },
    left() {
      people -= 1
    },
    isHigh: () => people > MANY,
  }
}

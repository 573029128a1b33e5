/** How many draw in a round, and how many of them are ready. Pure. */
import type { Round } from '@gamelan/protocol/session/rounds'

export function countsOf({ drawers }: Pick<Round, 'drawers'>): {
  readonly count: number
  readonly ready: number
} {
  const states = Object.values(drawers)
  return { count: states.length, ready: states.filter((one) => one === 'ready').length }
}

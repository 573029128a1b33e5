/**
 * How a spin of the wheel looks at a moment of the server's clock: the same on every screen, also on one that is opened
 * while it spins. Pure. Must never decide where it lands: the event says so.
 */
import type { Spin } from '@gamelan/protocol/session/wheel'

/** Milliseconds from the draw until the wheel is at rest. */
export const SPIN_MS = 5000
/** Whole turns on the way. */
const TURNS = 6
const ROUND = 360

type Spun = Pick<Spin, 'wedges' | 'landed' | 'at'>

/** How wide a wedge is, in degrees. */
export const wedgeWidth = (count: number) => ROUND / count

/** The middle of a wedge of a wheel that was not turned, in degrees clockwise from the pointer. */
export const middleOf = (wedge: number, count: number) => (wedge + 0.5) * wedgeWidth(count)

/** By how many degrees, clockwise, the wheel is turned when it is at rest: the middle of the wedge is at the pointer. */
export const restAngle = ({ wedges, landed }: Spun) => ROUND - middleOf(landed, wedges.length)

export const hasLanded = ({ at }: Pick<Spin, 'at'>, now: number) => now >= at + SPIN_MS

/** By how many degrees, clockwise, the wheel is turned at a moment of the server's clock. */
export function angleAt(spin: Spun, now: number): number {
  const share = Math.min(1, Math.max(0, (now - spin.at) / SPIN_MS))
  const slowing = 1 - (1 - share) ** 4
  return slowing * (TURNS * ROUND + restAngle(spin))
}

/** Which wedge is at the pointer of a wheel that is turned by `angle`. */
export function wedgeAt(angle: number, count: number): number {
  const back = (((-angle % ROUND) + ROUND) % ROUND) / wedgeWidth(count)
  return Math.floor(back) % count
}

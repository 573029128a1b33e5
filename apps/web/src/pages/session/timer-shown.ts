/**
 * What of the session's timer is shown at a moment of the server's clock. Pure. Must never depend on when it was asked
 * last: two screens that ask at the same moment show the same digits.
 */
import { timeLeft, type Timer } from '@gamelan/protocol/session/timer'

export type TimerShown = {
  readonly phase: 'running' | 'held' | 'over'
  /** Whole seconds that are left, of which one that has begun counts. */
  readonly seconds: number
  /** Milliseconds until it shows something else; null: not by itself. */
  readonly until: number | null
}

const SECOND = 1000

/** @param now milliseconds since 1970, by the server's clock */
export function timerShown(timer: Timer, now: number): TimerShown {
  const left = timeLeft(timer, now)
  const seconds = Math.max(0, Math.ceil(left / SECOND))
  if (timer.left !== null) return { phase: 'held', seconds, until: null }
  if (seconds === 0) return { phase: 'over', seconds, until: null }
  return { phase: 'running', seconds, until: left - (seconds - 1) * SECOND }
}

/** 65 is `1:05`, an hour `1:00:00`. */
export function digits(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

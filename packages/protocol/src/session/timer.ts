/**
 * The one timer of the session. It is a moment on the server's clock, so that it is the same on every screen and no
 * reload starts it again. Pure. Must never be counted down by events: who shows it subtracts.
 */
import { z } from 'zod'
import { minutesSchema, timeSchema } from './ids.ts'
import { slice } from './slice.ts'

export const timerSchema = z.object({
  /** When it is over. While it is held, it moves on with the clock: see `left`. */
  endsAt: timeSchema,
  /** All of its time, in milliseconds, with what was added. */
  total: z.int(),
  /** What is left while it is held, in milliseconds; null: it runs. */
  left: z.int().nullable(),
})
export type Timer = z.infer<typeof timerSchema>

const MINUTE = 60_000

export const timerCommands = [
  z.object({ type: z.literal('start-timer'), minutes: minutesSchema }),
  z.object({ type: z.literal('add-time'), minutes: minutesSchema }),
  z.object({ type: z.literal('hold-timer') }),
  z.object({ type: z.literal('resume-timer') }),
  z.object({ type: z.literal('stop-timer') }),
] as const

export const timerEvents = [
  z.object({ type: z.literal('timer-started'), data: z.object({ minutes: minutesSchema }) }),
  z.object({ type: z.literal('time-added'), data: z.object({ minutes: minutesSchema }) }),
  z.object({ type: z.literal('timer-held'), data: z.object({}) }),
  z.object({ type: z.literal('timer-resumed'), data: z.object({}) }),
  z.object({ type: z.literal('timer-stopped'), data: z.object({}) }),
] as const

/** Milliseconds that are left at a moment; less than none when it is over. */
export function timeLeft({ endsAt, left }: Timer, now: number): number {
  return left ?? endsAt - now
}

export const applyToTimer = slice(timerEvents, (timer: Timer | null, event): Timer | null => {
  const { at } = event
  switch (event.type) {
    case 'timer-started': {
      const total = Math.round(event.data.minutes * MINUTE)
      return { endsAt: at + total, total, left: null }
    }
    case 'time-added': {
      if (timer === null) return null
      const more = Math.round(event.data.minutes * MINUTE)
      // Of one that is over, the minute is from now.
      const left = Math.max(0, timeLeft(timer, at)) + more
      return { endsAt: at + left, total: timer.total + more, left: timer.left === null ? null : left }
    }
    case 'timer-held':
      return timer && { ...timer, left: Math.max(0, timeLeft(timer, at)) }
    case 'timer-resumed':
      return timer && { ...timer, endsAt: at + timeLeft(timer, at), left: null }
    case 'timer-stopped':
      return null
  }
})

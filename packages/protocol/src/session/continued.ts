/**
 * How a session of a series begins: where the one before it ended. Pure. Must never name the board before: whoever comes
 * to this one need not be able to see that (A3), and the board itself tells its lineage to those who may.
 */
import { z } from 'zod'
import { agendaContinued, carriedAgenda, type Agenda } from './agenda.ts'
import { carriedWheel, wheelContinued, type Wheel } from './wheel.ts'

/** Made by the server alone, and the first event of its session. Each part of the state takes its own share of it. */
export const continuedEvent = z.object({
  type: z.literal('continued'),
  data: agendaContinued.shape.data.extend(wheelContinued.shape.data.shape),
})

/** What the next session begins with; undefined: nothing that would differ from any new one. */
export function continuation({
  agenda,
  wheel,
}: {
  readonly agenda: Agenda
  readonly wheel: Wheel
}): z.infer<typeof continuedEvent> | undefined {
  const data = { agenda: carriedAgenda(agenda), wheel: carriedWheel(wheel) }
  const isAny =
    data.agenda.length > 0 || data.wheel.themes.length > 0 || Object.keys(data.wheel.counts).length > 0
  return isAny ? { type: 'continued', data } : undefined
}

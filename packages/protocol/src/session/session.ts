/**
 * The live session of a board: its whole state, the events that made it, and the one function by which both ends apply
 * them. Pure. Must never depend on anything but the events: who has the same ones has the same state.
 */
import { z } from 'zod'
import { agendaEvents, agendaSchema, applyToAgenda } from './agenda.ts'
import { applyToAttention, attentionEvents, attentionSchema, NO_ATTENTION } from './attention.ts'
import { continuedEvent } from './continued.ts'
import { personIdSchema, timeSchema } from './ids.ts'
import { applyToPeople, NO_PEOPLE, peopleEvents, peopleSchema } from './people.ts'
import { applyToRounds, roundEvents, roundSchema } from './rounds.ts'
import { applyToTimer, timerEvents, timerSchema } from './timer.ts'
import { applyToWheel, NO_WHEEL, wheelEvents, wheelSchema } from './wheel.ts'

export const sessionStateSchema = z.object({
  /** Of the last event; 0: there was none. */
  seq: z.int().min(0),
  people: peopleSchema,
  agenda: agendaSchema.readonly(),
  timer: timerSchema.nullable(),
  attention: attentionSchema,
  wheel: wheelSchema,
  rounds: z.array(roundSchema).readonly(),
})
export type SessionState = z.infer<typeof sessionStateSchema>

/** Where every board's session begins. */
export const NEW_SESSION: SessionState = {
  seq: 0,
  people: NO_PEOPLE,
  agenda: [],
  timer: null,
  attention: NO_ATTENTION,
  wheel: NO_WHEEL,
  rounds: [],
}

const happeningSchema = z.discriminatedUnion('type', [
  ...peopleEvents,
  ...agendaEvents,
  ...timerEvents,
  ...attentionEvents,
  ...wheelEvents,
  ...roundEvents,
  continuedEvent,
])
/** What happened, before it has its place in the order. */
export type Happening = z.infer<typeof happeningSchema>

const stampSchema = z.object({
  seq: z.int().min(1),
  at: timeSchema,
  /** null: the server. */
  by: personIdSchema.nullable(),
})
export const sessionEventSchema = stampSchema.and(happeningSchema)
export type SessionEvent = z.infer<typeof sessionEventSchema>

/** The state after an event. One that is known is left out; the one after the next is an error of whoever calls. */
export function applyEvent(state: SessionState, event: SessionEvent): SessionState {
  if (event.seq <= state.seq) return state
  if (event.seq !== state.seq + 1) throw new RangeError(`event ${event.seq} does not follow ${state.seq}`)
  return {
    seq: event.seq,
    people: applyToPeople(state.people, event),
    agenda: applyToAgenda(state.agenda, event),
    timer: applyToTimer(state.timer, event),
    attention: applyToAttention(state.attention, event),
    wheel: applyToWheel(state.wheel, event),
    rounds: applyToRounds(state.rounds, event),
  }
}

/**
 * Private rounds: a question, and a board for each who draws, which nobody else is served until all are revealed at once.
 * Pure. Must never name a board before that: which is whose is known to the server, and told to its owner alone.
 */
import { z } from 'zod'
import { boardIdSchema } from '../ids.ts'
import { personIdSchema, sayingSchema, storedTextSchema, thingIdSchema, timeSchema } from './ids.ts'
import { slice } from './slice.ts'

export const roundSchema = z.object({
  id: thingIdSchema,
  question: storedTextSchema,
  openedAt: timeSchema,
  /** null: those who draw are still among themselves. */
  revealedAt: timeSchema.nullable(),
  /** Whether each who has a board is ready. */
  drawers: z.record(personIdSchema, z.enum(['drawing', 'ready'])),
  /** The board of each, once revealed. */
  boards: z.record(personIdSchema, boardIdSchema),
})
export type Round = z.infer<typeof roundSchema>

export const roundCommands = [
  z.object({ type: z.literal('open-round'), question: sayingSchema }),
  /** Late, or back from observing: they get a board, too. */
  z.object({ type: z.literal('join-round') }),
  z.object({ type: z.literal('be-ready'), ready: z.boolean() }),
  z.object({ type: z.literal('reveal-round') }),
] as const

export const roundEvents = [
  z.object({
    type: z.literal('round-opened'),
    data: z.object({ round: thingIdSchema, question: storedTextSchema }),
  }),
  z.object({
    type: z.literal('round-joined'),
    data: z.object({ round: thingIdSchema, person: personIdSchema }),
  }),
  z.object({
    type: z.literal('was-ready'),
    data: z.object({ round: thingIdSchema, person: personIdSchema, ready: z.boolean() }),
  }),
  z.object({
    type: z.literal('round-revealed'),
    data: z.object({ round: thingIdSchema, boards: z.record(personIdSchema, boardIdSchema) }),
  }),
] as const

/** The round that people draw in now. */
export function openRound(rounds: readonly Round[]): Round | undefined {
  return rounds.find((round) => round.revealedAt === null)
}

export const applyToRounds = slice(roundEvents, (rounds: readonly Round[], event): readonly Round[] => {
  const change = (id: string, changed: (round: Round) => Partial<Round>) =>
    rounds.map((round) => (round.id === id ? { ...round, ...changed(round) } : round))
  switch (event.type) {
    case 'round-opened': {
      const { round: id, question } = event.data
      return [...rounds, { id, question, openedAt: event.at, revealedAt: null, drawers: {}, boards: {} }]
    }
    case 'round-joined': {
      const { round, person } = event.data
      return change(round, ({ drawers }) => ({ drawers: { ...drawers, [person]: 'drawing' } }))
    }
    case 'was-ready': {
      const { round, person, ready } = event.data
      return change(round, ({ drawers }) => ({
        drawers: { ...drawers, [person]: ready ? 'ready' : 'drawing' },
      }))
    }
    case 'round-revealed':
      return change(event.data.round, () => ({ revealedAt: event.at, boards: event.data.boards }))
  }
})

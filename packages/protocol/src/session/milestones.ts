/**
 * What a session leaves on its board's timeline: the blocks that ran, the pivots, the turns and the private rounds. Pure.
 * Must never depend on events that are not listed here: whoever reads a session for this leaves the others out.
 */
import { z } from 'zod'
import { applyToAgenda, type Agenda } from './agenda.ts'
import { NO_WHEEL, applyToWheel, outcomeSchema } from './wheel.ts'
import { personIdSchema, textSchema, timeSchema } from './ids.ts'
import { applyToRounds, type Round } from './rounds.ts'
import type { SessionEvent } from './session.ts'

const base = {
  at: timeSchema,
  /** null: it goes on. */
  until: timeSchema.nullable(),
}

export const blockMilestoneSchema = z.object({
  kind: z.literal('block'),
  ...base,
  title: z.string(),
  question: textSchema,
})
/** One block was parked for another. */
export const pivotMilestoneSchema = z.object({
  kind: z.literal('pivot'),
  ...base,
  reason: textSchema,
  parked: z.string(),
})
export const turnMilestoneSchema = z.object({
  kind: z.literal('turn'),
  ...base,
  theme: z.string(),
  person: personIdSchema,
  outcome: outcomeSchema.nullable(),
})
export const roundMilestoneSchema = z.object({ kind: z.literal('round'), ...base, question: textSchema })

const milestoneSchema = z.discriminatedUnion('kind', [
  blockMilestoneSchema,
  pivotMilestoneSchema,
  turnMilestoneSchema,
  roundMilestoneSchema,
])
export type Milestone = z.infer<typeof milestoneSchema>

/** The events that it takes. */
export const MILESTONE_EVENTS = [
  'continued',
  'block-added',
  'block-edited',
  'block-started',
  'block-finished',
  'block-parked',
  'theme-added',
  'theme-edited',
  'person-drawn',
  'theme-drawn',
  'turn-begun',
  'turn-ended',
  'round-opened',
  'round-revealed',
] as const satisfies readonly SessionEvent['type'][]

type Running = { readonly block: string; readonly at: number; until: number | null }

/** All milestones of a session, in the order in which they began. `events`: those of these types, in order. */
export function milestonesOf(events: Iterable<SessionEvent>): Milestone[] {
  let agenda: Agenda = []
  let wheel = NO_WHEEL
  let rounds: readonly Round[] = []
  const runs: Running[] = []
  const pivots: Milestone[] = []
  for (const event of events) {
    agenda = applyToAgenda(agenda, event)
    wheel = applyToWheel(wheel, event)
    rounds = applyToRounds(rounds, event)
    const { type, at } = event
    if (type === 'block-started') runs.push({ block: event.data.block, at, until: null })
    if (type !== 'block-finished' && type !== 'block-parked') continue
    const { block } = event.data
    const run = runs.findLast((one) => one.block === block && one.until === null)
    if (run !== undefined) run.until = at
    if (type === 'block-parked') {
      const parked = agenda.find(({ id }) => id === block)?.title ?? ''
      pivots.push({ kind: 'pivot', at, until: at, reason: event.data.reason, parked })
    }
  }
  const blocks = runs.map(({ block, at, until }): Milestone => {
    const { title = '', question = '' } = agenda.find(({ id }) => id === block) ?? {}
    return { kind: 'block', at, until, title, question }
  })
  const turns = wheel.turns.flatMap(
    ({ theme, person, drawnAt, startedAt, endedAt, outcome }): Milestone[] => {
      const drawn = wheel.themes.find(({ id }) => id === theme)
      if (drawn === undefined) return []
      return [{ kind: 'turn', at: startedAt ?? drawnAt, until: endedAt, theme: drawn.theme, person, outcome }]
    },
  )
  const alone = rounds.map(({ question, openedAt, revealedAt }): Milestone => ({
    kind: 'round',
    at: openedAt,
    until: revealedAt,
    question,
  }))
  // What was parked at a time comes before what was begun in its place.
  return [...pivots, ...blocks, ...turns, ...alone].toSorted((a, b) => a.at - b.at)
}

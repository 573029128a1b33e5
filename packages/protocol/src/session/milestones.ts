/**
 * What a session leaves on its board's timeline: the blocks that ran, the pivots, the turns and the private rounds. Pure.
 * Must never depend on events that are not listed here: whoever reads a session for this leaves the others out.
 */
import { z } from 'zod'
import { boardIdSchema } from '../ids.ts'
import { applyToAgenda, type Agenda } from './agenda.ts'
import { NO_WHEEL, applyToWheel, outcomeSchema } from './wheel.ts'
import { personIdSchema, storedTextSchema, timeSchema } from './ids.ts'
import { applyToRounds, type Round } from './rounds.ts'
import type { SessionEvent } from './session.ts'

const base = {
  at: timeSchema,
  /** null: it goes on. */
  until: timeSchema.nullable(),
  /** The board on which it was; null: the session's own. */
  board: boardIdSchema.nullable(),
}

export const blockMilestoneSchema = z.object({
  kind: z.literal('block'),
  ...base,
  title: z.string(),
  question: storedTextSchema,
})
/** One block was parked for another. */
export const pivotMilestoneSchema = z.object({
  kind: z.literal('pivot'),
  ...base,
  reason: storedTextSchema,
  parked: z.string(),
  /** The board on which it went on, as `board`. */
  to: boardIdSchema.nullable(),
})
export const turnMilestoneSchema = z.object({
  kind: z.literal('turn'),
  ...base,
  theme: z.string(),
  person: personIdSchema,
  outcome: outcomeSchema.nullable(),
})
export const roundMilestoneSchema = z.object({
  kind: z.literal('round'),
  ...base,
  question: storedTextSchema,
})

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

type Running = {
  readonly block: string
  readonly at: number
  until: number | null
  readonly board: string | null
}
type PivotMilestone = z.infer<typeof pivotMilestoneSchema>
/** `to` is known once the block is started that it led to, in the same command. */
type Pivot = Omit<PivotMilestone, 'to'> & { to?: string | null }

/**
 * Of a session's milestones those of one of its boards: what was played there, and the pivots that led to it and away from
 * it. The session's own board (null) has all of them.
 */
export function milestonesOn(milestones: readonly Milestone[], board: string | null): Milestone[] {
  return milestones.filter(
    (one) => board === null || one.board === board || (one.kind === 'pivot' && one.to === board),
  )
}

/** All milestones of a session, in the order in which they began. `events`: those of these types, in order. */
export function milestonesOf(events: Iterable<SessionEvent>): Milestone[] {
  let agenda: Agenda = []
  let wheel = NO_WHEEL
  let rounds: readonly Round[] = []
  const runs: Running[] = []
  const pivots: Pivot[] = []
  /** Where the session is: on the board of the block that was started last. */
  let place: string | null = null
  /** Where each turn and each round began. */
  const places = new Map<string, string | null>()
  const placeOf = (id: string) => places.get(id) ?? null
  for (const event of events) {
    agenda = applyToAgenda(agenda, event)
    wheel = applyToWheel(wheel, event)
    rounds = applyToRounds(rounds, event)
    const { type, at } = event
    if (type === 'person-drawn' || type === 'turn-begun') places.set(event.data.turn, place)
    if (type === 'round-opened') places.set(event.data.round, place)
    if (type === 'block-started') {
      const { block } = event.data
      place = agenda.find(({ id }) => id === block)?.board ?? null
      runs.push({ block, at, until: null, board: place })
      const pivot = pivots.at(-1)
      if (pivot !== undefined && pivot.to === undefined) pivot.to = place
    }
    if (type !== 'block-finished' && type !== 'block-parked') continue
    const { block } = event.data
    const run = runs.findLast((one) => one.block === block && one.until === null)
    if (run !== undefined) run.until = at
    if (type === 'block-parked') {
      const { title: parked = '', board = null } = agenda.find(({ id }) => id === block) ?? {}
      pivots.push({ kind: 'pivot', at, until: at, board, reason: event.data.reason, parked })
    }
  }
  const blocks = runs.map(({ block, at, until, board }): Milestone => {
    const { title = '', question = '' } = agenda.find(({ id }) => id === block) ?? {}
    return { kind: 'block', at, until, board, title, question }
  })
  const turns = wheel.turns.flatMap(
    ({ id, theme, person, drawnAt, startedAt, endedAt: until, outcome }): Milestone[] => {
      const drawn = wheel.themes.find((one) => one.id === theme)
      if (drawn === undefined) return []
      const at = startedAt ?? drawnAt
      return [{ kind: 'turn', at, until, board: placeOf(id), theme: drawn.theme, person, outcome }]
    },
  )
  const alone = rounds.map(({ id, question, openedAt: at, revealedAt: until }): Milestone => ({
    kind: 'round',
    at,
    until,
    board: placeOf(id),
    question,
  }))
  const turned = pivots.map((pivot): Milestone => ({ ...pivot, to: pivot.to ?? null }))
  // What was parked at a time comes before what was begun in its place.
  return [...turned, ...blocks, ...turns, ...alone].toSorted((a, b) => a.at - b.at)
}

/**
 * What the session means to do: blocks in order, of which one runs. Loose: whatever was planned can be parked for what
 * comes up on the day, and is offered again next time. Pure. Must never lose a block that was parked.
 */
import { z } from 'zod'
import { boardIdSchema } from '../ids.ts'
import { SESSION_LINES } from '../limits.ts'
import {
  linesSchema,
  minutesSchema,
  personIdSchema,
  sayingSchema,
  storedLinesSchema,
  storedTextSchema,
  textSchema,
  thingIdSchema,
  timeSchema,
  titleSchema,
  whereSchema,
} from './ids.ts'
import { changedLines, lineChangesOf, lineRequestsOf, linesFrom, linesOf } from './lines.ts'
import { named, slice } from './slice.ts'

/** How a stretch of a session is run; what each needs beyond the drawing comes with its own tool. */
export const formatSchema = z.enum([
  'talk',
  'drawing',
  'morning-vista',
  'decision-requirements',
  'elicitation',
  'why-on-call',
  'alone-then-together',
  'wheel',
  'replay',
])
export type Format = z.infer<typeof formatSchema>

/** What a facilitator says of a block. */
export const blockTextSchema = z.object({
  title: titleSchema,
  format: formatSchema,
  question: textSchema,
  steps: linesSchema,
  minutes: minutesSchema,
  /** Who leads it; null: whoever facilitates. */
  owner: personIdSchema.nullable(),
})
export type BlockText = z.infer<typeof blockTextSchema>

/** What of it is changed as a whole; its steps are changed line by line. */
const blockEditSchema = z.strictObject(blockTextSchema.omit({ steps: true }).shape).partial()

/** What events and the state hold of it. */
const storedBlockTextSchema = blockTextSchema.extend({
  title: storedTextSchema,
  question: storedTextSchema,
  steps: storedLinesSchema,
})

export const blockSchema = storedBlockTextSchema.extend({
  steps: linesOf(storedTextSchema, SESSION_LINES),
  id: thingIdSchema,
  state: z.enum(['planned', 'running', 'finished', 'parked']),
  startedAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  /** Why it was parked. */
  reason: storedTextSchema.nullable(),
  /** The board it is played on, where that is not the session's own. */
  board: boardIdSchema.nullable(),
})
export type Block = z.infer<typeof blockSchema>

export const agendaSchema = z.array(blockSchema)
export type Agenda = readonly Block[]

const whichSchema = z.object({ block: thingIdSchema })

export const agendaCommands = [
  /** Behind all others. */
  z.object({ type: z.literal('add-blocks'), blocks: z.array(blockTextSchema).min(1).max(50) }),
  whichSchema.extend({
    type: z.literal('edit-block'),
    text: blockEditSchema.optional(),
    steps: lineRequestsOf(sayingSchema, SESSION_LINES).optional(),
  }),
  whichSchema.extend({ type: z.literal('remove-block') }),
  /** null: behind all others. */
  whichSchema.extend({ type: z.literal('move-block'), before: thingIdSchema.nullable() }),
  whichSchema.extend({ type: z.literal('start-block') }),
  z.object({ type: z.literal('extend-block'), minutes: minutesSchema }),
  z.object({ type: z.literal('finish-block') }),
  whichSchema.extend({ type: z.literal('take-up-block') }),
  /** Parks what runs, and begins what the day has brought: there, or on a board that is made for it. */
  whereSchema.extend({
    type: z.literal('pivot'),
    reason: sayingSchema,
    to: blockTextSchema,
    onFreshBoard: z.boolean(),
  }),
] as const

export const agendaEvents = [
  z.object({
    type: z.literal('block-added'),
    data: z.object({ id: thingIdSchema, text: storedBlockTextSchema, board: boardIdSchema.nullable() }),
  }),
  z.object({
    type: z.literal('block-edited'),
    data: whichSchema.extend({
      /** Events from before steps had ids hold them whole. */
      text: storedBlockTextSchema.partial().optional(),
      steps: lineChangesOf(storedTextSchema, SESSION_LINES).optional(),
    }),
  }),
  z.object({ type: z.literal('block-removed'), data: whichSchema }),
  z.object({
    type: z.literal('block-moved'),
    data: whichSchema.extend({ before: thingIdSchema.nullable() }),
  }),
  z.object({ type: z.literal('block-started'), data: whichSchema }),
  z.object({ type: z.literal('block-extended'), data: whichSchema.extend({ minutes: minutesSchema }) }),
  z.object({ type: z.literal('block-finished'), data: whichSchema }),
  z.object({ type: z.literal('block-parked'), data: whichSchema.extend({ reason: storedTextSchema }) }),
  z.object({ type: z.literal('block-taken-up'), data: whichSchema }),
] as const

/** Of the event by which a session begins where the one before it in a series ended, what concerns the agenda. */
export const agendaContinued = z.object({
  type: z.literal('continued'),
  data: z.object({
    agenda: z.array(
      blockSchema.extend({
        // Events from before steps had ids hold their texts. It is the first of its session.
        steps: blockSchema.shape.steps.or(storedLinesSchema.transform((texts) => linesFrom(texts, 1))),
      }),
    ),
  }),
})

/**
 * What the next session of a series begins with: what was planned and not played, and what was parked, as parked. All of it
 * is played on that session's own board: another belongs to the session in which it was drawn on, and stays there.
 */
export function carriedAgenda(agenda: Agenda): Block[] {
  return agenda
    .filter(({ state }) => state === 'planned' || state === 'parked')
    .map((block) => ({ ...block, startedAt: null, endedAt: null, board: null }))
}

/** Whether a board is one of the session's others: one that a pivot made. */
export function isBoardOf(agenda: Agenda, board: string): boolean {
  return agenda.some((block) => block.board === board)
}

/** The block that runs. */
export function currentBlock(agenda: Agenda): Block | undefined {
  return agenda.find((block) => block.state === 'running')
}

export const applyToAgenda = slice([...agendaEvents, agendaContinued], (agenda: Agenda, event): Agenda => {
  const change = (id: string, changed: (block: Block) => Partial<Block>): Agenda =>
    agenda.map((block) => (block.id === id ? { ...block, ...changed(block) } : block))
  switch (event.type) {
    case 'continued':
      return event.data.agenda
    case 'block-added': {
      const { id, text, board } = event.data
      return [
        ...agenda,
        {
          ...text,
          steps: linesFrom(text.steps, event.seq),
          id,
          board,
          state: 'planned',
          startedAt: null,
          endedAt: null,
          reason: null,
        },
      ]
    }
    case 'block-edited': {
      const { block, text: { steps, ...text } = {}, ...changes } = event.data
      return change(block, (before) => ({
        ...named(text),
        steps: changedLines(steps === undefined ? before.steps : linesFrom(steps, event.seq), changes.steps),
      }))
    }
    case 'block-removed':
      return agenda.filter((block) => block.id !== event.data.block)
    case 'block-moved': {
      const moved = agenda.find((block) => block.id === event.data.block)
      if (moved === undefined) return agenda
      const rest = agenda.filter((block) => block !== moved)
      const place = rest.findIndex((block) => block.id === event.data.before)
      return place === -1 ? [...rest, moved] : rest.toSpliced(place, 0, moved)
    }
    case 'block-started':
      return change(event.data.block, () => ({
        state: 'running',
        startedAt: event.at,
        endedAt: null,
        reason: null,
      }))
    case 'block-extended':
      return change(event.data.block, ({ minutes }) => ({ minutes: minutes + event.data.minutes }))
    case 'block-finished':
      return change(event.data.block, () => ({ state: 'finished', endedAt: event.at }))
    case 'block-parked':
      return change(event.data.block, () => ({
        state: 'parked',
        endedAt: event.at,
        reason: event.data.reason,
      }))
    case 'block-taken-up':
      return change(event.data.block, () => ({ state: 'planned', startedAt: null, endedAt: null }))
  }
})

/**
 * Where everybody looks: the presenter, who has called all to their view, what is lit, who may draw. Pure. Must never
 * hold anybody against their will: a call to a view is an offer, and each page lets its person decline it.
 */
import { z } from 'zod'
import { personIdSchema, placeSchema, timeSchema, whereSchema } from './ids.ts'
import { slice } from './slice.ts'

const coordinate = z.number().min(-1e9).max(1e9)
/** In scene coordinates: [left, top, right, bottom]. */
export const regionSchema = z.tuple([coordinate, coordinate, coordinate, coordinate])
export type Region = z.infer<typeof regionSchema>

export const attentionSchema = z.object({
  presenter: personIdSchema.nullable(),
  /** Whether nobody but the presenter may draw. */
  locked: z.boolean(),
  /** Who has called everyone to their view, and when: another call is another offer. */
  call: z.object({ by: personIdSchema, at: timeSchema, board: placeSchema }).nullable(),
  /** What is lit, and on which board. */
  spotlight: z.object({ region: regionSchema, board: placeSchema }).nullable(),
  /** A replay that is shown to all: the moment that it shows at a time, and how fast it goes on from there. */
  replay: z
    .object({
      by: personIdSchema,
      /** Of which board. */
      board: placeSchema,
      /** When they began to show it. */
      since: timeSchema,
      seq: z.int().min(0),
      moment: timeSchema,
      /** When it was there. */
      at: timeSchema,
      /** 0: it stands. */
      speed: z.number().min(0).max(16),
    })
    .nullable(),
})
export type Attention = z.infer<typeof attentionSchema>

export const NO_ATTENTION: Attention = {
  presenter: null,
  locked: false,
  call: null,
  spotlight: null,
  replay: null,
}

export const attentionCommands = [
  /** null: nobody presents. */
  z.object({ type: z.literal('present'), person: personIdSchema.nullable() }),
  z.object({ type: z.literal('lock'), locked: z.boolean() }),
  whereSchema.extend({ type: z.literal('call-everyone') }),
  z.object({ type: z.literal('release-everyone') }),
  whereSchema.extend({ type: z.literal('spotlight'), region: regionSchema.nullable() }),
  whereSchema.extend({
    type: z.literal('show-replay'),
    /** The position in the log, and when that moment was. */
    seq: z.int().min(0),
    moment: timeSchema,
    speed: z.number().min(0).max(16),
  }),
  z.object({
    type: z.literal('end-replay'),
    /** Of which showing, by when it began; one that is over by then is no other. Left out: whichever there is. */
    since: timeSchema.optional(),
  }),
] as const

export const attentionEvents = [
  z.object({ type: z.literal('presented'), data: z.object({ person: personIdSchema.nullable() }) }),
  z.object({ type: z.literal('lock-changed'), data: z.object({ locked: z.boolean() }) }),
  z.object({
    type: z.literal('everyone-called'),
    data: z.object({ person: personIdSchema, board: placeSchema }),
  }),
  z.object({ type: z.literal('everyone-released'), data: z.object({}) }),
  z.object({
    type: z.literal('spotlight-moved'),
    data: z.object({ region: regionSchema.nullable(), board: placeSchema }),
  }),
  z.object({
    type: z.literal('replay-shown'),
    data: z.object({
      person: personIdSchema,
      board: placeSchema,
      seq: z.int().min(0),
      moment: timeSchema,
      speed: z.number().min(0).max(16),
    }),
  }),
  z.object({ type: z.literal('replay-ended'), data: z.object({}) }),
] as const

export const applyToAttention = slice(attentionEvents, (attention: Attention, event): Attention => {
  switch (event.type) {
    case 'presented':
      return { ...attention, presenter: event.data.person }
    case 'lock-changed':
      return { ...attention, locked: event.data.locked }
    case 'everyone-called':
      return { ...attention, call: { by: event.data.person, at: event.at, board: event.data.board } }
    case 'everyone-released':
      return { ...attention, call: null }
    case 'spotlight-moved': {
      const { region, board } = event.data
      return { ...attention, spotlight: region && { region, board } }
    }
    case 'replay-shown': {
      const { person: by, board, seq, moment, speed } = event.data
      const before = attention.replay
      // That of another board is another showing.
      const goesOn = before?.by === by && before.board === board
      const since = goesOn ? before.since : event.at
      return { ...attention, replay: { by, board, since, seq, moment, at: event.at, speed } }
    }
    case 'replay-ended':
      return { ...attention, replay: null }
  }
})

/**
 * Who is in the live session: here or not, hand raised, away, observing; and what they let each other feel. Pure. Must
 * never rank people: reactions are counted by kind, never by who got or gave them.
 */
import { z } from 'zod'
import { participantSchema } from '../http/boards.ts'
import { roleSchema } from '../roles.ts'
import { personIdSchema } from './ids.ts'
import { slice } from './slice.ts'

export const reactionSchema = z.enum(['new-to-me', 'clap', 'thanks', 'laugh', 'puzzled'])
export type Reaction = z.infer<typeof reactionSchema>

/** How somebody is told of. */
const introductionSchema = participantSchema.extend({
  role: roleSchema,
  /** Came by the key of a link: it has no view and no turn, and is not counted among the people. */
  isProgram: z.boolean().default(false),
})

export const personSchema = introductionSchema.extend({
  here: z.boolean(),
  /** The event by which the hand was raised: the lower, the longer ago. null: it is not. */
  hand: z.int().nullable(),
  /** Said of themselves: back in a moment. */
  away: z.boolean(),
  /** Only watches: is given no turn, and draws in no round. */
  observes: z.boolean(),
})
export type Person = z.infer<typeof personSchema>

export const peopleSchema = z.object({
  people: z.record(personIdSchema, personSchema),
  reactions: z.partialRecord(reactionSchema, z.int()),
})
export type People = z.infer<typeof peopleSchema>

export const NO_PEOPLE: People = { people: {}, reactions: {} }

export const peopleCommands = [
  z.object({ type: z.literal('raise-hand'), up: z.boolean() }),
  z.object({ type: z.literal('lower-hand'), person: personIdSchema }),
  z.object({ type: z.literal('be-away'), away: z.boolean() }),
  z.object({ type: z.literal('observe'), observes: z.boolean() }),
  z.object({ type: z.literal('react'), reaction: reactionSchema }),
] as const

const whoSchema = z.object({ person: personIdSchema })

export const peopleEvents = [
  z.object({ type: z.literal('came'), data: introductionSchema }),
  z.object({ type: z.literal('left'), data: whoSchema }),
  /** The name, the colour or the role is another. */
  z.object({ type: z.literal('became'), data: introductionSchema }),
  /** Somebody who left long ago makes room for who comes. */
  z.object({ type: z.literal('forgotten'), data: whoSchema }),
  z.object({ type: z.literal('hand-raised'), data: whoSchema }),
  z.object({ type: z.literal('hand-lowered'), data: whoSchema }),
  z.object({ type: z.literal('was-away'), data: whoSchema.extend({ away: z.boolean() }) }),
  z.object({ type: z.literal('observed'), data: whoSchema.extend({ observes: z.boolean() }) }),
  z.object({ type: z.literal('reacted'), data: z.object({ reaction: reactionSchema }) }),
] as const

export const applyToPeople = slice(peopleEvents, (state: People, event): People => {
  const change = (id: string, changed: Partial<Person>): People => {
    const person = state.people[id]
    return person === undefined
      ? state
      : { ...state, people: { ...state.people, [id]: { ...person, ...changed } } }
  }
  switch (event.type) {
    case 'came': {
      const known = state.people[event.data.id]
      const person = { hand: null, away: false, observes: false, ...known, ...event.data, here: true }
      return { ...state, people: { ...state.people, [person.id]: person } }
    }
    case 'became':
      return change(event.data.id, event.data)
    case 'left':
      return change(event.data.person, { here: false, hand: null, away: false })
    case 'forgotten': {
      const { [event.data.person]: _gone, ...people } = state.people
      return { ...state, people }
    }
    case 'hand-raised':
      return change(event.data.person, { hand: event.seq })
    case 'hand-lowered':
      return change(event.data.person, { hand: null })
    case 'was-away':
      return change(event.data.person, { away: event.data.away })
    case 'observed':
      return change(event.data.person, { observes: event.data.observes })
    case 'reacted': {
      const { reaction } = event.data
      const count = (state.reactions[reaction] ?? 0) + 1
      return { ...state, reactions: { ...state.reactions, [reaction]: count } }
    }
  }
})

/** Those whose hand is up, the one who waits longest first. */
export function raisedHands({ people }: People): Person[] {
  return Object.values(people)
    .filter((person) => person.here && person.hand !== null)
    .toSorted((a, b) => (a.hand ?? 0) - (b.hand ?? 0))
}

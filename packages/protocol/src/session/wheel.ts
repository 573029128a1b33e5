/**
 * The Wheel of Expertise: themes with what may be asked of each, players who opted in, and turns. The server draws; its
 * event says among what and which, so that every screen shows the same spin. Pure. Must never rank people: of turns it is
 * counted how many somebody had, for a fair draw, and never how they ended.
 */
import { z } from 'zod'
import { webLinkSchema } from '../link.ts'
import { SESSION_LINES, SESSION_LINK_LENGTH, SESSION_LINKS } from '../limits.ts'
import {
  personIdSchema,
  minutesSchema,
  sayingSchema,
  storedLinesSchema,
  storedTextSchema,
  textSchema,
  thingIdSchema,
  timeSchema,
  titleSchema,
} from './ids.ts'
import { changedLines, lineChangesOf, lineRequestsOf, linesFrom, linesOf } from './lines.ts'
import { named, slice } from './slice.ts'

/** What is asked of a theme: who knows it, what would happen, where one would look. */
export const questionSchema = z.enum(['who', 'what', 'where'])

/** The form in which wheels are exported and imported: a list of these. */
export const themeTextSchema = z.object({
  theme: titleSchema,
  who: textSchema,
  what: textSchema,
  where: textSchema,
  /** What it is to somebody who is no engineer. */
  plain: textSchema,
})
export type ThemeText = z.infer<typeof themeTextSchema>

/** What events and the state hold of it. */
const storedThemeTextSchema = z.object({
  theme: storedTextSchema,
  who: storedTextSchema,
  what: storedTextSchema,
  where: storedTextSchema,
  plain: storedTextSchema,
})

export const themeSchema = storedThemeTextSchema.extend({
  id: thingIdSchema,
  /** The lap of the wheel in which it was last played; 0: in none yet. */
  lap: z.int(),
})
export type Theme = z.infer<typeof themeSchema>

export const outcomeSchema = z.enum(['answered', 'found-live', 'escalated', 'open', 'passed'])
export type Outcome = z.infer<typeof outcomeSchema>

export const linkSchema = webLinkSchema(SESSION_LINK_LENGTH)

/** What is written of a turn beside its lines. */
const turnTextSchema = z.strictObject({
  question: questionSchema.nullable(),
  /** To whom it was escalated, or what stayed open. */
  note: textSchema,
})

const storedTurnTextSchema = z.strictObject({ ...turnTextSchema.shape, note: storedTextSchema })

export const turnSchema = z.object({
  ...storedTurnTextSchema.shape,
  /** The way that was gone. */
  steps: linesOf(storedTextSchema, SESSION_LINES),
  /** Where it led. One that an earlier version stored may be none that is opened: see `webLink`. */
  links: linesOf(storedTextSchema, SESSION_LINKS),
  id: thingIdSchema,
  person: personIdSchema,
  /** null until a theme is drawn. */
  theme: thingIdSchema.nullable(),
  drawnAt: timeSchema,
  /** When its time began; null: not yet. */
  startedAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  /** null: it goes on. */
  outcome: outcomeSchema.nullable(),
  /** Whether a card of it was placed on the board. */
  placed: z.boolean(),
})
export type Turn = z.infer<typeof turnSchema>

/** A spin of the wheel: what stood on it, and where it came to rest. */
export const spinSchema = z.object({
  of: z.enum(['people', 'themes']),
  wedges: z.array(z.string()).min(1),
  /** Index of the wedge. */
  landed: z.int().min(0),
  at: timeSchema,
})
export type Spin = z.infer<typeof spinSchema>

export const wheelSchema = z.object({
  themes: z.array(themeSchema),
  /** Raised when all themes were played. */
  lap: z.int().min(1),
  /** Those who opted in. */
  players: z.array(personIdSchema),
  /** How many turns somebody had in the series. */
  counts: z.record(personIdSchema, z.int()),
  turns: z.array(turnSchema),
  spin: spinSchema.nullable(),
})
export type Wheel = z.infer<typeof wheelSchema>

export const NO_WHEEL: Wheel = { themes: [], lap: 1, players: [], counts: {}, turns: [], spin: null }

export const wheelCommands = [
  /** In place of all that there are: an import. Those that stay keep what was played. */
  z.object({ type: z.literal('set-themes'), themes: z.array(themeTextSchema).max(200) }),
  z.object({ type: z.literal('add-theme'), text: themeTextSchema }),
  z.object({ type: z.literal('edit-theme'), theme: thingIdSchema, text: themeTextSchema.partial() }),
  z.object({ type: z.literal('remove-theme'), theme: thingIdSchema }),
  z.object({ type: z.literal('play'), plays: z.boolean() }),
  /** Draws whose turn it is. */
  z.object({ type: z.literal('draw-person') }),
  /** Draws the theme of the turn; again where it has not begun. */
  z.object({ type: z.literal('draw-theme') }),
  z.object({ type: z.literal('begin-turn'), minutes: minutesSchema }),
  z.object({
    type: z.literal('edit-turn'),
    turn: thingIdSchema,
    text: turnTextSchema.partial().optional(),
    steps: lineRequestsOf(sayingSchema, SESSION_LINES).optional(),
    links: lineRequestsOf(linkSchema, SESSION_LINKS).optional(),
  }),
  z.object({ type: z.literal('end-turn'), outcome: outcomeSchema, note: textSchema.optional() }),
  /** A card of it is on the board: whoever sends this has drawn it. */
  z.object({ type: z.literal('turn-placed'), turn: thingIdSchema }),
] as const

const whichSchema = z.object({ turn: thingIdSchema })

export const wheelEvents = [
  z.object({
    type: z.literal('theme-added'),
    data: z.object({ id: thingIdSchema, text: storedThemeTextSchema }),
  }),
  z.object({
    type: z.literal('theme-edited'),
    data: z.object({ theme: thingIdSchema, text: storedThemeTextSchema.partial() }),
  }),
  z.object({ type: z.literal('theme-removed'), data: z.object({ theme: thingIdSchema }) }),
  z.object({ type: z.literal('played'), data: z.object({ person: personIdSchema, plays: z.boolean() }) }),
  z.object({
    type: z.literal('person-drawn'),
    data: whichSchema.extend({ wedges: z.array(personIdSchema).min(1), landed: z.int().min(0) }),
  }),
  z.object({
    type: z.literal('theme-drawn'),
    data: whichSchema.extend({
      wedges: z.array(thingIdSchema).min(1),
      landed: z.int().min(0),
      /** The lap in which it counts as played. */
      lap: z.int().min(1),
    }),
  }),
  z.object({ type: z.literal('turn-begun'), data: whichSchema }),
  z.object({
    type: z.literal('turn-edited'),
    data: whichSchema.extend({
      /** Events from before lines had ids hold lists whole. */
      text: storedTurnTextSchema
        .extend({ steps: storedLinesSchema, links: storedLinesSchema })
        .partial()
        .optional(),
      steps: lineChangesOf(storedTextSchema, SESSION_LINES).optional(),
      links: lineChangesOf(storedTextSchema, SESSION_LINKS).optional(),
    }),
  }),
  z.object({ type: z.literal('turn-ended'), data: whichSchema.extend({ outcome: outcomeSchema }) }),
  z.object({ type: z.literal('turn-placed'), data: whichSchema }),
] as const

/** Of the event by which a session begins where the one before it in a series ended, what concerns the wheel. */
export const wheelContinued = z.object({
  type: z.literal('continued'),
  data: z.object({ wheel: wheelSchema.pick({ themes: true, lap: true, counts: true }) }),
})

/** What the next session of a series begins with: who was counted stays counted; who plays, each says anew. */
export function carriedWheel({ themes, lap, counts }: Wheel): Pick<Wheel, 'themes' | 'lap' | 'counts'> {
  return { themes, lap, counts }
}

/** The turn that goes on. */
export function currentTurn({ turns }: Wheel): Turn | undefined {
  const last = turns.at(-1)
  return last?.outcome === null ? last : undefined
}

/** The themes that were not played in this lap of the wheel; all, where each was. */
export function themesToPlay({ themes, lap }: Wheel): {
  readonly themes: readonly Theme[]
  readonly lap: number
} {
  const left = themes.filter((theme) => theme.lap < lap)
  return left.length > 0 ? { themes: left, lap } : { themes, lap: lap + 1 }
}

export const applyToWheel = slice([...wheelEvents, wheelContinued], (wheel: Wheel, event): Wheel => {
  const changeTurn = (id: string, changed: Partial<Turn> | ((turn: Turn) => Partial<Turn>)): Wheel => ({
    ...wheel,
    turns: wheel.turns.map((turn) =>
      turn.id === id ? { ...turn, ...(typeof changed === 'function' ? changed(turn) : changed) } : turn,
    ),
  })
  switch (event.type) {
    case 'continued':
      return { ...wheel, ...event.data.wheel }
    case 'theme-added': {
      const { id, text } = event.data
      return { ...wheel, themes: [...wheel.themes, { ...text, id, lap: 0 }] }
    }
    case 'theme-edited': {
      const { theme: id, text } = event.data
      return {
        ...wheel,
        themes: wheel.themes.map((theme) => (theme.id === id ? { ...theme, ...named(text) } : theme)),
      }
    }
    case 'theme-removed':
      return { ...wheel, themes: wheel.themes.filter((theme) => theme.id !== event.data.theme) }
    case 'played': {
      const others = wheel.players.filter((person) => person !== event.data.person)
      return { ...wheel, players: event.data.plays ? [...others, event.data.person] : others }
    }
    case 'person-drawn': {
      const { turn: id, wedges, landed } = event.data
      const person = wedges[landed]
      if (person === undefined) return wheel
      const turn: Turn = {
        id,
        person,
        theme: null,
        question: null,
        steps: [],
        links: [],
        note: '',
        drawnAt: event.at,
        startedAt: null,
        endedAt: null,
        outcome: null,
        placed: false,
      }
      return {
        ...wheel,
        counts: { ...wheel.counts, [person]: (wheel.counts[person] ?? 0) + 1 },
        turns: [...wheel.turns, turn],
        spin: { of: 'people', wedges, landed, at: event.at },
      }
    }
    case 'theme-drawn': {
      const { turn, wedges, landed, lap } = event.data
      const drawn = wedges[landed]
      const before = wheel.turns.find(({ id }) => id === turn)?.theme
      if (drawn === undefined) return wheel
      return {
        ...changeTurn(turn, { theme: drawn }),
        lap,
        themes: wheel.themes.map((theme) => {
          if (theme.id === drawn) return { ...theme, lap }
          // Drawn anew before it was played: it is on the wheel again.
          return theme.id === before ? { ...theme, lap: lap - 1 } : theme
        }),
        spin: { of: 'themes', wedges, landed, at: event.at },
      }
    }
    case 'turn-begun':
      return changeTurn(event.data.turn, { startedAt: event.at })
    case 'turn-edited': {
      const { text: { steps, links, ...text } = {}, ...changes } = event.data
      return changeTurn(event.data.turn, (turn) => ({
        ...named(text),
        steps: changedLines(steps === undefined ? turn.steps : linesFrom(steps, event.seq), changes.steps),
        links: changedLines(links === undefined ? turn.links : linesFrom(links, event.seq), changes.links),
      }))
    }
    case 'turn-ended':
      return changeTurn(event.data.turn, { outcome: event.data.outcome, endedAt: event.at })
    case 'turn-placed':
      return changeTurn(event.data.turn, { placed: true })
  }
})

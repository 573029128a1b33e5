/** What the parts of a live session have in common: how things in it are named, and how its text is bounded. */
import { z } from 'zod'
import { boardIdSchema, visitorIdSchema } from '../ids.ts'
import { SESSION_LINE_LENGTH, SESSION_LINES, SESSION_MINUTES, SESSION_TITLE_LENGTH } from '../limits.ts'
import { lineSchema, nameLineSchema, storedLineSchema } from '../text.ts'

/** A person is called as their visitor is. */
export const personIdSchema = visitorIdSchema

/** A block, a theme, a turn, a round: 128 random bits, base64url, made by the server. */
export const thingIdSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

export const titleSchema = nameLineSchema(SESSION_TITLE_LENGTH)
export const textSchema = lineSchema(SESSION_LINE_LENGTH)
/** A text that must say something. */
export const sayingSchema = nameLineSchema(SESSION_LINE_LENGTH)
export const linesSchema = z.array(sayingSchema).max(SESSION_LINES)
/** Lines in events and in the state, which earlier versions may have stored. */
export const storedTextSchema = storedLineSchema
export const storedLinesSchema = z.array(storedTextSchema)

export const minutesSchema = z.number().positive().max(SESSION_MINUTES)

/** Milliseconds since 1970, by the server's clock. */
export const timeSchema = z.int()

/** One of the session's boards; null: the session's own. Events that were kept before there were others name none. */
export const placeSchema = boardIdSchema.nullable().default(null)

/** The board of the session on which a command is asked; left out: the session's own. */
export const whereSchema = z.object({ board: boardIdSchema.optional() })

/**
 * What is said over http about series: sessions that follow each other on boards of which each begins where the one
 * before it ended.
 */
import { z } from 'zod'
import { boardIdSchema } from '../ids.ts'
import { SERIES_MINUTES, SERIES_QUESTION_LENGTH } from '../limits.ts'
import { roleSchema } from '../roles.ts'
import { linesTextSchema } from '../text.ts'
import { joinedSchema, seriesNameSchema, titleSchema } from './boards.ts'

/** A time zone by its IANA name. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_+/-]*$/)

/** When a series has its sessions: every week, by the clocks of a place. */
export const weeklyRuleSchema = z.object({
  /** 1: Monday, to 7: Sunday (ISO 8601). */
  weekday: z.int().min(1).max(7),
  /** When a session begins, as a clock of that zone shows it. */
  start: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
  minutes: z.int().min(1).max(SERIES_MINUTES),
  timeZone: timeZoneSchema,
  /** The first session is on the first such weekday from here on. */
  from: z.iso.date(),
})
export type WeeklyRule = z.infer<typeof weeklyRuleSchema>

/** What the sessions are about; empty: nothing was said. */
const questionSchema = linesTextSchema.max(SERIES_QUESTION_LENGTH, {
  error: `must have at most ${SERIES_QUESTION_LENGTH} characters`,
})

/** What the invitation may give: who facilitates is told by name. */
export const invitedRoleSchema = roleSchema.exclude(['facilitator'])
export type InvitedRole = z.infer<typeof invitedRoleSchema>

/** `POST /api/boards/:id/series` */
export const createSeriesSchema = z.object({
  title: titleSchema,
  question: questionSchema.default(''),
  rule: weeklyRuleSchema,
  role: invitedRoleSchema.default('editor'),
})
export type CreateSeries = z.input<typeof createSeriesSchema>

/** `PATCH /api/series/:id`: what is absent stays as it was. */
export const patchSeriesSchema = z.object({
  title: titleSchema.optional(),
  question: questionSchema.optional(),
  rule: weeklyRuleSchema.partial().optional(),
})
export type PatchSeries = z.infer<typeof patchSeriesSchema>

/** What whoever has it may hand on. null: its key is lost, since the server's secret is another than it was. */
export const invitationSchema = z.object({
  role: invitedRoleSchema,
  /** Lets people onto whichever board is the newest. */
  link: z.url().nullable(),
  /** What calendars subscribe to. Whoever has it has the link. */
  calendar: z.url().nullable(),
})
export type Invitation = z.infer<typeof invitationSchema>

export const createInvitationSchema = z.object({ role: invitedRoleSchema })

export const seriesSchema = z.object({
  ...seriesNameSchema.shape,
  question: z.string(),
  rule: weeklyRuleSchema,
  /** Of its boards those that the asker may see, the newest first. */
  boards: z.array(
    z.object({ id: boardIdSchema, title: z.string(), createdAt: z.iso.datetime(), role: roleSchema }),
  ),
  /** The newest board, on which the asker facilitates or not; null: they may not see it. */
  current: z.object({ id: boardIdSchema, role: roleSchema }).nullable(),
  /** null: it gives more than the asker has on the newest board. */
  invitation: invitationSchema.nullable(),
})
export type Series = z.infer<typeof seriesSchema>

/** `POST /api/series/:id/join`: as for a board, and which board it is. */
export const joinedSeriesSchema = joinedSchema.extend({ boardId: boardIdSchema })
export type JoinedSeries = z.infer<typeof joinedSeriesSchema>

/** `POST /api/series/:id/play-again`. `from`: the newest board as the asker knows it. */
export const playAgainSchema = z.object({ title: titleSchema.optional(), from: boardIdSchema.optional() })

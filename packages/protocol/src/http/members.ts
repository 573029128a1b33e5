/** What is said over http about a board's members: checked on both ends by the same schemas. */
import { z } from 'zod'
import { MEMBERS_PER_PAGE } from '../limits.ts'
import { roleSchema } from '../roles.ts'
import { participantSchema } from './boards.ts'

const timeSchema = z.iso.datetime()

/** One who was let into a board. */
export const memberSchema = z.object({
  participant: participantSchema,
  role: roleSchema,
  /** The role of the link by which they came; null for the one who made the board. */
  cameBy: roleSchema.nullable(),
  joinedAt: timeSchema,
  /** When they last came or left. */
  seenAt: timeSchema,
  /** Whether they have the board open now, or another of its session. */
  here: z.boolean(),
})
export type BoardMember = z.infer<typeof memberSchema>

export const listMembersQuerySchema = z.object({
  /** From the `next` of the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(MEMBERS_PER_PAGE),
})
export const memberPageSchema = z.object({ members: z.array(memberSchema), next: z.string().nullable() })
export type MemberPage = z.infer<typeof memberPageSchema>

export const patchMemberSchema = z.object({ role: roleSchema })

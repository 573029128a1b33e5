/**
 * What is said over http about boards: requests and answers, checked on both ends by the same schemas.
 */
import { z } from 'zod'
import {
  boardIdSchema,
  fileIdSchema,
  keySchema,
  personalKeySchema,
  seriesIdSchema,
  visitorIdSchema,
} from '../ids.ts'
import { BOARDS_PER_PAGE, NAME_LENGTH, TITLE_LENGTH } from '../limits.ts'
import { roleSchema } from '../roles.ts'
import { lineSchema, nameLineSchema, storedLineSchema } from '../text.ts'

const timeSchema = z.iso.datetime()

export const titleSchema = nameLineSchema(TITLE_LENGTH)
export const nameSchema = nameLineSchema(NAME_LENGTH)

/** A person's colour: one of Gamelan's own, so that names stay readable on it. See colors.ts. */
export const colorSchema = z.string().regex(/^#[0-9a-f]{6}$/)

/** A person as the server knows them: names come from here, never from what a client says of itself. */
export const participantSchema = z.object({ id: visitorIdSchema, name: storedLineSchema, color: colorSchema })
export type Participant = z.infer<typeof participantSchema>

/** `GET /api/me`: null where this browser has not said a name yet. */
export const meSchema = z.object({ participant: participantSchema.nullable() })
export type Me = z.infer<typeof meSchema>
export const putMeSchema = z.object({ name: nameSchema, color: colorSchema })

/** `POST /api/me/link`: for another device of the same person. */
export const personalLinkSchema = z.object({ link: z.url(), endsAt: timeSchema })
export type PersonalLink = z.infer<typeof personalLinkSchema>
export const openPersonalLinkSchema = z.object({ key: personalKeySchema })

/** The links that the asker may hand on: their own role's and those below. null: ended, or its key is lost. */
export const linksSchema = z.object({
  facilitator: z.url().nullable().optional(),
  editor: z.url().nullable().optional(),
  viewer: z.url().nullable().optional(),
})
export type Links = z.infer<typeof linksSchema>

/** Where a board was forked from (H5). Who may not see that board is told when, and no more (A3). */
export const parentSchema = z.union([
  z.object({ id: boardIdSchema, title: z.string(), seq: z.int().min(0), at: timeSchema }),
  z.object({ id: z.null(), title: z.null(), seq: z.null(), at: timeSchema }),
])
export type Parent = z.infer<typeof parentSchema>

/** A series by its name. */
export const seriesNameSchema = z.object({ id: seriesIdSchema, title: z.string() })

export type SeriesName = z.infer<typeof seriesNameSchema>

export const boardSchema = z.object({
  id: boardIdSchema,
  title: z.string(),
  role: roleSchema,
  createdAt: timeSchema,
  changedAt: timeSchema,
  links: linksSchema,
  /** null: it was not forked from any. */
  parent: parentSchema.nullable(),
  /** The series that it is a board of; null: of none. */
  series: seriesNameSchema.nullable(),
  /** The board to whose session it belongs, where `links` lead; null: its session is its own. */
  sessionBoard: z.object({ id: boardIdSchema, title: z.string() }).nullable(),
})
export type Board = z.infer<typeof boardSchema>

export const createBoardSchema = z.object({ title: titleSchema.optional() })
export const patchBoardSchema = z.object({ title: titleSchema })

export const boardSummarySchema = z.object({
  id: boardIdSchema,
  title: z.string(),
  role: roleSchema,
  changedAt: timeSchema,
  /** The address of its picture, with a version in it so that it can be cached for ever; null: none yet. */
  picture: z.string().nullable(),
  /** Who was there, latest first, five at most; `peopleCount` says how many in all. */
  people: z.array(participantSchema),
  peopleCount: z.number().int(),
})
export type BoardSummary = z.infer<typeof boardSummarySchema>

export const listBoardsQuerySchema = z.object({
  /** Part of a title, in any case. */
  q: lineSchema(TITLE_LENGTH).optional(),
  /** From the `next` of the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(BOARDS_PER_PAGE),
})
export const boardPageSchema = z.object({ boards: z.array(boardSummarySchema), next: z.string().nullable() })
export type BoardPage = z.infer<typeof boardPageSchema>

/** A board in the trash; at `goneAt` it is erased for good. */
export const trashedBoardSchema = z.object({
  id: boardIdSchema,
  title: z.string(),
  trashedAt: timeSchema,
  goneAt: timeSchema,
})
export const listTrashQuerySchema = listBoardsQuerySchema.omit({ q: true })
export const trashPageSchema = z.object({ boards: z.array(trashedBoardSchema), next: z.string().nullable() })
export type TrashPage = z.infer<typeof trashPageSchema>

export const joinSchema = z.object({
  key: keySchema.optional(),
  name: nameSchema.optional(),
  color: colorSchema.optional(),
})
export type JoinBody = z.infer<typeof joinSchema>
export const joinedSchema = z.object({
  role: roleSchema,
  participant: participantSchema,
  /** Signs this visitor in to sync and session for a short while, where cookies do not reach. */
  ticket: z.string(),
})
export type Joined = z.infer<typeof joinedSchema>

export const createLinkSchema = z.object({ role: roleSchema })
export const createdLinkSchema = z.object({ role: roleSchema, link: z.url() })

export const storedFileSchema = z.object({
  fileId: fileIdSchema,
  mimeType: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
})
export type StoredFile = z.infer<typeof storedFileSchema>

/** What an import did: `dropped` elements were not let in (unknown types, numbers that are none, and the like). */
export const importedSchema = z.object({
  seq: z.number().int(),
  added: z.array(z.string()),
  dropped: z.number().int(),
  /** The group around all that was added, which holds it together beside what was there; null: none was needed. */
  group: z.string().nullable(),
  /** Where the drawing lies now, in scene units; null: nothing was added. */
  at: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
})
export type Imported = z.infer<typeof importedSchema>

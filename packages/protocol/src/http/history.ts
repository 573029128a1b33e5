/** What is said over http about a board's history: checked on both ends by the same schemas. */
import { z } from 'zod'
import { MARK_NAME_LENGTH, MARK_NOTE_LENGTH } from '../limits.ts'
import { boardSchema, colorSchema, titleSchema } from './boards.ts'

const timeSchema = z.iso.datetime()
const seqSchema = z.int().min(0)

/** Somebody whom the log names: a person, a program by its link, or the server. */
export const authorSchema = z.object({
  /** As the log has it (H1): a visitor's id, `link:<id>` or `server`. */
  id: z.string(),
  name: z.string(),
  color: colorSchema,
})
export type Author = z.infer<typeof authorSchema>

/** A snapshot is a moment that a facilitator named; `before` one that the server took before a restore (H4). */
export const markKindSchema = z.enum(['snapshot', 'before', 'surprise', 'decision', 'question'])
export type MarkKind = z.infer<typeof markKindSchema>

/** The kinds that anyone who may draw sets. */
export const BOOKMARK_KINDS = ['surprise', 'decision', 'question'] as const satisfies readonly MarkKind[]

/** A moment that has a name (H3): it costs one row. */
export const markSchema = z.object({
  id: z.string(),
  kind: markKindSchema,
  seq: seqSchema,
  /** When that moment was. */
  at: timeSchema,
  name: z.string(),
  note: z.string().nullable(),
  by: z.object({ id: z.string(), name: z.string() }),
})
export type Mark = z.infer<typeof markSchema>

/** Changes of one author within one stretch of time: [stretch, index into `authors`, changes, last seq among them]. */
const cellSchema = z.tuple([z.int(), z.int(), z.int(), z.int()])

export const historySchema = z.object({
  /** Raised by erasing, and part of what the addresses below say: those are cached for ever (H8). */
  generation: z.int(),
  /** Position of the last change that is saved. */
  head: seqSchema,
  /** When the first and the last change came. */
  from: timeSchema,
  to: timeSchema,
  /** Positions at which the whole document can be had, rising. */
  keyframes: z.array(seqSchema),
  /** In the order of their first change. */
  authors: z.array(authorSchema),
  /** Stretch n begins `n * every` milliseconds after `from`. Only stretches with changes are listed, in order. */
  activity: z.object({ every: z.int().min(1), cells: z.array(cellSchema) }),
  /** Every mark, by seq; snapshots among them. */
  marks: z.array(markSchema),
  /** The marks that are snapshots. */
  snapshots: z.array(markSchema),
})
export type BoardHistory = z.infer<typeof historySchema>

const textSchema = (length: number) =>
  z
    .string()
    .trim()
    .max(length)
    .regex(/^\P{Cc}*$/u, { error: 'must have no control characters' })

export const nameMomentSchema = z.object({
  name: textSchema(MARK_NAME_LENGTH).min(1),
  note: textSchema(MARK_NOTE_LENGTH).optional(),
  /** The moment; the last one that is saved where it is left out. */
  seq: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
})
export const bookmarkSchema = nameMomentSchema.extend({
  kind: z.enum(BOOKMARK_KINDS),
  name: textSchema(MARK_NAME_LENGTH).optional(),
})
export const snapshotsSchema = z.object({ snapshots: z.array(markSchema) })

export const restoreSchema = z.object({ seq: z.int().min(1).max(Number.MAX_SAFE_INTEGER) })
/** `before` is the moment before, named by the server: restoring it takes the restore back (H4). */
export const restoredSchema = z.object({ seq: seqSchema, before: markSchema })

export const forkSchema = z.object({
  seq: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  title: titleSchema.optional(),
})
export const forkedSchema = boardSchema

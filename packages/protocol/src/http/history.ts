/** What is said over http about a board's history: checked on both ends by the same schemas. */
import { z } from 'zod'
import { boardIdSchema } from '../ids.ts'
import { ERASE_ELEMENTS, MARK_NAME_LENGTH, MARK_NOTE_LENGTH } from '../limits.ts'
import {
  blockMilestoneSchema,
  pivotMilestoneSchema,
  roundMilestoneSchema,
  turnMilestoneSchema,
} from '../session/milestones.ts'
import { lineSchema, nameLineSchema } from '../text.ts'
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
export type BookmarkKind = (typeof BOOKMARK_KINDS)[number]

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

/** Of a drawing: some elements, or all that was drawn between two moments. */
export const erasedWhatSchema = z.enum(['elements', 'stretch'])

/** That something was erased for good (H8), and never what it was. */
export const erasureSchema = z.object({
  id: z.string(),
  /** The change by which it was done, and when that was. */
  seq: seqSchema,
  at: timeSchema,
  by: z.object({ id: z.string(), name: z.string() }),
  what: erasedWhatSchema,
  /** The first and the last change that lost something. */
  first: seqSchema,
  last: seqSchema,
  /** When the first of them was. */
  firstAt: timeSchema,
  /** How many elements are gone whole, and how many changes lost something. */
  elements: z.int(),
  changes: z.int(),
})
export type Erasure = z.infer<typeof erasureSchema>

/** Each on the board where it was, by that one's id. */
const placed = { board: boardIdSchema }

/** What the live session leaves on the timeline. Times are milliseconds since 1970, as in the session. */
export const milestoneSchema = z.discriminatedUnion('kind', [
  blockMilestoneSchema.extend(placed),
  pivotMilestoneSchema.extend({ ...placed, to: boardIdSchema }),
  /** By the name that the person has now. */
  turnMilestoneSchema.extend({ ...placed, person: z.object({ id: z.string(), name: z.string() }) }),
  roundMilestoneSchema.extend(placed),
])
export type Milestone = z.infer<typeof milestoneSchema>

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
  /** What was erased, by the change by which it was. */
  erasures: z.array(erasureSchema),
  /**
   * What the live session did meanwhile, in the order in which it began: on the board of the session all of it, on another that
   * belongs to it what was there, and the pivots that led there and away.
   */
  milestones: z.array(milestoneSchema),
})
export type BoardHistory = z.infer<typeof historySchema>

export const nameMomentSchema = z.object({
  name: nameLineSchema(MARK_NAME_LENGTH),
  note: lineSchema(MARK_NOTE_LENGTH).optional(),
  /** The moment; the last one that is saved where it is left out. */
  seq: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
})
export const bookmarkSchema = nameMomentSchema.extend({
  kind: z.enum(BOOKMARK_KINDS),
  name: lineSchema(MARK_NAME_LENGTH).optional(),
})
/** `restores`: the snapshots that the server took before each restore (H4). */
export const snapshotsSchema = z.object({
  snapshots: z.array(markSchema),
  restores: z.array(markSchema),
})
export type Snapshots = z.infer<typeof snapshotsSchema>

export const restoreSchema = z.object({
  seq: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  /** What the asker calls that moment, as the time on their clock: the snapshot before is named after it. */
  name: lineSchema(MARK_NAME_LENGTH).optional(),
})
/** `before` is the moment before, named by the server: restoring it takes the restore back (H4). */
export const restoredSchema = z.object({ seq: seqSchema, before: markSchema })
export type Restored = z.infer<typeof restoredSchema>

export const forkSchema = z.object({
  seq: z.int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  title: titleSchema.optional(),
})
export const forkedSchema = boardSchema

const elementIdSchema = z.string().min(1).max(128)
const targetSchemas = [
  z.strictObject({ elements: z.array(elementIdSchema).min(1).max(ERASE_ELEMENTS) }),
  /** All that was drawn from one change to another, both included. */
  z.strictObject({
    from: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
    to: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  }),
] as const
/** What is to be erased: elements by their ids, or a stretch of the history. */
export const eraseTargetSchema = z.union(targetSchemas)
export type EraseTarget = z.infer<typeof eraseTargetSchema>

const confirmSchema = z.string().min(1).max(100)
/** `confirm` is of the plan that was shown: where another would be carried out, nothing is. */
export const eraseSchema = z.union([
  targetSchemas[0].extend({ confirm: confirmSchema }),
  targetSchemas[1].extend({ confirm: confirmSchema }),
])

export const erasePlanSchema = z.object({
  /** What goes whole, the texts inside of it included: of each type how many; null: of no known type. */
  elements: z.array(z.object({ type: z.string().nullable(), count: z.int() })),
  /** Elements that stay and lose something. */
  changed: z.int(),
  /** How many changes lose something, and the first and the last of them. */
  changes: z.int(),
  first: seqSchema,
  last: seqSchema,
  /** Named moments since the first of them. */
  marks: z.int(),
  /** Images that go with it. */
  files: z.int(),
  /** Boards that were made from this one and keep what they have of it. */
  forks: z.int(),
  confirm: confirmSchema,
})
export type ErasePlan = z.infer<typeof erasePlanSchema>

/** `seq` is the change by which it was done. */
export const erasedSchema = z.object({ generation: z.int(), seq: seqSchema })
export type Erased = z.infer<typeof erasedSchema>

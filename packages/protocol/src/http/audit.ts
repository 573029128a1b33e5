/** What is said over http about what was done on a board: checked on both ends by the same schemas. */
import { z } from 'zod'
import { AUDIT_PER_PAGE } from '../limits.ts'
import { roleSchema } from '../roles.ts'
import { erasedWhatSchema } from './history.ts'

/** What is kept. A later version may add kinds. */
export const auditKindSchema = z.enum([
  /** The board was made. */
  'made',
  /** Somebody came by a link (`role`) for the first time, or by one that gives more than they had (`was`). */
  'joined',
  /** The same by the invitation of its series, which gives `role`. */
  'invitation-joined',
  /** A program connected by the key of a link (`role`): told once an hour, however many do and how often. */
  'program-joined',
  /** A link for `role` was made; the one before ended with it. */
  'link-made',
  'link-ended',
  /** A facilitator gave `subject` the `role`. */
  'role-changed',
  'removed',
  /** The drawing was read as an .excalidraw document. */
  'exported',
  'trashed',
  'restored',
  /** Something was erased for good. */
  'erased',
  /** A new board was made from a moment of this one. */
  'forked',
  /** The drawing was made what it was at an earlier moment. */
  'restored-moment',
  /** A series was begun with this board. */
  'series-made',
  /** An invitation of its series for `role` was made; the one before ended with it. */
  'invitation-made',
  'invitation-ended',
  /** The board was made as the next of its series: whoever had a role on the one before has it here. */
  'played-again',
])
export type AuditKind = z.infer<typeof auditKindSchema>

/** Somebody under the name that they had then. */
const namedSchema = z.object({ id: z.string(), name: z.string() })

export const auditEntrySchema = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  kind: auditKindSchema,
  by: namedSchema,
  /** To whom it was done. */
  subject: namedSchema.nullable(),
  role: roleSchema.nullable(),
  was: roleSchema.nullable(),
  /** Of what was erased: elements or a stretch, how many elements are gone, and how many changes lost something. */
  erased: z.object({ what: erasedWhatSchema, elements: z.int(), changes: z.int() }).nullable(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditQuerySchema = z.object({
  /** From the `next` of the page before. */
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(AUDIT_PER_PAGE),
})
export const auditPageSchema = z.object({ entries: z.array(auditEntrySchema), next: z.int().nullable() })
export type AuditPage = z.infer<typeof auditPageSchema>

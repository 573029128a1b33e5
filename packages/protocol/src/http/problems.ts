/**
 * Every code that an answer of the http conversation can carry (`application/problem+json`). Codes are stable:
 * outside programs and the page's words depend on them. Must never hold the words themselves.
 */
import { z } from 'zod'

export const PROBLEM_CODES = [
  'invalid-request',
  'not-signed-in',
  'forbidden-or-unknown',
  'not-allowed',
  'member-unknown',
  'last-facilitator',
  'personal-link-over',
  'origin-refused',
  'not-a-drawing',
  'drawing-too-large',
  'not-an-image',
  'image-too-large',
  'picture-too-large',
  'no-room',
  'server-full',
  'too-many-boards',
  'history-full',
  'fork-too-large',
  'drawing-locked',
  'board-of-session',
  'file-unknown',
  'picture-unknown',
  'moment-unknown',
  'round-unknown',
  'mark-unknown',
  'too-many-marks',
  'nothing-to-erase',
  'erase-differs',
  'history-erased',
  'being-erased',
  'document-newer',
  'series-exists',
  'series-went-on',
  'series-full',
  'too-many-requests',
  'too-slow',
  'too-large',
  'not-found',
  'board-unreadable',
  'unavailable',
  'internal',
] as const

export const problemCodeSchema = z.enum(PROBLEM_CODES)
export type ProblemCode = z.infer<typeof problemCodeSchema>

/** RFC 9457. `detail` says what happened and what to do; `faults` names the fields of a request that are wrong. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: problemCodeSchema,
  detail: z.string().optional(),
  faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof problemSchema>

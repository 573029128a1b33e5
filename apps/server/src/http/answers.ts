/** How routes describe what they take and answer, for the checks and for OpenAPI alike. */
import { z } from 'zod'
import { problemSchema } from '@gamelan/protocol/http/problems'
import type { ProblemCode } from '@gamelan/protocol/http/problems'
import { ERRORS } from '../errors.ts'
import { PROBLEM_TYPE } from './problems.ts'

/** What any route may answer. */
const ALWAYS: readonly ProblemCode[] = ['too-many-requests', 'too-slow', 'internal', 'unavailable']

/**
 * The problems that a route may answer with, by status, for its `response`. Typed as nothing: a route throws its
 * problems and returns the rest.
 */
export function problems(...codes: ProblemCode[]): object {
  const byStatus: Record<number, { description: string; content: object }> = {}
  for (const code of [...codes, ...ALWAYS]) {
    const { status, title } = ERRORS[code]
    const line = `\`${code}\`: ${title}.`
    const before = byStatus[status]
    const description = before ? `${before.description} ${line}` : line
    byStatus[status] = { description, content: { [PROBLEM_TYPE]: { schema: problemSchema } } }
  }
  return byStatus
}

/**
 * A board in an address. Its shape is not checked here but where it is looked up: an id that cannot be is answered
 * like one that is not (A3).
 */
export const boardParams = z.object({ id: z.string().describe('The board.') })

/** What every route of one board may answer. */
export const BOARD_PROBLEMS = [
  'forbidden-or-unknown',
  'not-allowed',
] as const satisfies readonly ProblemCode[]

/** The answer of a route that gives bytes, which no schema checks. Typed as nothing: see `problems`. */
export function bytesAnswer(description: string, type: string): object {
  const schema = z.string().meta({ format: 'binary' })
  return { 200: { description, content: { [type]: { schema } } } }
}

/** The same where it has an ETag. */
export function taggedAnswer(description: string, type: string): object {
  const unchanged = z.undefined().describe('It is what If-None-Match names.')
  return { ...bytesAnswer(description, type), 304: unchanged }
}

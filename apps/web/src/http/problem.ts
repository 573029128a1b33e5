/**
 * What can go wrong with a call, as one typed error. Must never hold words for a person: those are in the catalogue,
 * under the code.
 */
import type { Problem, ProblemCode } from '@gamelan/protocol/http/problems'

/** The server's codes, and two for what the server cannot say: it did not answer, or not in a form we know. */
export type FailureCode = ProblemCode | 'unreachable' | 'not-understood'

/** A call that did not come to its answer. */
export class ApiProblem extends Error {
  readonly code: FailureCode
  /** The http status; 0 where there was no answer. */
  readonly status: number
  /** Which fields of the request are wrong. */
  readonly faults: NonNullable<Problem['faults']>

  constructor(code: FailureCode, status = 0, more: { faults?: Problem['faults']; cause?: unknown } = {}) {
    super(`${code} (${status})`, { cause: more.cause })
    this.name = 'ApiProblem'
    this.code = code
    this.status = status
    this.faults = more.faults ?? []
  }
}

const PASSING: ReadonlySet<FailureCode> = new Set(['unreachable', 'unavailable', 'too-many-requests'])

/** With which a proxy says that the server behind it does not answer; 0: nobody did. */
const AWAY: ReadonlySet<number> = new Set([0, 502, 503, 504])

export function isAwayStatus(status: number): boolean {
  return AWAY.has(status)
}

/** Whether the same call may well succeed in a while: the server is away, or busy. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem && PASSING.has(error.code)
}

/** The code of whatever was thrown. */
export function codeOf(error: unknown): FailureCode {
  return error instanceof ApiProblem ? error.code : 'not-understood'
}

/**
 * What a failure of the database means: the one place that reads SQLSTATEs and the drivers' own codes. Never answers
 * that the database is away for a query that is wrong, since asking again would not help.
 */
import { DrizzleQueryError } from 'drizzle-orm'
import { causeCode, GamelanError, type ErrorCode } from '../errors.ts'

/**
 * SQLSTATE classes of a database that cannot serve now, whatever it is asked: connection exception (08), wrong state such
 * as read-only (25), refused sign-in (28), missing database (3D), rollback to be tried again (40), insufficient resources
 * (53), object in use (55), operator intervention (57), system error (58), configuration file (F0), internal error (XX).
 */
const AWAY = /^(?:08|25|28|3D|40|53|55|57|58|F0|XX)[0-9A-Z]{3}$/

/** SQLSTATE classes that blame the values themselves: data (22), constraint (23), program limit (54). */
const CONTENT = /^(?:22|23|54)[0-9A-Z]{3}$/

const UNIQUE_VIOLATION = '23505'

/** Codes of the system and of postgres.js for a connection that was not made, or that broke. */
const NO_CONNECTION =
  /^(?:CONNECT|ECONN|EPIPE$|ENOTFOUND$|EAI_AGAIN$|EHOSTUNREACH$|EHOSTDOWN$|ENETUNREACH$|ENETDOWN$|ETIMEDOUT$)/

/** PGlite says it in words alone. */
const PGLITE_CLOSED = /^PGlite is clos/

/** Whether the database cannot serve now: it is away, full, out of connections, or shutting down. */
export function isDatabaseAway(error: unknown): boolean {
  const code = causeCode(error)
  if (code !== undefined) return AWAY.test(code) || NO_CONNECTION.test(code)
  // A query that failed without any code did not reach a database.
  return failedQuery(error) !== undefined || (error instanceof Error && PGLITE_CLOSED.test(error.message))
}

/** Whether the database refused the values that it was given. Trying them again fails again. */
export function isContentRefused(error: unknown): boolean {
  return CONTENT.test(causeCode(error) ?? '')
}

/** Whether a unique key was taken already. */
export function isTaken(error: unknown): boolean {
  return causeCode(error) === UNIQUE_VIOLATION
}

/** The code by which the edges answer an error: `unavailable` for a database that is away, `internal` for a defect. */
export function failureCode(error: unknown): ErrorCode {
  if (error instanceof GamelanError) return error.code
  return isDatabaseAway(error) ? 'unavailable' : 'internal'
}

/** What a log may hold of a database's failure: its code and its reason, never a query with its values, and no stack. */
export function describeFailure(error: unknown): {
  readonly code: string | undefined
  readonly reason: string
} {
  const query = failedQuery(error)
  const told = query === undefined ? deepest(error) : query.cause
  return { code: causeCode(error), reason: told instanceof Error ? told.message : 'the query failed' }
}

/** The failed query that an error is or came from. */
export function failedQuery(error: unknown): DrizzleQueryError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof DrizzleQueryError) return at
  return undefined
}

/** The error that a driver threw, behind what it was wrapped in. */
function deepest(error: unknown): unknown {
  let at = error
  while (at instanceof Error && at.cause instanceof Error) at = at.cause
  return at
}

/**
 * Every answer that says no, as `application/problem+json` (RFC 9457). Must never show a stack, a query, or whether
 * a board that somebody may not see exists (A3).
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { PROBLEM_CODES } from '@gamelan/protocol/http/problems'
import type { Problem, ProblemCode } from '@gamelan/protocol/http/problems'
import { describeFailure, failedQuery, isDatabaseAway } from '../database/failures.ts'
import { ERRORS, GamelanError } from '../errors.ts'

export const PROBLEM_TYPE = 'application/problem+json'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a body over the route's limit is called. */
    tooLarge?: ProblemCode
    /** Whether it makes something that is kept beside the drawings: a full server refuses it. */
    stores?: boolean
  }
}

const CODES: ReadonlySet<string> = new Set(PROBLEM_CODES)

/** The problem that an error of the catalogue is told as. What is not for those who ask is told as `internal`. */
export function problemOf(error: GamelanError): Problem {
  const isTold = CODES.has(error.code)
  const code = isTold ? (error.code as ProblemCode) : 'internal'
  const { status, title, advice } = ERRORS[code]
  return {
    type: `/api/docs#${code}`,
    title,
    status,
    code,
    detail: isTold && error.detail !== undefined ? `${sentence(error.detail)} ${advice}` : advice,
    ...(error.faults.length > 0 && { faults: [...error.faults] }),
  }
}

/** A detail as a sentence of its own, however it was written down. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}

/** What the log may hold of a defect: where it came from, and never a query's values, which can be names. */
function loggable(error: GamelanError): Record<string, unknown> {
  const { cause = error } = error
  if (error.code === 'unavailable' || failedQuery(cause) !== undefined) {
    const { code: database, reason } = describeFailure(cause)
    return { database, reason }
  }
  return cause instanceof Error ? { reason: cause.message, stack: cause.stack } : { reason: String(cause) }
}

/** Any error that a route, or fastify before it, has thrown, as one of the catalogue. */
export function asGamelanError(error: unknown, tooLarge: ProblemCode = 'too-large'): GamelanError {
  if (error instanceof GamelanError) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { validationContext = 'request' } = error
    const faults = error.validation.map(({ instancePath, message }) => ({
      path: `${validationContext}${instancePath === '/' ? '' : instancePath}`,
      message: message ?? 'is not as described',
    }))
    return new GamelanError('invalid-request', { faults, cause: error })
  }
  const { statusCode, message, code } = (error ?? {}) as Partial<FastifyError>
  // Its message has the whole address in it, and that may have a key.
  if (code === 'FST_ERR_BAD_URL')
    return new GamelanError('invalid-request', { detail: 'The address cannot be read.', cause: error })
  if (statusCode === 413) return new GamelanError(tooLarge, { cause: error })
  if (statusCode === 429) return new GamelanError('too-many-requests', { cause: error })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new GamelanError('invalid-request', {
      ...(message !== undefined && { detail: message }),
      cause: error,
    })
  }
  if (isDatabaseAway(error)) return new GamelanError('unavailable', { cause: error })
  return new GamelanError('internal', { cause: error })
}

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, error: GamelanError): FastifyReply {
  const problem = problemOf(error)
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem))
}

/** Answers every error of this scope as a problem, and logs those that are the server's own. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((thrown, request: FastifyRequest, reply) => {
    const error = asGamelanError(thrown, request.routeOptions.config.tooLarge)
    // A database that is away is no defect: one line, without a stack. A full server said so when it became full.
    if (error.code === 'unavailable')
      request.log.warn({ code: error.code, ...loggable(error) }, 'a request failed')
    else if (error.status >= 500 && error.code !== 'server-full')
      request.log.error({ code: error.code, ...loggable(error) }, 'a request failed')
    return sendProblem(reply, error)
  })
}

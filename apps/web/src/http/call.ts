/**
 * One call of the http conversation: JSON out, JSON in, the answer checked against the protocol's schema. Every
 * failure is an ApiProblem. Must never retry: whoever asks knows whether asking again is right.
 */
import { problemSchema } from '@gamelan/protocol/http/problems'
import type { z } from 'zod'
import { ApiProblem, isAwayStatus } from './problem.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** How a call is made. An answer without content is checked as `null`. */
export type CallOptions<Answer> = {
  readonly schema: z.ZodType<Answer>
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}
export type Call = <Answer>(method: Method, path: string, options: CallOptions<Answer>) => Promise<Answer>

async function problemFrom(response: Response): Promise<ApiProblem> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => undefined))
  if (parsed.success) return new ApiProblem(parsed.data.code, response.status, { faults: parsed.data.faults })
  return new ApiProblem(isAwayStatus(response.status) ? 'unreachable' : 'not-understood', response.status)
}

/**
 * Makes the caller. A call that takes longer than `timeoutMs` counts as unanswered. A call that its asker aborted
 * rejects with the signal's reason, since that is no failure.
 */
export function createCall(parts: { fetch: typeof globalThis.fetch; timeoutMs: number }): Call {
  return async (method, path, { schema, body, signal }) => {
    const timeout = AbortSignal.timeout(parts.timeoutMs)
    let response: Response
    let answer: unknown
    try {
      response = await parts.fetch(path, {
        method,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        credentials: 'same-origin',
        headers: {
          accept: 'application/json, application/problem+json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw await problemFrom(response)
      answer = response.status === 204 ? null : await response.json()
    } catch (error) {
      if (error instanceof ApiProblem) throw error
      signal?.throwIfAborted()
      throw new ApiProblem(error instanceof SyntaxError ? 'not-understood' : 'unreachable', 0, {
        cause: error,
      })
    }
    const checked = schema.safeParse(answer)
    if (!checked.success) throw new ApiProblem('not-understood', response.status, { cause: checked.error })
    return checked.data
  }
}

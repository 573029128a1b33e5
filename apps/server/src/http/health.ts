/**
 * What an orchestrator asks: whether the process lives, and whether it can serve. Must never say ready while the
 * database is away or the server is closing, and must never leave the question open.
 */
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { GamelanError } from '../errors.ts'
import { problems } from './answers.ts'
import type { Api } from './parts.ts'
import { sendProblem } from './problems.ts'

/** Milliseconds in which the database must answer: a connection that broke in silence would not for minutes. */
export const READY_WITHIN = 3000

export type HealthParts = {
  /** Rejects when the server cannot serve. */
  readonly ready: () => Promise<void>
  readonly clock: Clock
}

export function registerHealth(api: Api, { ready, clock }: HealthParts): void {
  /** A promise that rejects when it is too late; and how to call that off. */
  function tooLate(): { readonly rejected: Promise<never>; readonly cancel: () => void } {
    let cancel = () => {}
    const rejected = new Promise<never>((_resolve, reject) => {
      cancel = clock.after(READY_WITHIN, () => {
        reject(new GamelanError('unavailable', { detail: 'the database does not answer' }))
      })
    })
    return { rejected, cancel }
  }

  api.route({
    method: 'GET',
    url: '/healthz',
    logLevel: 'warn',
    schema: {
      tags: ['operation'],
      summary: 'Whether the process lives',
      response: { 200: z.object({ status: z.literal('alive') }), ...problems() },
    },
    handler: () => ({ status: 'alive' as const }),
  })

  api.route({
    method: 'GET',
    url: '/readyz',
    logLevel: 'warn',
    schema: {
      tags: ['operation'],
      summary: 'Whether it can serve',
      description:
        'The database answers and can write, and the server is not closing. `faults` of a refusal names the check that failed: `closing`, `database-read`, `database-write` or `log`.',
      response: { 200: z.object({ status: z.literal('ready') }), ...problems() },
    },
    handler: async (_request, reply) => {
      const { rejected, cancel } = tooLate()
      try {
        await Promise.race([ready(), rejected])
        return { status: 'ready' as const }
      } catch (error) {
        return sendProblem(
          reply,
          error instanceof GamelanError ? error : new GamelanError('unavailable', { cause: error }),
        ) as never
      } finally {
        cancel()
      }
    },
  })
}

/**
 * What an orchestrator asks: whether the process lives, and whether it can serve. Must never say ready while the
 * database is away or the server is closing.
 */
import type { FastifyInstance } from 'fastify'
import { GamelanError } from '../errors.ts'
import { sendProblem } from './problems.ts'

export type HealthParts = {
  /** Rejects when the server cannot serve. */
  readonly ready: () => Promise<void>
}

export function registerHealth(app: FastifyInstance, { ready }: HealthParts): void {
  const quiet = { logLevel: 'warn' } as const
  app.get('/healthz', quiet, () => ({ status: 'alive' }))
  app.get('/readyz', quiet, async (_request, reply) => {
    try {
      await ready()
      return { status: 'ready' }
    } catch (error) {
      return sendProblem(
        reply,
        error instanceof GamelanError ? error : new GamelanError('unavailable', { cause: error }),
      )
    }
  })
}

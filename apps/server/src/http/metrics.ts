/**
 * The figures of metrics.ts as Prometheus reads them.
 */
import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.ts'

export function registerMetrics(app: FastifyInstance, { registry }: Metrics): void {
  app.get('/metrics', { logLevel: 'warn' }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}

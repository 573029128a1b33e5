/**
 * The figures of metrics.ts as Prometheus reads them.
 */
import { z } from 'zod'
import type { Metrics } from '../metrics.ts'
import { problems } from './answers.ts'
import type { Api } from './parts.ts'

export function registerMetrics(api: Api, { registry }: Metrics): void {
  api.route({
    method: 'GET',
    url: '/metrics',
    logLevel: 'warn',
    schema: {
      tags: ['operation'],
      summary: 'Figures for Prometheus',
      response: {
        200: { description: 'Prometheus text.', content: { 'text/plain': { schema: z.string() } } },
        ...problems(),
      },
    },
    handler: async (_request, reply) =>
      reply.type(registry.contentType).send((await registry.metrics()) as never),
  })
}

/**
 * `/api/line-reports`: pages that http reaches and a live connection does not, which the server cannot see by itself. A
 * report is what anybody claims, so it is counted and logged, and changes nothing.
 */
import { z } from 'zod'
import { lineReportSchema, type LineReport } from '@gamelan/protocol/http/line-reports'
import { problems } from './answers.ts'
import { LINE_REPORT_LOGGED_EVERY } from './limits.ts'
import type { Api, HttpParts } from './parts.ts'

const PATHS: Readonly<Record<LineReport['conversation'], string>> = {
  sync: '/sync/',
  session: '/socket.io/',
}

export function registerLineReports(
  api: Api,
  { metrics, clock }: Pick<HttpParts, 'metrics' | 'clock'>,
): void {
  const loggedAt = new Map<string, number>()
  api.route({
    method: 'POST',
    url: '/line-reports',
    schema: {
      tags: ['operation'],
      summary: 'Tell the operator that a live connection does not come through',
      description:
        'For pages that http reaches while a proxy or a network refuses the WebSocket. Counted as ' +
        '`gamelan_blocked_pages_total`, and logged once an hour.',
      body: lineReportSchema,
      response: {
        204: z.null().describe('It was counted.'),
        ...problems('invalid-request', 'origin-refused'),
      },
    },
    handler: async (request, reply) => {
      const { conversation } = request.body
      metrics.blockedPages.inc({ conversation })
      const now = clock.elapsed()
      if (now - (loggedAt.get(conversation) ?? Number.NEGATIVE_INFINITY) >= LINE_REPORT_LOGGED_EVERY) {
        loggedAt.set(conversation, now)
        request.log.warn(
          { conversation, path: PATHS[conversation] },
          'a page says that http reaches the server and its WebSocket does not: does the proxy pass upgrades on this path?',
        )
      }
      return reply.code(204).send(null)
    },
  })
}

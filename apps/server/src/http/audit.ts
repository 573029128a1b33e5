/** `/api/boards/:id/audit`: what was done about access to a board, for its facilitator. */
import { auditPageSchema, auditQuerySchema } from '@gamelan/protocol/http/audit'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { requireGrant } from './guard.ts'
import type { Api, HttpParts } from './parts.ts'

export function registerAudit(api: Api, { access, audit }: Pick<HttpParts, 'access' | 'audit'>): void {
  api.route({
    method: 'GET',
    url: '/boards/:id/audit',
    schema: {
      tags: ['members'],
      summary: 'Read what was done about access to a board',
      description:
        'For facilitators. Who joined, which links were made or ended, roles, removals, drawings that were read as a ' +
        'document, the trash; latest first, under the names that people had then. `next` of the answer is the ' +
        '`before` of the page behind it.',
      params: boardParams,
      querystring: auditQuerySchema,
      response: { 200: auditPageSchema, ...problems('invalid-request', ...BOARD_PROBLEMS) },
    },
    handler: async (request) => {
      const { boardId } = await requireGrant(access, request, request.params.id, 'audit')
      const { before, limit } = request.query
      const found = await audit.read(boardId, { before, limit })
      const entries = found.slice(0, limit).map((entry) => ({ ...entry, at: entry.at.toISOString() }))
      return { entries, next: found.length > limit ? (entries.at(-1)?.id ?? null) : null }
    },
  })
}

/** Erasing for good (H8): what would go, and then that. Must never do in one call what a person has not seen. */
import { erasedSchema, erasePlanSchema, eraseSchema, eraseTargetSchema } from '@gamelan/protocol/http/history'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { permitOf, requireGrant } from './guard.ts'
import { namedBy } from './marks.ts'
import type { Api, HttpParts } from './parts.ts'

type Parts = Pick<HttpParts, 'access' | 'erasing' | 'limits'>

const PROBLEMS = [
  'invalid-request',
  'origin-refused',
  'moment-unknown',
  'nothing-to-erase',
  'board-unreadable',
  ...BOARD_PROBLEMS,
] as const

export function registerErase(api: Api, { access, erasing, limits }: Parts): void {
  const config = { isHeavy: true, rateLimit: { max: limits.drawingsPerMinute } }

  api.route({
    method: 'POST',
    url: '/boards/:id/erase/plan',
    config,
    schema: {
      tags: ['history'],
      summary: 'Say what erasing would take',
      description: 'For facilitators. Nothing is erased. `confirm` is what `POST erase` wants to hear.',
      params: boardParams,
      body: eraseTargetSchema,
      response: { 200: erasePlanSchema, ...problems(...PROBLEMS) },
    },
    handler: async (request) => {
      const { boardId } = await requireGrant(access, request, request.params.id, 'erase')
      const plan = await erasing.plan(boardId, request.body)
      const { changes, first, last, marks, forks } = plan
      return {
        elements: [...plan.kinds].map(([type, count]) => ({ type, count })),
        changed: plan.changed.length,
        changes,
        first,
        last,
        marks,
        files: plan.files.length,
        forks,
        confirm: plan.digest,
      }
    },
  })

  api.route({
    method: 'POST',
    url: '/boards/:id/erase',
    config,
    schema: {
      tags: ['history'],
      summary: 'Erase something for good',
      description:
        'For facilitators: elements with all that they ever were, or all that was drawn from one change to another. It ' +
        'is gone from the drawing, the history and the images, and cannot be taken back. Whoever has the board open ' +
        'goes on with the drawing as it is then; addresses of the history from before answer 410.',
      params: boardParams,
      body: eraseSchema,
      response: { 200: erasedSchema, ...problems('erase-differs', ...PROBLEMS) },
    },
    handler: async (request) => {
      const grant = await requireGrant(access, request, request.params.id, 'erase')
      const { confirm: digest, ...target } = request.body
      const author = { actor: grant.actor, connection: 'erase' }
      const permit = permitOf(access, request, grant.boardId, 'erase')
      return erasing.erase(grant.boardId, target, { by: namedBy(grant), author, digest, permit })
    },
  })
}

/** `/api/trash`: boards that were thrown away, for as long as they can be taken out again. */
import { boardSchema, listTrashQuerySchema, trashPageSchema } from '@gamelan/protocol/http/boards'
import { GamelanError } from '../errors.ts'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { answerBoard } from './board-answer.ts'
import { callerOf, requireTrashed } from './guard.ts'
import type { Api, HttpParts } from './parts.ts'

type Parts = Pick<HttpParts, 'access' | 'boards' | 'publicUrl' | 'series'>

export function registerTrash(api: Api, { access, boards, publicUrl, series }: Parts): void {
  api.route({
    method: 'GET',
    url: '/trash',
    schema: {
      tags: ['boards'],
      summary: 'List the boards in the trash that this visitor may take out',
      description:
        'Those of which they are a facilitator. Latest first. At `goneAt` a board is erased for good. What belongs to the ' +
        'session of a board in the trash comes out with that one.',
      querystring: listTrashQuerySchema,
      response: { 200: trashPageSchema, ...problems('invalid-request', 'not-signed-in') },
    },
    handler: async (request) => {
      const caller = callerOf(access, request)
      if (caller.kind === 'key') throw new GamelanError('not-signed-in', { detail: 'A key is of one board.' })
      if (caller.kind !== 'visitor') return { boards: [], next: null }
      const page = await boards.trashed(caller.visitorId, request.query)
      const list = page.boards.map(({ id, title, trashedAt, goneAt }) => ({
        id,
        title,
        trashedAt: trashedAt.toISOString(),
        goneAt: goneAt.toISOString(),
      }))
      return { boards: list, next: page.next }
    },
  })

  api.route({
    method: 'POST',
    url: '/trash/:id/restore',
    schema: {
      tags: ['boards'],
      summary: 'Take a board out of the trash',
      description: 'For facilitators. Its links and members are as they were.',
      params: boardParams,
      response: { 200: boardSchema, ...problems('origin-refused', ...BOARD_PROBLEMS) },
    },
    handler: async (request) => {
      const grant = await requireTrashed(access, request, request.params.id)
      const board = await boards.takeOut(grant.boardId, grant.participant)
      if (!board) throw new GamelanError('forbidden-or-unknown')
      return answerBoard({ access, boards, publicUrl, series }, request, board, grant)
    },
  })
}

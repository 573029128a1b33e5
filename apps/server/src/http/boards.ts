/** `/api/boards`: making, listing, reading, naming and throwing away boards. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  boardPageSchema,
  boardSchema,
  createBoardSchema,
  listBoardsQuerySchema,
  patchBoardSchema,
} from '@gamelan/protocol/http/boards'
import type { Grant } from '../access/types.ts'
import type { BoardRow } from '../boards/types.ts'
import { visitorOf } from '../access/caller.ts'
import { GamelanError } from '../errors.ts'
import { pictureAddress } from './addresses.ts'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { answerBoard, answerMade } from './board-answer.ts'
import { callerOf, requireGrant } from './guard.ts'
import type { Api, HttpParts } from './parts.ts'

export function registerBoards(
  api: Api,
  {
    access,
    boards,
    limits,
    publicUrl,
    series,
  }: Pick<HttpParts, 'access' | 'boards' | 'limits' | 'publicUrl' | 'series'>,
): void {
  const answer = (request: FastifyRequest, board: BoardRow, grant: Grant) =>
    answerBoard({ access, boards, publicUrl, series }, request, board, grant)

  api.route({
    method: 'POST',
    url: '/boards',
    config: { stores: true, rateLimit: { max: limits.newBoardsPerMinute } },
    schema: {
      tags: ['boards'],
      summary: 'Make a board',
      description:
        'The caller is its facilitator, by the cookie that comes with the answer and by the links in it.',
      body: createBoardSchema.nullish(),
      response: {
        201: boardSchema,
        ...problems('invalid-request', 'origin-refused', 'too-many-boards', 'server-full'),
      },
    },
    handler: async (request, reply) => {
      const visitorId = visitorOf(callerOf(access, request))
      const made = await boards.create({ title: request.body?.title ?? '', visitorId })
      return answerMade({ access, publicUrl }, request, reply, made)
    },
  })

  api.route({
    method: 'GET',
    url: '/boards',
    schema: {
      tags: ['boards'],
      summary: 'List the boards that this visitor has made or opened',
      description: 'Latest change first. `next` of the answer is the `cursor` of the page behind it.',
      querystring: listBoardsQuerySchema,
      response: { 200: boardPageSchema, ...problems('invalid-request', 'not-signed-in') },
    },
    handler: async (request) => {
      const caller = callerOf(access, request)
      if (caller.kind === 'key') throw new GamelanError('not-signed-in', { detail: 'A key is of one board.' })
      // A browser that was never here has opened nothing yet.
      if (caller.kind !== 'visitor') return { boards: [], next: null }
      const page = await boards.list(caller.visitorId, request.query)
      const summaries = page.boards.map(
        ({ id, title, role, changedAt, pictureVersion, people, peopleCount }) => {
          const picture = pictureAddress(id, pictureVersion)
          return { id, title, role, changedAt: changedAt.toISOString(), picture, people, peopleCount }
        },
      )
      return { boards: summaries, next: page.next }
    },
  })

  api.route({
    method: 'GET',
    url: '/boards/:id',
    schema: {
      tags: ['boards'],
      summary: 'Read a board',
      description:
        'With the links that the caller may hand on: those for their own role and below. `sessionBoard` is the board to ' +
        'whose session it belongs: the session is held there, and the links are of that one.',
      params: boardParams,
      response: { 200: boardSchema, ...problems(...BOARD_PROBLEMS) },
    },
    handler: async (request) => {
      const grant = await requireGrant(access, request, request.params.id, 'see')
      const board = await boards.read(grant.boardId)
      if (!board) throw new GamelanError('forbidden-or-unknown')
      return answer(request, board, grant)
    },
  })

  api.route({
    method: 'PATCH',
    url: '/boards/:id',
    schema: {
      tags: ['boards'],
      summary: 'Name a board',
      description: 'For editors and facilitators.',
      params: boardParams,
      body: patchBoardSchema,
      response: { 200: boardSchema, ...problems('invalid-request', 'origin-refused', ...BOARD_PROBLEMS) },
    },
    handler: async (request) => {
      const grant = await requireGrant(access, request, request.params.id, 'title')
      const board = await boards.rename(grant.boardId, request.body.title)
      if (!board) throw new GamelanError('forbidden-or-unknown')
      return answer(request, board, grant)
    },
  })

  api.route({
    method: 'DELETE',
    url: '/boards/:id',
    schema: {
      tags: ['boards'],
      summary: 'Put a board into the trash',
      description:
        'For facilitators. Open connections end. It can be taken out again for 30 days: see `/api/trash`.',
      params: boardParams,
      response: {
        204: z.undefined().describe('It is in the trash.'),
        ...problems('origin-refused', ...BOARD_PROBLEMS),
      },
    },
    handler: async (request, reply) => {
      const { boardId, participant } = await requireGrant(access, request, request.params.id, 'trash')
      await boards.trash(boardId, participant)
      return reply.code(204).send()
    },
  })
}

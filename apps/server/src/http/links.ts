/** How people get onto a board: joining it, and making its links anew. */
import { createLinkSchema, createdLinkSchema, joinSchema, joinedSchema } from '@gamelan/protocol/http/boards'
import { GamelanError } from '../errors.ts'
import { baseOf, linkAddress } from './addresses.ts'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { callerOf, knownBoardId, requireOwnGrant, setVisitorCookie } from './guard.ts'
import type { Api, HttpParts } from './parts.ts'

export function registerLinks(
  api: Api,
  { access, publicUrl }: Pick<HttpParts, 'access' | 'publicUrl'>,
): void {
  api.route({
    method: 'POST',
    url: '/boards/:id/join',
    schema: {
      tags: ['boards'],
      summary: 'Join a board',
      description:
        'With the key of a link the first time, and whenever a link is to give more; without it afterwards. ' +
        'Sets the cookie by which this browser is known from then on. The ticket signs the visitor in to ' +
        'this board for five minutes, where cookies do not reach: on the sockets, and here in the header ' +
        '`gamelan-ticket`. With such a header and the key of a link it is renewed.',
      params: boardParams,
      body: joinSchema.nullish(),
      response: {
        200: joinedSchema,
        ...problems('invalid-request', 'origin-refused', 'forbidden-or-unknown'),
      },
    },
    handler: async (request, reply) => {
      const boardId = knownBoardId(request.params.id)
      const caller = callerOf(access, request)
      const joined = await access.join(caller, boardId, request.body ?? {})
      if (!joined) throw new GamelanError('forbidden-or-unknown')
      const { visitorId, role, participant, ticket } = joined
      // A ticket is of one board and some minutes; a cookie would be neither.
      if (caller.kind !== 'ticket') setVisitorCookie({ access, publicUrl }, reply, visitorId)
      return { role, participant, ticket }
    },
  })

  api.route({
    method: 'POST',
    url: '/boards/:id/links',
    schema: {
      tags: ['boards'],
      summary: 'Make a new link for a role',
      description:
        'For facilitators. The older link ends at once, and with it everybody who came by it. A board that belongs to a ' +
        'session has none of its own: those of the session’s board lead there.',
      params: boardParams,
      body: createLinkSchema,
      response: {
        201: createdLinkSchema,
        ...problems('invalid-request', 'origin-refused', 'board-of-session', ...BOARD_PROBLEMS),
      },
    },
    handler: async (request, reply) => {
      const grant = await requireOwnGrant(access, request, request.params.id, 'links')
      const { role } = request.body
      const key = await access.renewLink(grant.boardId, role, grant)
      const link = linkAddress(baseOf(request, publicUrl), grant.boardId, key)
      return reply.code(201).send({ role, link })
    },
  })
}

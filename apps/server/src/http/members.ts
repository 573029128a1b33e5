/** `/api/boards/:id/members`: who was let into a board, for its facilitator. */
import { z } from 'zod'
import {
  listMembersQuerySchema,
  memberPageSchema,
  memberSchema,
  patchMemberSchema,
} from '@gamelan/protocol/http/members'
import type { BoardMember } from '@gamelan/protocol/http/members'
import type { Member } from '../access/types.ts'
import { startOf, writeCursor } from '../boards/cursor.ts'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { requireOwnGrant } from './guard.ts'
import type { Api, HttpParts } from './parts.ts'

/** Their shape is not checked: an id that cannot be is answered like one that is not. */
const memberParams = boardParams.extend({
  participantId: z.string().describe('The member: `id` of a participant.'),
})

export function registerMembers(
  api: Api,
  { access, boards, rooms }: Pick<HttpParts, 'access' | 'boards' | 'rooms'>,
): void {
  const answer = async (boardId: string, list: readonly Member[]): Promise<BoardMember[]> => {
    const open = [boardId, ...(await boards.ofSession(boardId))]
    const here = new Set(open.flatMap((id) => [...rooms.here(id)]))
    return list.map(({ joinedAt, seenAt, ...member }) => ({
      ...member,
      joinedAt: joinedAt.toISOString(),
      seenAt: seenAt.toISOString(),
      here: here.has(member.participant.id),
    }))
  }

  api.route({
    method: 'GET',
    url: '/boards/:id/members',
    schema: {
      tags: ['members'],
      summary: 'List who was let into a board',
      description:
        'For facilitators. Latest seen first. Who came by a link that has ended is not in it. `next` of the answer ' +
        'is the `cursor` of the page behind it.',
      params: boardParams,
      querystring: listMembersQuerySchema,
      response: {
        200: memberPageSchema,
        ...problems('invalid-request', 'board-of-session', ...BOARD_PROBLEMS),
      },
    },
    handler: async (request) => {
      const { boardId } = await requireOwnGrant(access, request, request.params.id, 'members')
      const { cursor, limit } = request.query
      const found = await access.members(boardId, { after: startOf(cursor), limit })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const next =
        found.length > limit && last ? writeCursor({ at: last.seenAt, id: last.participant.id }) : null
      return { members: await answer(boardId, page), next }
    },
  })

  api.route({
    method: 'PATCH',
    url: '/boards/:id/members/:participantId',
    schema: {
      tags: ['members'],
      summary: "Change a member's role",
      description:
        'For facilitators. Open connections go on in the new role at once. The link by which the member came does ' +
        'not raise them again, but another that gives more does: a role that is taken back from one who has seen ' +
        'such a link needs that link renewed, too. The last facilitator stays one.',
      params: memberParams,
      body: patchMemberSchema,
      response: {
        200: memberSchema,
        ...problems(
          'invalid-request',
          'origin-refused',
          'member-unknown',
          'last-facilitator',
          'board-of-session',
          ...BOARD_PROBLEMS,
        ),
      },
    },
    handler: async (request) => {
      const grant = await requireOwnGrant(access, request, request.params.id, 'members')
      const { participantId } = request.params
      const member = await access.setRole(grant.boardId, participantId, request.body.role, grant)
      const [answered] = await answer(grant.boardId, [member])
      if (!answered) throw new Error('A member was not answered.')
      return answered
    },
  })

  api.route({
    method: 'DELETE',
    url: '/boards/:id/members/:participantId',
    schema: {
      tags: ['members'],
      summary: 'Remove a member',
      description:
        'For facilitators. Their open connections end, and the board is unknown to them. The link by which they ' +
        'came still works, for them too: renew it to keep them out. The last facilitator cannot be removed.',
      params: memberParams,
      response: {
        204: z.undefined().describe('They are out.'),
        ...problems(
          'origin-refused',
          'member-unknown',
          'last-facilitator',
          'board-of-session',
          ...BOARD_PROBLEMS,
        ),
      },
    },
    handler: async (request, reply) => {
      const grant = await requireOwnGrant(access, request, request.params.id, 'members')
      await access.remove(grant.boardId, request.params.participantId, grant)
      return reply.code(204).send()
    },
  })
}

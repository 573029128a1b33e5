/** What is made from an earlier moment: the drawing itself again (H4), or a new board (H5). */
import { forkedSchema, forkSchema, restoredSchema, restoreSchema } from '@gamelan/protocol/http/history'
import { visitorOf } from '../access/caller.ts'
import { GamelanError } from '../errors.ts'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { answerMade, MADE_FROM_PROBLEMS } from './board-answer.ts'
import { callerOf, permitOf, requireGrant } from './guard.ts'
import { answerMark, namedBy } from './marks.ts'
import type { Api, HttpParts } from './parts.ts'

type Parts = Pick<HttpParts, 'access' | 'forks' | 'limits' | 'publicUrl' | 'restores'>

export function registerMoments(api: Api, { access, forks, limits, publicUrl, restores }: Parts): void {
  api.route({
    method: 'POST',
    url: '/boards/:id/restore',
    config: { isHeavy: true, rateLimit: { max: limits.drawingsPerMinute } },
    schema: {
      tags: ['history'],
      summary: 'Make the drawing what it was',
      description:
        'For facilitators. It is a new change, which all who have the board open see. The state before is kept as a ' +
        'snapshot that is named after the restore, as “Before Ada’s restore to 14:32”: restoring that takes the restore ' +
        'back. `name` is what the asker calls the moment, where no mark names it. Answers when the change is committed.',
      params: boardParams,
      body: restoreSchema,
      response: {
        200: restoredSchema,
        ...problems(
          'invalid-request',
          'origin-refused',
          'moment-unknown',
          'too-many-marks',
          'drawing-too-large',
          'history-full',
          'board-unreadable',
          ...BOARD_PROBLEMS,
        ),
      },
    },
    handler: async (request) => {
      const grant = await requireGrant(access, request, request.params.id, 'restore')
      const { boardId, actor, participant } = grant
      const { seq, before } = await restores.restore(boardId, request.body.seq, {
        author: { actor, connection: `http:${request.id}` },
        by: namedBy(grant),
        participant,
        label: request.body.name,
        permit: permitOf(access, request, boardId, 'restore'),
      })
      return { seq, before: answerMark(before) }
    },
  })

  api.route({
    method: 'POST',
    url: '/boards/:id/fork',
    config: { stores: true, isHeavy: true, rateLimit: { max: limits.newBoardsPerMinute } },
    schema: {
      tags: ['history'],
      summary: 'Make a new board that starts from a moment of this one',
      description:
        'For editors and facilitators. The caller is the facilitator of the new board, by the cookie that comes with ' +
        'the answer and by the links in it. Without `seq` from the last moment that is saved.',
      params: boardParams,
      body: forkSchema.nullish(),
      response: {
        201: forkedSchema,
        ...problems('invalid-request', 'origin-refused', ...MADE_FROM_PROBLEMS, ...BOARD_PROBLEMS),
      },
    },
    handler: async (request, reply) => {
      const { boardId, participant } = await requireGrant(access, request, request.params.id, 'fork')
      const made = await forks.fork(boardId, {
        seq: request.body?.seq,
        title: request.body?.title,
        visitorId: visitorOf(callerOf(access, request)),
        by: participant,
        permit: permitOf(access, request, boardId, 'fork'),
      })
      if (!made) throw new GamelanError('forbidden-or-unknown')
      return answerMade({ access, publicUrl }, request, reply, made)
    },
  })
}

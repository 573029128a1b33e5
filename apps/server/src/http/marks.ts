/** Named moments of a board (H3): snapshots by facilitators, bookmarks by whoever may draw. */
import { z } from 'zod'
import {
  bookmarkSchema,
  type Mark as MarkAnswer,
  markSchema,
  nameMomentSchema,
  snapshotsSchema,
} from '@gamelan/protocol/http/history'
import { may } from '@gamelan/protocol/roles'
import type { Grant } from '../access/types.ts'
import { GamelanError } from '../errors.ts'
import type { Mark } from '../history/marks.ts'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { requireGrant } from './guard.ts'
import type { Api, HttpParts } from './parts.ts'

/** A mark as it is answered. Snapshots before a restore had no name in earlier versions. */
export function answerMark({ at, name, ...mark }: Mark): MarkAnswer {
  const isNameless = mark.kind === 'before' && name === ''
  return { ...mark, name: isNameless ? `Before ${mark.by.name}’s restore` : name, at: at.toISOString() }
}

/** Who sets a mark: by what the log calls them. */
export function namedBy({ actor, participant }: Grant): Mark['by'] {
  return { id: actor, name: participant.name }
}

/** What a mark's id looks like. Others are unknown without being looked up. */
const MARK_ID = /^[\w-]{22}$/

export function registerMarks(api: Api, { access, marks }: Pick<HttpParts, 'access' | 'marks'>): void {
  const setting = problems(
    'invalid-request',
    'origin-refused',
    'moment-unknown',
    'too-many-marks',
    'server-full',
    'board-unreadable',
    ...BOARD_PROBLEMS,
  )

  api.route({
    method: 'GET',
    url: '/boards/:id/snapshots',
    schema: {
      tags: ['history'],
      summary: 'List the snapshots of a board',
      description:
        'By the moments that they name, earliest first. `restores` are the snapshots that the server took before each ' +
        'restore: who restored, and the state before.',
      params: boardParams,
      response: { 200: snapshotsSchema, ...problems(...BOARD_PROBLEMS) },
    },
    handler: async (request) => {
      const { boardId } = await requireGrant(access, request, request.params.id, 'see')
      const all = await marks.list(boardId)
      const ofKind = (wanted: MarkAnswer['kind']) => all.filter(({ kind }) => kind === wanted).map(answerMark)
      return { snapshots: ofKind('snapshot'), restores: ofKind('before') }
    },
  })

  api.route({
    method: 'POST',
    url: '/boards/:id/snapshots',
    config: { stores: true },
    schema: {
      tags: ['history'],
      summary: 'Name a moment',
      description: 'For facilitators. The last moment that is saved, or the one that `seq` says.',
      params: boardParams,
      body: nameMomentSchema,
      response: { 201: markSchema, ...setting },
    },
    handler: async (request, reply) => {
      const grant = await requireGrant(access, request, request.params.id, 'snapshot')
      const { name, note, seq } = request.body
      const mark = await marks.set(grant.boardId, { kind: 'snapshot', seq, name, note, by: namedBy(grant) })
      return reply.code(201).send(answerMark(mark))
    },
  })

  api.route({
    method: 'POST',
    url: '/boards/:id/bookmarks',
    config: { stores: true },
    schema: {
      tags: ['history'],
      summary: 'Mark a moment as a surprise, a decision or a question',
      description: 'For editors and facilitators.',
      params: boardParams,
      body: bookmarkSchema,
      response: { 201: markSchema, ...setting },
    },
    handler: async (request, reply) => {
      const grant = await requireGrant(access, request, request.params.id, 'bookmark')
      const { kind, name = '', note, seq } = request.body
      const mark = await marks.set(grant.boardId, { kind, seq, name, note, by: namedBy(grant) })
      return reply.code(201).send(answerMark(mark))
    },
  })

  api.route({
    method: 'DELETE',
    url: '/boards/:id/marks/:markId',
    schema: {
      tags: ['history'],
      summary: 'Take a mark away',
      description: 'For facilitators, and for the editor who set it. The moment itself stays.',
      params: boardParams.extend({ markId: z.string().describe('The mark.') }),
      response: {
        204: z.undefined().describe('It is gone.'),
        ...problems('origin-refused', 'mark-unknown', ...BOARD_PROBLEMS),
      },
    },
    handler: async (request, reply) => {
      const { boardId, role, actor } = await requireGrant(access, request, request.params.id, 'bookmark')
      const { markId } = request.params
      const mark = MARK_ID.test(markId) ? await marks.read(boardId, markId) : undefined
      if (!mark) throw new GamelanError('mark-unknown')
      if (!may(role, 'snapshot') && mark.by.id !== actor) throw new GamelanError('not-allowed')
      await marks.remove(boardId, markId)
      return reply.code(204).send()
    },
  })
}

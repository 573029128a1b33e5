/**
 * `/api/series`: sessions that follow each other, the invitation to whichever is next, and the calendar that tells when.
 * Must never tell of boards that the caller may not see, nor put a key into a log: an address that carries one is logged
 * without its query, see log.ts.
 */
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { boardSchema, joinSchema } from '@gamelan/protocol/http/boards'
import {
  createInvitationSchema,
  createSeriesSchema,
  joinedSeriesSchema,
  patchSeriesSchema,
  playAgainSchema,
  seriesSchema,
  type Series,
} from '@gamelan/protocol/http/series'
import { keySchema, seriesIdSchema } from '@gamelan/protocol/ids'
import { may, rolesUpTo } from '@gamelan/protocol/roles'
import type { Grant } from '../access/types.ts'
import { visitorOf } from '../access/caller.ts'
import { GamelanError } from '../errors.ts'
import { calendarOf } from '../series/calendar.ts'
import type { SeriesRow } from '../series/series.ts'
import { baseOf, feedAddress, invitationAddress } from './addresses.ts'
import { BOARD_PROBLEMS, boardParams, problems, taggedAnswer } from './answers.ts'
import { answerMade, MADE_FROM_PROBLEMS } from './board-answer.ts'
import { callerOf, permitOf, requireGrant, requireOwnGrant, setVisitorCookie } from './guard.ts'
import type { Api, HttpParts } from './parts.ts'
import { isKnown } from './tags.ts'

const CALENDAR = 'text/calendar; charset=utf-8'

const seriesParams = z.object({ id: z.string().describe('The series.') })

type Parts = Pick<HttpParts, 'access' | 'limits' | 'playAgain' | 'publicUrl' | 'series'>

export function registerSeries(api: Api, parts: Parts): void {
  const { access, limits, playAgain, publicUrl, series } = parts

  /** A series as this caller may see it. Throws `forbidden-or-unknown` for one of whose boards they may see none. */
  async function seen(request: FastifyRequest, id: string): Promise<{ row: SeriesRow; answer: Series }> {
    const row = seriesIdSchema.safeParse(id).success ? await series.read(id) : undefined
    if (!row) throw new GamelanError('forbidden-or-unknown')
    const all = await series.boards(row.id)
    const roles = await access.roles(
      callerOf(access, request),
      all.map((board) => board.id),
    )
    const listed = all.flatMap(({ id, title, createdAt }) => {
      const role = roles.get(id)
      return role === undefined ? [] : [{ id, title, createdAt: createdAt.toISOString(), role }]
    })
    if (listed.length === 0) throw new GamelanError('forbidden-or-unknown')
    const newest = listed.find((board) => board.id === all[0]?.id)
    const { title, question, rule, role } = row
    const mayHandOn = newest !== undefined && rolesUpTo(newest.role).includes(role)
    const keys = mayHandOn ? await series.keys(row) : undefined
    const base = baseOf(request, publicUrl)
    const answer = {
      id: row.id,
      title,
      question,
      rule,
      boards: listed,
      current: newest ? { id: newest.id, role: newest.role } : null,
      invitation: mayHandOn
        ? {
            role,
            link: keys ? invitationAddress(base, row.id, keys.link) : null,
            calendar: keys ? feedAddress(base, row.id, keys.feed) : null,
          }
        : null,
    }
    return { row, answer }
  }

  /** What a facilitator of the newest board may do there. Throws as `seen`, and `not-allowed`. */
  async function requireFacilitator(request: FastifyRequest, id: string): Promise<Grant> {
    const { current } = (await seen(request, id)).answer
    if (!current || !may(current.role, 'series')) throw new GamelanError('not-allowed')
    return requireGrant(access, request, current.id, 'series')
  }

  api.route({
    method: 'POST',
    url: '/boards/:id/series',
    config: { stores: true },
    schema: {
      tags: ['series'],
      summary: 'Make a series that begins with this board',
      description: 'For facilitators. A board is of one series, and one that belongs to a session of none.',
      params: boardParams,
      body: createSeriesSchema,
      response: {
        201: seriesSchema,
        ...problems(
          'invalid-request',
          'origin-refused',
          'series-exists',
          'server-full',
          'board-of-session',
          ...BOARD_PROBLEMS,
        ),
      },
    },
    handler: async (request, reply) => {
      const grant = await requireOwnGrant(access, request, request.params.id, 'series')
      const { id } = await series.make(grant.boardId, request.body, grant)
      const { answer } = await seen(request, id)
      return reply.code(201).header('location', `/api/series/${id}`).send(answer)
    },
  })

  api.route({
    method: 'GET',
    url: '/series/:id',
    schema: {
      tags: ['series'],
      summary: 'Read a series',
      description:
        'For all who may see one of its boards. It lists those boards alone, and has the invitation for those who may ' +
        'as much on the newest board as it gives.',
      params: seriesParams,
      response: { 200: seriesSchema, ...problems('forbidden-or-unknown') },
    },
    handler: async (request) => (await seen(request, request.params.id)).answer,
  })

  api.route({
    method: 'PATCH',
    url: '/series/:id',
    schema: {
      tags: ['series'],
      summary: 'Change the name, the question or the rule of a series',
      description: 'For facilitators of its newest board.',
      params: seriesParams,
      body: patchSeriesSchema,
      response: { 200: seriesSchema, ...problems('invalid-request', 'origin-refused', ...BOARD_PROBLEMS) },
    },
    handler: async (request) => {
      await requireFacilitator(request, request.params.id)
      await series.change(request.params.id, request.body)
      return (await seen(request, request.params.id)).answer
    },
  })

  api.route({
    method: 'POST',
    url: '/series/:id/invitation',
    schema: {
      tags: ['series'],
      summary: 'Make a new invitation',
      description:
        'For facilitators of its newest board. The older one ends at once, and with it its calendar and everybody who ' +
        'came by it, on all boards of the series.',
      params: seriesParams,
      body: createInvitationSchema,
      response: { 201: seriesSchema, ...problems('invalid-request', 'origin-refused', ...BOARD_PROBLEMS) },
    },
    handler: async (request, reply) => {
      const grant = await requireFacilitator(request, request.params.id)
      await series.renew(request.params.id, request.body.role, grant)
      return reply.code(201).send((await seen(request, request.params.id)).answer)
    },
  })

  api.route({
    method: 'POST',
    url: '/series/:id/join',
    schema: {
      tags: ['series'],
      summary: 'Join the newest board of a series',
      description:
        'With the key of the invitation; without it whoever may see that board already. As joining a board, and it ' +
        'says which board it is. It lowers nobody.',
      params: seriesParams,
      body: joinSchema.nullish(),
      response: {
        200: joinedSeriesSchema,
        ...problems('invalid-request', 'origin-refused', 'forbidden-or-unknown'),
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params
      if (!seriesIdSchema.safeParse(id).success) throw new GamelanError('forbidden-or-unknown')
      const joined = await access.joinSeries(callerOf(access, request), id, request.body ?? {})
      if (!joined) throw new GamelanError('forbidden-or-unknown')
      const { visitorId, boardId, role, participant, ticket } = joined
      setVisitorCookie({ access, publicUrl }, reply, visitorId)
      return { boardId, role, participant, ticket }
    },
  })

  api.route({
    method: 'POST',
    url: '/series/:id/play-again',
    config: { stores: true, isHeavy: true, rateLimit: { max: limits.newBoardsPerMinute } },
    schema: {
      tags: ['series'],
      summary: 'Make the next board of a series',
      description:
        'For facilitators of its newest board. It begins where that one is now: the drawing, who has which role, and of ' +
        'the live session the wheel, how often each had a turn, and what was planned or parked. With `from`: unless ' +
        'another board is the newest by now.',
      params: seriesParams,
      body: playAgainSchema.nullish(),
      response: {
        201: boardSchema,
        ...problems(
          'invalid-request',
          'origin-refused',
          'series-went-on',
          'series-full',
          ...MADE_FROM_PROBLEMS,
          ...BOARD_PROBLEMS,
        ),
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params
      const { title, from } = request.body ?? {}
      const grant = await requireFacilitator(request, id)
      if (from !== undefined && from !== grant.boardId) throw new GamelanError('series-went-on')
      const visitorId = visitorOf(callerOf(access, request))
      const permit = permitOf(access, request, grant.boardId, 'series')
      const made = await playAgain(id, { grant, permit, visitorId, title })
      if (!made) throw new GamelanError('forbidden-or-unknown')
      return answerMade({ access, publicUrl }, request, reply, made)
    },
  })

  api.route({
    method: 'GET',
    url: '/series/:id/calendar.ics',
    schema: {
      tags: ['series'],
      summary: 'Read the calendar of a series',
      description:
        'For calendars, which have no cookie: with the `key` of the address that a series tells. An iCalendar file ' +
        '(RFC 5545) with one weekly event that takes up no time, needs no reply, and has the link to join by.',
      params: seriesParams,
      querystring: z.object({ key: z.string().optional() }),
      response: {
        ...taggedAnswer('The calendar.', 'text/calendar'),
        ...problems('forbidden-or-unknown'),
      },
    },
    handler: async (request, reply) => {
      const id = seriesIdSchema.safeParse(request.params.id)
      const key = keySchema.safeParse(request.query.key)
      const found = id.success && key.success ? await series.ofFeed(id.data, key.data) : undefined
      if (!found) throw new GamelanError('forbidden-or-unknown')
      const link = invitationAddress(baseOf(request, publicUrl), found.row.id, found.linkKey)
      const calendar = calendarOf(found.row, link)
      const tag = `"${createHash('sha256').update(calendar).digest('hex')}"`
      reply.header('etag', tag).header('cache-control', 'private, no-cache')
      if (isKnown(request, tag)) return reply.code(304).send()
      reply.type(CALENDAR).header('content-disposition', 'attachment; filename="gamelan.ics"')
      return reply.send(Buffer.from(calendar, 'utf8'))
    },
  })
}

/**
 * How a board came to be, for players: what there is, the logged updates, whole documents. A viewer may have all of it,
 * and nobody on the live board notices (H7). Must never send a short answer that looks whole, nor let an address be
 * kept for ever whose content may change (H8).
 */
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { createUpdatesEncoder } from '@gamelan/protocol/history/updates'
import { historySchema, type Milestone } from '@gamelan/protocol/http/history'
import { milestonesOn } from '@gamelan/protocol/session/milestones'
import type { Grant } from '../access/types.ts'
import type { LogRow } from '../history/rows.ts'
import { GamelanError } from '../errors.ts'
import { REPLAY_ANSWERS, REPLAY_ANSWERS_PER_PERSON, REPLAY_UPDATES } from '../limits.ts'
import { BOARD_PROBLEMS, boardParams, bytesAnswer, problems } from './answers.ts'
import { createAnswering } from './answering.ts'
import { requireGrant } from './guard.ts'
import { longAnswer, whileGranted } from './long-answer.ts'
import { answerMark } from './marks.ts'
import type { Api, HttpParts } from './parts.ts'

type Parts = Pick<HttpParts, 'access' | 'clock' | 'limits' | 'marks' | 'replay' | 'sessions'>

/** What an address of a generation names never changes; private, since not everybody may see it. */
const FOR_EVER = 'private, max-age=31536000, immutable'

const seqParam = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const generationQuery = z.object({
  g: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('The `generation` of the history. With it the answer can be cached for ever.'),
})

export function registerHistory(api: Api, { access, clock, limits, marks, replay, sessions }: Parts): void {
  const answering = createAnswering({ perPerson: REPLAY_ANSWERS_PER_PERSON, inAll: REPLAY_ANSWERS })
  const config = { rateLimit: { max: limits.historyPerMinute } }

  /** Where the board's history stands. Throws `history-erased` where the asker read it before something was erased. */
  async function now(boardId: string, asked?: number): Promise<{ generation: number; head: number }> {
    const found = await replay.now(boardId)
    if (!found) throw new GamelanError('forbidden-or-unknown')
    if (asked !== undefined && asked !== found.generation) throw new GamelanError('history-erased')
    return found
  }

  async function milestones({ boardId, sessionBoardId }: Grant): Promise<Milestone[]> {
    const all = await sessions.milestones(sessionBoardId)
    const found = milestonesOn(all, boardId === sessionBoardId ? null : boardId)
    const ids = new Set(found.flatMap((one) => (one.kind === 'turn' ? [one.person] : [])))
    const people = new Map((await access.authors([...ids])).map(({ id, name }) => [id, name]))
    const named = (id: string) => ({ id, name: people.get(id) ?? '' })
    return found.map((one) => {
      const board = one.board ?? sessionBoardId
      if (one.kind === 'turn') return { ...one, board, person: named(one.person) }
      return one.kind === 'pivot' ? { ...one, board, to: one.to ?? sessionBoardId } : { ...one, board }
    })
  }

  api.route({
    method: 'GET',
    url: '/boards/:id/history',
    config,
    schema: {
      tags: ['history'],
      summary: 'Read what there is of a board’s history',
      description:
        'Its first and last change, who changed how much when, the named moments, what the live session did meanwhile, ' +
        'and where whole documents can be had. `activity.every` grows with the board, so that there are never more than 20,000 cells.',
      params: boardParams,
      response: { 200: historySchema, ...problems('board-unreadable', ...BOARD_PROBLEMS) },
    },
    handler: async (request) => {
      const grant = await requireGrant(access, request, request.params.id, 'see')
      const { boardId, actor } = grant
      const answer = answering.begin(actor)
      try {
        const { generation } = await now(boardId)
        const { head, from, to, keyframes, erasures, every, cells, actors } = await replay.overview(
          boardId,
          generation,
        )
        const all = (await marks.list(boardId)).map(answerMark)
        return {
          generation,
          head,
          from: from.toISOString(),
          to: to.toISOString(),
          keyframes: [...keyframes],
          authors: await access.authors(actors),
          activity: { every, cells },
          marks: all,
          snapshots: all.filter(({ kind }) => kind === 'snapshot'),
          erasures: erasures.map(({ at, firstAt, ...erasure }) => ({
            ...erasure,
            at: at.toISOString(),
            firstAt: firstAt.toISOString(),
          })),
          milestones: await milestones(grant),
        }
      } finally {
        answer.end()
      }
    },
  })

  api.route({
    method: 'GET',
    url: '/boards/:id/history/updates',
    config,
    schema: {
      tags: ['history'],
      summary: 'Read logged updates',
      description:
        `Those behind \`after\` up to \`until\`, at most ${REPLAY_UPDATES}, framed as packages/protocol ` +
        'history/updates.ts says. Of a second that was folded, what each did in it comes under the seq that is kept; where ' +
        '`until` is within one, all of it.',
      params: boardParams,
      querystring: generationQuery.extend({ after: seqParam, until: seqParam }),
      response: {
        ...bytesAnswer('The updates.', 'application/octet-stream'),
        ...problems('invalid-request', 'board-unreadable', 'history-erased', ...BOARD_PROBLEMS),
      },
    },
    handler: async (request, reply) => {
      const { boardId, actor } = await requireGrant(access, request, request.params.id, 'see')
      const { after, until, g } = request.query
      if (until - after > REPLAY_UPDATES) {
        throw new GamelanError('invalid-request', { detail: `at most ${REPLAY_UPDATES} updates at once` })
      }
      const { head } = await now(boardId, g)
      const end = Math.min(until, head)
      const pages = replay.pages(boardId, { after, until: end })
      const answer = answering.begin(actor)
      let first: readonly LogRow[] = []
      try {
        // Before anything is sent: what cannot be read is still told.
        if (after < end) first = (await pages.next()).value ?? []
      } catch (error) {
        answer.end()
        throw error
      }
      const stillMay = () => requireGrant(access, request, boardId, 'see')
      const framed = whileGranted(frame(pages, first, after), { clock, stillMay })
      const body = longAnswer(framed, { clock, answer })
      return cached(reply, g !== undefined && until <= head)
        .type('application/octet-stream')
        .send(body)
    },
  })

  api.route({
    method: 'GET',
    url: '/boards/:id/history/keyframes/:seq',
    config: { ...config, isHeavy: true },
    schema: {
      tags: ['history'],
      summary: 'Read the whole document as it was',
      description:
        'At a moment that is kept: a Yjs update (V1) for an empty document. Soonest at one of the `keyframes` of the ' +
        'history.',
      params: boardParams.extend({ seq: seqParam }),
      querystring: generationQuery,
      response: {
        ...bytesAnswer('The document.', 'application/octet-stream'),
        ...problems(
          'invalid-request',
          'moment-unknown',
          'board-unreadable',
          'history-erased',
          ...BOARD_PROBLEMS,
        ),
      },
    },
    handler: async (request, reply) => {
      const { boardId, actor } = await requireGrant(access, request, request.params.id, 'see')
      await now(boardId, request.query.g)
      const answer = answering.begin(actor)
      const document = await replay.keyframe(boardId, request.params.seq).finally(() => answer.end())
      if (!document) throw new GamelanError('moment-unknown')
      return cached(reply, request.query.g !== undefined)
        .type('application/octet-stream')
        .send(document)
    },
  })
}

function cached(reply: FastifyReply, forEver: boolean): FastifyReply {
  return reply.header('cache-control', forEver ? FOR_EVER : 'no-store')
}

/** The body, a page at a time: nothing is read ahead of who takes it in. */
async function* frame(
  pages: AsyncGenerator<readonly LogRow[], void, undefined>,
  first: readonly LogRow[],
  after: number,
): AsyncGenerator<Uint8Array> {
  const encode = createUpdatesEncoder(after)
  let last = after
  const framed = (rows: readonly LogRow[]) => {
    const moments = momentsOf(rows)
    return encode(
      rows.map(({ at, actor, payload }, i) => {
        // A second that the asker has a part of comes whole, and nothing goes back.
        last = Math.max(last, moments[i] ?? last)
        return { seq: last, at, author: actor, update: payload }
      }),
    )
  }
  if (first.length > 0) yield framed(first)
  for await (const rows of pages) yield framed(rows)
}

/** Of each row the moment that it is a part of: of a second that was folded, its last, which is kept. */
function momentsOf(rows: readonly LogRow[]): number[] {
  const moments = rows.map(({ seq }) => seq)
  for (let i = rows.length - 2; i >= 0; i--) {
    const second = rows[i]?.first ?? null
    if (second !== null && second === rows[i + 1]?.first) moments[i] = moments[i + 1] ?? 0
  }
  return moments
}

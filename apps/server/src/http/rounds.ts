/**
 * What was drawn in a private round, once it is revealed: all of it in one answer, for who looks; images are fetched as on the
 * board, each by itself. It is no export: nothing is taken away, and nothing of it is kept in the audit. Must never give a drawing to anybody to whom its board is not given
 * (A3), which is asked for each anew.
 */
import { z } from 'zod'
import { thingIdSchema } from '@gamelan/protocol/session/ids'
import type { Grant } from '../access/types.ts'
import { GamelanError } from '../errors.ts'
import { ROUND_ANSWERS, ROUND_ANSWERS_PER_PERSON } from '../limits.ts'
import { baseOf } from './addresses.ts'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { createAnswering } from './answering.ts'
import { excalidrawSchema } from './drawings.ts'
import { callerOf, requireGrant } from './guard.ts'
import { longAnswer } from './long-answer.ts'
import type { Api, HttpParts } from './parts.ts'

type Parts = Pick<HttpParts, 'access' | 'clock' | 'limits' | 'publicUrl' | 'scenes' | 'sessions'>

const roundDrawingsSchema = z.object({
  drawings: z.array(
    z.object({
      board: z.string(),
      drawing: excalidrawSchema.nullable().describe('null: it cannot be read now.'),
    }),
  ),
})

export function registerRounds(
  api: Api,
  { access, clock, limits, publicUrl, scenes, sessions }: Parts,
): void {
  const answering = createAnswering({ perPerson: ROUND_ANSWERS_PER_PERSON, inAll: ROUND_ANSWERS })

  api.route({
    method: 'GET',
    url: '/boards/:id/rounds/:roundId/drawings',
    config: { rateLimit: { max: limits.roundsPerMinute } },
    schema: {
      tags: ['drawings'],
      summary: 'Look at what was drawn in a private round',
      description:
        'All drawings of a round that was revealed in the board’s session, as .excalidraw documents, as far as they are saved. ' +
        'Images are not inside: GET /boards/:id/files/:fileId of the drawing’s board answers them. A board that the caller may not see, or that is in the trash, is not among them.',
      params: boardParams.extend({ roundId: z.string().describe('The round.') }),
      response: {
        200: roundDrawingsSchema,
        ...problems('round-unknown', ...BOARD_PROBLEMS),
      },
    },
    handler: async (request, reply) => {
      const { sessionBoardId, actor } = await requireGrant(access, request, request.params.id, 'see')
      // What cannot be a round is not looked for: a database refuses some letters.
      const round = thingIdSchema.safeParse(request.params.roundId)
      const boards = round.success ? await sessions.revealed(sessionBoardId, round.data) : undefined
      if (boards === undefined) throw new GamelanError('round-unknown')
      const caller = callerOf(access, request)
      const pieces = drawings(
        boards,
        (board) => access.grant(caller, board),
        async (board) => {
          try {
            return await scenes.withoutImages(board, baseOf(request, publicUrl))
          } catch (error) {
            // The others can be looked at all the same.
            request.log.error({ err: error, board }, 'a drawing of a round cannot be read')
            return undefined
          }
        },
      )
      const body = longAnswer(pieces, { clock, answer: answering.begin(actor) })
      // Written out piece by piece, past the serializer that the answer's type is of.
      return reply.type('application/json; charset=utf-8').send(body as never)
    },
  })
}

/** The answer's text, one drawing after the other: it costs no more memory than the largest. */
async function* drawings(
  boards: readonly string[],
  grant: (board: string) => Promise<Grant | undefined>,
  read: (board: string) => Promise<string | undefined>,
): AsyncGenerator<string> {
  yield '{"drawings":['
  let comma = ''
  for (const board of boards) {
    if ((await grant(board)) === undefined) continue
    yield `${comma}{"board":${JSON.stringify(board)},"drawing":${(await read(board)) ?? 'null'}}`
    comma = ','
  }
  yield ']}'
}

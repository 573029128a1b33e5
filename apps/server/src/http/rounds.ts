/**
 * What was drawn in a private round, once it is revealed: all of it in one answer, for who looks; images are fetched as on the
 * board, each by itself. It is no export: nothing is taken away, and nothing of it is kept in the audit. Must never go on
 * answering to somebody to whom the session's board is not given any more (A4): to whom it is, the boards of a revealed round
 * are (A3).
 */
import { z } from 'zod'
import { thingIdSchema } from '@gamelan/protocol/session/ids'
import { GamelanError } from '../errors.ts'
import { ROUND_ANSWERS, ROUND_ANSWERS_PER_PERSON } from '../limits.ts'
import { baseOf } from './addresses.ts'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { createAnswering } from './answering.ts'
import { excalidrawSchema } from './drawings.ts'
import { requireGrant } from './guard.ts'
import { shared } from './shared.ts'
import { longAnswer, whileGranted } from './long-answer.ts'
import type { Api, HttpParts } from './parts.ts'

type Parts = Pick<HttpParts, 'access' | 'clock' | 'limits' | 'publicUrl' | 'scenes' | 'sessions'>

/** Milliseconds for which a drawing that was read is answered to others as well: an answer may be that old. */
const LOOK_HOLDS = 1000

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
  // All look at once, when it is revealed, and each at all.
  const look = shared(
    async (board: string, source: string) => {
      try {
        return await scenes.withoutImages(board, source)
      } catch (error) {
        // The other drawings can be looked at all the same.
        api.log.error({ err: error, board }, 'a drawing of a round cannot be read')
        return undefined
      }
    },
    { clock, holds: LOOK_HOLDS },
  )

  api.route({
    method: 'GET',
    url: '/boards/:id/rounds/:roundId/drawings',
    config: { isHeavy: true, rateLimit: { max: limits.roundsPerMinute } },
    schema: {
      tags: ['drawings'],
      summary: 'Look at what was drawn in a private round',
      description:
        'All drawings of a round that was revealed in the board’s session, as .excalidraw documents, as far as they are saved. ' +
        'Images are not inside: GET /boards/:id/files/:fileId of the drawing’s board answers them.',
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
      const pieces = drawings(boards, (board) => look(board, baseOf(request, publicUrl)))
      const stillMay = () => requireGrant(access, request, sessionBoardId, 'see')
      const body = longAnswer(whileGranted(pieces, { clock, stillMay }), {
        clock,
        answer: answering.begin(actor),
      })
      // Written out piece by piece, past the serializer that the answer's type is of.
      return reply.type('application/json; charset=utf-8').send(body as never)
    },
  })
}

/** The answer's text, one drawing after the other. */
async function* drawings(
  boards: readonly string[],
  read: (board: string) => Promise<string | undefined>,
): AsyncGenerator<string> {
  yield '{"drawings":['
  let comma = ''
  for (const board of boards) {
    yield `${comma}{"board":${JSON.stringify(board)},"drawing":${(await read(board)) ?? 'null'}}`
    comma = ','
  }
  yield ']}'
}

/** Drawings out of a board and into it, as Excalidraw's files. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import { importedSchema } from '@gamelan/protocol/http/boards'
import { IMPORT_BYTES } from '@gamelan/protocol/limits'
import { GamelanError } from '../errors.ts'
import { baseOf } from './addresses.ts'
import { BOARD_PROBLEMS, boardParams, problems } from './answers.ts'
import { bytesOf, takeBytes } from './bytes.ts'
import { askBeforeBody, requireGrant } from './guard.ts'
import { whileGranted } from './long-answer.ts'
import type { Api, HttpParts } from './parts.ts'

type Parts = Pick<HttpParts, 'access' | 'audit' | 'clock' | 'scenes' | 'imports' | 'limits' | 'publicUrl'>

/** The header that says which position of the history a drawing is of. */
export const SEQ_HEADER = 'x-gamelan-seq'

/** Excalidraw's own file format. What else is inside an element is told in Excalidraw's documentation. */
export const excalidrawSchema = z.object({
  type: z.literal('excalidraw'),
  version: z.int(),
  source: z.string(),
  elements: z.array(z.looseObject({ id: z.string(), type: z.string(), x: z.number(), y: z.number() })),
  appState: z.looseObject({ viewBackgroundColor: z.string() }),
  files: z.record(
    z.string(),
    z.object({ id: z.string(), mimeType: z.string(), dataURL: z.string(), created: z.number() }),
  ),
})

export function registerDrawings(
  api: Api,
  { access, audit, clock, scenes, imports, limits, publicUrl }: Parts,
): void {
  api.route({
    method: 'GET',
    url: '/boards/:id/scene',
    config: { isHeavy: true, rateLimit: { max: limits.drawingsPerMinute } },
    schema: {
      tags: ['drawings'],
      summary: 'Read the drawing as an .excalidraw document',
      description:
        'Now (as far as it is saved), or as it was at a position of its history. The X-Gamelan-Seq header says ' +
        'which position it is of. Images are inside, as data addresses.',
      params: boardParams,
      querystring: z.object({ at: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional() }),
      response: {
        200: excalidrawSchema,
        ...problems('invalid-request', 'moment-unknown', 'board-unreadable', ...BOARD_PROBLEMS),
      },
    },
    handler: async (request, reply) => {
      const { boardId, participant, role } = await requireGrant(access, request, request.params.id, 'see')
      const scene = await scenes.read(boardId, request.query.at, baseOf(request, publicUrl))
      if (!scene) throw new GamelanError('moment-unknown')
      await audit.note(boardId, { kind: 'exported', by: participant, role })
      // Written out piece by piece, past the serializer that the answer's type is of.
      reply.header(SEQ_HEADER, scene.seq).type('application/json; charset=utf-8')
      const stillMay = () => requireGrant(access, request, boardId, 'see')
      return reply.send(Readable.from(whileGranted(scene.text, { clock, stillMay })) as never)
    },
  })

  api.register((scope: Api, _options, done) => {
    takeBytes(scope)
    scope.route({
      method: 'POST',
      url: '/boards/:id/import',
      onRequest: askBeforeBody(access, 'import'),
      bodyLimit: IMPORT_BYTES,
      config: {
        tooLarge: 'drawing-too-large',
        bytes: ['application/json'],
        stores: true,
        isHeavy: true,
        rateLimit: { max: limits.drawingsPerMinute },
      },
      schema: {
        tags: ['drawings'],
        summary: 'Add an .excalidraw or .excalidrawlib document to the drawing',
        description:
          'For editors and facilitators. Answers when the change is committed. On an empty board everything keeps its ' +
          'place. Otherwise the drawing lies to the right of all that is there, the tops in line and 80 units apart, as one ' +
          'group around its own groups: `at` says where, `group` which. Frames and what is inside of them stay out of ' +
          'that group.',
        params: boardParams,
        response: {
          201: importedSchema,
          ...problems(
            'not-a-drawing',
            'drawing-too-large',
            'history-full',
            'server-full',
            'origin-refused',
            'board-unreadable',
            ...BOARD_PROBLEMS,
          ),
        },
      },
      handler: async (request, reply) => {
        const stillMay = () => requireGrant(access, request, request.params.id, 'import')
        const { boardId, actor } = await stillMay()
        const author = { actor, connection: `http:${request.id}` }
        const imported = await imports.add(boardId, bytesOf(request, 'not-a-drawing'), author, stillMay)
        return reply.code(201).send(imported)
      },
    })
    done()
  })
}

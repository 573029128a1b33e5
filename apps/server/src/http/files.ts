/** Images on boards, in and out, and the picture of a board. */
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { storedFileSchema } from '@gamelan/protocol/http/boards'
import { fileIdSchema } from '@gamelan/protocol/ids'
import { PICTURE_BYTES } from '@gamelan/protocol/limits'
import { SVG_TYPE } from '../boards/image.ts'
import { GamelanError } from '../errors.ts'
import { BOARD_PROBLEMS, boardParams, taggedAnswer, problems } from './answers.ts'
import { bytesOf, takeBytes } from './bytes.ts'
import { askBeforeBody, permitOf, requireGrant } from './guard.ts'
import type { Api, HttpParts } from './parts.ts'
import { isKnown } from './tags.ts'

type Parts = Pick<HttpParts, 'access' | 'files' | 'limits' | 'pictures'>

/** What an uploaded file may do if somebody opens its address as a page (A8): be seen, in its own styles. */
const SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"

/** What a name stands for never changes; private, since not everybody may see it. */
const FOR_EVER = 'private, max-age=31536000, immutable'

const generationSchema = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

/** The headers of uploaded bytes. They are never a page, and never another type than their content. */
function asUpload(reply: FastifyReply, mimeType: string, tag: string): void {
  reply.type(mimeType).header('etag', tag).header('content-security-policy', SANDBOX)
  reply.header('x-content-type-options', 'nosniff')
  if (mimeType === SVG_TYPE) reply.header('content-disposition', 'attachment; filename="image.svg"')
}

export function registerFiles(api: Api, { access, files, limits, pictures }: Parts): void {
  api.route({
    method: 'GET',
    url: '/boards/:id/files/:fileId',
    schema: {
      tags: ['files'],
      summary: 'Read an image',
      params: boardParams.extend({ fileId: fileIdSchema }),
      response: {
        ...taggedAnswer('The image.', 'image/*'),
        ...problems('invalid-request', 'file-unknown', ...BOARD_PROBLEMS),
      },
    },
    handler: async (request, reply) => {
      const { boardId } = await requireGrant(access, request, request.params.id, 'see')
      const [file] = await files.describe(boardId, [request.params.fileId])
      if (!file) throw new GamelanError('file-unknown')
      const tag = `"${file.sha256}"`
      asUpload(reply, file.mimeType, tag)
      reply.header('cache-control', FOR_EVER)
      if (isKnown(request, tag)) return reply.code(304).send()
      const bytes = await files.read(file.sha256)
      if (!bytes) throw new GamelanError('file-unknown')
      return reply.send(bytes)
    },
  })

  api.route({
    method: 'GET',
    url: '/boards/:id/picture',
    schema: {
      tags: ['files'],
      summary: "Read a board's picture",
      description: 'Small, for a list of boards. With the `v` that the list gives it can be cached for ever.',
      params: boardParams,
      querystring: z.object({ v: z.string().max(64).optional() }),
      response: {
        ...taggedAnswer('The image.', 'image/*'),
        ...problems('invalid-request', 'picture-unknown', ...BOARD_PROBLEMS),
      },
    },
    handler: async (request, reply) => {
      const { boardId } = await requireGrant(access, request, request.params.id, 'see')
      const picture = await pictures.read(boardId)
      if (!picture) throw new GamelanError('picture-unknown')
      const tag = `"${picture.sha256}"`
      asUpload(reply, picture.mimeType, tag)
      const { v } = request.query
      // Asked by an older version it answers with the newer picture, which must not be kept under that name.
      reply.header('cache-control', v && picture.sha256.startsWith(v) ? FOR_EVER : 'private, no-cache')
      return isKnown(request, tag) ? reply.code(304).send() : reply.send(picture.bytes)
    },
  })

  api.register((scope: Api, _options, done) => {
    takeBytes(scope)
    registerUploads(scope, { access, files, limits, pictures })
    done()
  })
}

function registerUploads(scope: Api, { access, files, limits, pictures }: Parts): void {
  scope.route({
    method: 'POST',
    url: '/boards/:id/files',
    onRequest: askBeforeBody(access, 'files'),
    bodyLimit: limits.imageBytes,
    config: {
      stores: true,
      tooLarge: 'image-too-large',
      bytes: ['image/*'],
      rateLimit: { max: limits.uploadsPerMinute },
    },
    schema: {
      tags: ['files'],
      summary: 'Keep an image',
      description:
        'For editors and facilitators. `fileId` is what the drawing calls it; without it the image is named after ' +
        'its content. The first upload for a name wins: a later one answers 200 with what is there.',
      params: boardParams,
      querystring: z.object({
        fileId: fileIdSchema.optional(),
        g: generationSchema
          .optional()
          .describe(
            'How often something had been erased from the drawing that the image is on: `meta.erased` there. Who ' +
              'says so brings nothing back that was erased meanwhile.',
          ),
      }),
      response: {
        200: storedFileSchema.describe('The name was taken; this is what it stands for.'),
        201: storedFileSchema.describe('The image is kept.'),
        ...problems(
          'invalid-request',
          'not-an-image',
          'image-too-large',
          'no-room',
          'server-full',
          'history-erased',
          'origin-refused',
          ...BOARD_PROBLEMS,
        ),
      },
    },
    handler: async (request, reply) => {
      const { boardId, actor } = await requireGrant(access, request, request.params.id, 'files')
      const bytes = bytesOf(request, 'not-an-image')
      const { file, added } = await files.put({
        boardId,
        fileId: request.query.fileId,
        bytes,
        addedBy: actor,
        generation: request.query.g,
        permit: permitOf(access, request, boardId, 'files'),
      })
      return reply.code(added ? 201 : 200).send(file)
    },
  })

  scope.route({
    method: 'PUT',
    url: '/boards/:id/picture',
    onRequest: askBeforeBody(access, 'picture'),
    bodyLimit: PICTURE_BYTES,
    config: {
      stores: true,
      tooLarge: 'picture-too-large',
      bytes: ['image/png', 'image/webp', 'image/jpeg'],
      rateLimit: { max: limits.uploadsPerMinute },
    },
    schema: {
      tags: ['files'],
      summary: "Keep a board's picture",
      description: 'For editors and facilitators: a small PNG, WebP or JPEG in place of the one before.',
      params: boardParams,
      querystring: z.object({
        g: generationSchema
          .default(0)
          .describe(
            'How often something had been erased from the drawing that it shows: `meta.erased` there.',
          ),
      }),
      response: {
        204: z.undefined().describe('It is kept.'),
        ...problems(
          'invalid-request',
          'not-an-image',
          'picture-too-large',
          'server-full',
          'history-erased',
          'origin-refused',
          ...BOARD_PROBLEMS,
        ),
      },
    },
    handler: async (request, reply) => {
      const { boardId } = await requireGrant(access, request, request.params.id, 'picture')
      const permit = permitOf(access, request, boardId, 'picture')
      await pictures.put(boardId, bytesOf(request, 'not-an-image'), request.query.g, permit)
      return reply.code(204).send()
    },
  })
}

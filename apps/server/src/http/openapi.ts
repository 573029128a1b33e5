/**
 * The OpenAPI document at `/api/openapi.json` and its pages at `/api/docs`, made from the same schemas that check
 * requests. Must never ask another origin for anything (A7).
 */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  boardSchema,
  boardSummarySchema,
  linksSchema,
  participantSchema,
} from '@gamelan/protocol/http/boards'
import { problemSchema } from '@gamelan/protocol/http/problems'
import { roleSchema } from '@gamelan/protocol/roles'

const schemaRegistry = z.registry<{ id: string }>()
schemaRegistry.add(problemSchema, { id: 'Problem' })
schemaRegistry.add(roleSchema, { id: 'Role' })
schemaRegistry.add(participantSchema, { id: 'Participant' })
schemaRegistry.add(linksSchema, { id: 'Links' })
schemaRegistry.add(boardSchema, { id: 'Board' })
schemaRegistry.add(boardSummarySchema, { id: 'BoardSummary' })

const toJsonSchema = createJsonSchemaTransform({ schemaRegistry })

/** Registers the document. Before the routes: it hears of each as it is added. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gamelan',
        description:
          'What is kept about boards. A browser is known by its cookie; a program sends the key of a link (the part ' +
          'behind `#k=`) as a bearer token. Errors are problem documents with a stable `code`.',
        version: '1',
      },
      components: {
        securitySchemes: {
          visitor: { type: 'apiKey', in: 'cookie', name: 'gamelan_visitor' },
          key: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ visitor: [] }, { key: [] }, {}],
      tags: [
        { name: 'people', description: 'Who is here' },
        { name: 'boards', description: 'Boards, their links and who joins them' },
        { name: 'drawings', description: "Drawings as Excalidraw's files" },
        { name: 'files', description: 'Images' },
      ],
    },
    transform(document) {
      const transformed = toJsonSchema(document)
      const { bytes } = document.route.config ?? {}
      if (!bytes) return transformed
      const media = { schema: { type: 'string', format: 'binary' } }
      const body = { content: Object.fromEntries(bytes.map((type) => [type, media])) }
      return { ...transformed, schema: { ...transformed.schema, body } }
    },
    transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
  })
}

/** Registers the addresses that show the document. */
export async function registerDocs(api: FastifyInstance): Promise<void> {
  api.get('/openapi.json', { schema: { hide: true } }, () => api.swagger())
  await api.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { validatorUrl: null, deepLinking: true },
  })
}

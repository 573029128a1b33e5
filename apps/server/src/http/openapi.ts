/**
 * The OpenAPI document at `/api/openapi.json` and its pages at `/api/docs`, made from the same schemas that check
 * requests. Must never ask another origin for anything (A7).
 */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { auditEntrySchema } from '@gamelan/protocol/http/audit'
import {
  boardSchema,
  boardSummarySchema,
  linksSchema,
  participantSchema,
} from '@gamelan/protocol/http/boards'
import { erasureSchema, markSchema } from '@gamelan/protocol/http/history'
import { memberSchema } from '@gamelan/protocol/http/members'
import { seriesSchema } from '@gamelan/protocol/http/series'
import { PROBLEM_CODES, problemSchema } from '@gamelan/protocol/http/problems'
import { roleSchema } from '@gamelan/protocol/roles'
import { ERRORS } from '../errors.ts'

/** What the document calls these: a client that is generated from it gets the same names. */
const NAMED = {
  Problem: problemSchema,
  Role: roleSchema,
  Participant: participantSchema,
  Links: linksSchema,
  Board: boardSchema,
  BoardSummary: boardSummarySchema,
  Member: memberSchema,
  AuditEntry: auditEntrySchema,
  Mark: markSchema,
  Erasure: erasureSchema,
  Series: seriesSchema,
}
for (const [id, schema] of Object.entries(NAMED)) z.globalRegistry.add(schema, { id })

/** The document without the named schemas that nothing refers to: each comes in two kinds, taken and answered. */
function withoutUnused<Document extends object>(document: Document): Document {
  const text = JSON.stringify(document)
  const { schemas = {} } =
    (document as { components?: { schemas?: Record<string, object> } }).components ?? {}
  for (const name of Object.keys(schemas)) {
    if (!text.includes(`"#/components/schemas/${name}"`)) delete schemas[name]
  }
  return document
}

/** Registers the document. Before the routes: it hears of each as it is added. */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Gamelan',
        description: [
          'What is kept about boards. A browser is known by its cookie; a program sends the key of a link (the part ' +
            'behind `#k=`) as a bearer token. Errors are problem documents with a stable `code`:',
          ...PROBLEM_CODES.map((code) => `- \`${code}\` (${ERRORS[code].status}): ${ERRORS[code].advice}`),
        ].join('\n'),
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
        { name: 'members', description: 'Who was let into a board' },
        { name: 'drawings', description: "Drawings as Excalidraw's files" },
        { name: 'history', description: 'How a board came to be, named moments, and what is made from them' },
        {
          name: 'series',
          description: 'Sessions that follow each other, their invitation and their calendar',
        },
        { name: 'files', description: 'Images' },
        { name: 'operation', description: 'What runs the server asks: an orchestrator, Prometheus' },
      ],
    },
    transform(document) {
      const transformed = jsonSchemaTransform(document)
      const { bytes } = document.route.config ?? {}
      if (!bytes) return transformed
      const media = { schema: { type: 'string', format: 'binary' } }
      const body = { content: Object.fromEntries(bytes.map((type) => [type, media])) }
      return { ...transformed, schema: { ...transformed.schema, body } }
    },
    transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
  })
}

/** Registers the addresses that show the document. */
export async function registerDocs(api: FastifyInstance): Promise<void> {
  api.get('/openapi.json', { schema: { hide: true } }, () => api.swagger())
  await api.register(swaggerUi, {
    routePrefix: '/docs',
    // It does not see the prefix of the scope that it is in.
    indexPrefix: api.prefix,
    uiConfig: { validatorUrl: null, deepLinking: true },
  })
}

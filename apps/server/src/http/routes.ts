/**
 * The http conversation: everything under `/api`, what the operator asks, and the page. Each topic has its file; here is what they share,
 * and in what order it comes. Must never be asked for sync: that is another conversation.
 */
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { askerOf } from '../access/forwarded.ts'
import { originAllowed } from '../access/origin.ts'
import { GamelanError } from '../errors.ts'
import { isHost } from './addresses.ts'
import { registerAudit } from './audit.ts'
import { limitBodies } from './bodies.ts'
import { registerBoards } from './boards.ts'
import { registerDrawings } from './drawings.ts'
import { registerFiles } from './files.ts'
import { registerHeaders } from './headers.ts'
import { BODY_BYTES, RATE_WINDOW } from './limits.ts'
import { registerErase } from './erase.ts'
import { boundHeavyRoutes, createHeavyWork } from './heavy-work.ts'
import { registerHistory } from './history.ts'
import { registerHealth } from './health.ts'
import { registerLineReports } from './line-reports.ts'
import { registerLinks } from './links.ts'
import { registerMarks } from './marks.ts'
import { registerMe } from './me.ts'
import { registerMembers } from './members.ts'
import { registerMetrics } from './metrics.ts'
import { registerMoments } from './moments.ts'
import { registerDocs, registerOpenApi } from './openapi.ts'
import type { HttpParts } from './parts.ts'
import { handleErrors } from './problems.ts'
import { registerRounds } from './rounds.ts'
import { registerSeries } from './series.ts'
import { registerSettings } from './settings.ts'
import { registerTrash } from './trash.ts'
import { registerWeb } from './web.ts'

/** Methods that change nothing. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export async function registerHttp(app: FastifyInstance, parts: HttpParts): Promise<void> {
  const { clock, publicUrl, trusts, embedOrigins, embedSites, limits, storage } = parts
  const addressOf = ({ raw }: FastifyRequest) => askerOf(raw, trusts).address
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  handleErrors(app)
  limitBodies(app, parts)
  const https = publicUrl?.startsWith('https:') ?? false
  await registerHeaders(app, { https, embedOrigins, embedSites })
  await registerOpenApi(app)
  const root = app.withTypeProvider<ZodTypeProvider>()
  registerHealth(root, parts)
  registerMetrics(root, parts.metrics)
  await app.register(
    async (scope) => {
      await scope.register(cookie)
      await scope.register(rateLimit, {
        max: limits.requestsPerMinute,
        timeWindow: RATE_WINDOW,
        keyGenerator: addressOf,
      })
      scope.addHook('onRequest', (request, _reply, done) => {
        // A browser sends its cookie by itself, whichever page made it call; a program calls on purpose.
        // Links are made from it, and answered to whoever asked.
        if (publicUrl === undefined && !isHost(request.host)) {
          done(new GamelanError('invalid-request', { detail: 'The Host header is no host.' }))
          return
        }
        const { origin, cookie } = request.headers
        const byItself = cookie !== undefined && !SAFE_METHODS.has(request.method)
        done(
          byItself && !originAllowed(origin, { publicUrl, host: request.host })
            ? new GamelanError('origin-refused')
            : undefined,
        )
      })
      // Whoever may not do it is answered that first, and a body that finds no room is not taken in.
      scope.addHook('preParsing', (request, _reply, payload, done) => {
        if (request.routeOptions.config.stores === true)
          storage.requireRoom(Number(request.headers['content-length'] ?? 0))
        done(null, payload)
      })
      scope.addHook('onSend', (_request, reply, _payload, done) => {
        if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
        done()
      })
      scope.addHook('onRoute', (route) => {
        route.bodyLimit ??= BODY_BYTES
      })
      const heavyWork = createHeavyWork(clock, (limits.drawingSecondsPerMinute * 1000) / 60)
      boundHeavyRoutes(scope, heavyWork, addressOf)
      const api = scope.withTypeProvider<ZodTypeProvider>()
      registerSettings(api, parts)
      registerLineReports(api, parts)
      registerMe(api, parts)
      registerBoards(api, parts)
      registerTrash(api, parts)
      registerLinks(api, parts)
      registerMembers(api, parts)
      registerAudit(api, parts)
      registerDrawings(api, parts)
      registerRounds(api, parts)
      registerFiles(api, parts)
      registerHistory(api, parts)
      registerMarks(api, parts)
      registerMoments(api, parts)
      registerErase(api, parts)
      registerSeries(api, parts)
      await registerDocs(scope)
    },
    { prefix: '/api' },
  )
  await registerWeb(app, parts.webFolder, parts.keptAssets)
}

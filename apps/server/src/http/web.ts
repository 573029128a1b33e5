/**
 * The page: its built files, and `index.html` for every address that is one of its own routes. Must never answer
 * with the page where a program asked for something: an unknown address of the api is a problem.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { GamelanError } from '../errors.ts'
import { sendProblem } from './problems.ts'

/** Vite writes a hash of the content into these names. */
const HASHED = `${path.sep}assets${path.sep}`

/** Excalidraw's fonts: their names carry a hash, too. */
const FONTS = `${path.sep}excalidraw${path.sep}fonts${path.sep}`

const FOR_EVER = 'public, max-age=31536000, immutable'

const NOT_BUILT = 'The page is not built. Run `pnpm build`, then start again.'

function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  return !/^\/(?:api|sync|socket\.io)(?:[/?]|$)/.test(url) && (headers.accept ?? '').includes('text/html')
}

/** Serves the page from `folder`, and answers all that nothing else answers. */
export async function registerWeb(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(path.join(folder, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, file) {
        const kept = file.includes(HASHED) || file.includes(FONTS)
        reply.header('cache-control', kept ? FOR_EVER : 'no-cache')
      },
    })
  } else app.log.warn({ folder }, NOT_BUILT)

  app.setNotFoundHandler((request, reply) => {
    if (!asksForPage(request)) return sendProblem(reply, new GamelanError('not-found'))
    return built ? reply.sendFile('index.html') : reply.code(503).type('text/plain').send(NOT_BUILT)
  })
}

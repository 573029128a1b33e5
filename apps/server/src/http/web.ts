/**
 * The page: its built files, and `index.html` for every address that is one of its own routes. Must never answer
 * with the page where a program asked for something: an unknown address of the api is a problem.
 */
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { GamelanError } from '../errors.ts'
import { HASHED_FOLDERS } from './kept-assets.ts'
import { sendProblem } from './problems.ts'

const HASHED = HASHED_FOLDERS.map((folder) => `${path.sep}${folder}${path.sep}`)

const FOR_EVER = 'public, max-age=31536000, immutable'

const NOT_BUILT = 'The page is not built. Run `pnpm build`, then start again.'

function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  return !/^\/(?:api|sync|socket\.io)(?:[/?]|$)/.test(url) && (headers.accept ?? '').includes('text/html')
}

/** The hashed file of an earlier build that a request asks for, relative to where those are kept. */
async function keptFile({ method, url }: FastifyRequest, kept: string): Promise<string | undefined> {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  const { pathname } = new URL(url, 'http://localhost')
  if (!/^\/(?:assets|excalidraw\/fonts)\/[\w./-]+$/.test(pathname)) return undefined
  const found = await stat(path.join(kept, pathname)).catch(() => undefined)
  return found?.isFile() ? pathname.slice(1) : undefined
}

/**
 * Serves the page from `folder`, and answers all that nothing else answers.
 * @param kept where hashed files of earlier builds are; undefined: nowhere
 */
export async function registerWeb(app: FastifyInstance, folder: string, kept?: string): Promise<void> {
  const built = existsSync(path.join(folder, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, file) {
        const isHashed = HASHED.some((folder) => file.includes(folder))
        reply.header('cache-control', isHashed ? FOR_EVER : 'no-cache')
      },
    })
  } else app.log.warn({ folder }, NOT_BUILT)

  app.setNotFoundHandler(async (request, reply) => {
    const file = built && kept !== undefined ? await keptFile(request, kept) : undefined
    if (file !== undefined) return reply.sendFile(file, kept)
    if (!asksForPage(request)) return sendProblem(reply, new GamelanError('not-found'))
    return built ? reply.sendFile('index.html') : reply.code(503).type('text/plain').send(NOT_BUILT)
  })
}

/**
 * Bodies that are taken as bytes, whatever their content type says: what they are is told by their content (A8).
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ProblemCode } from '@gamelan/protocol/http/problems'
import { GamelanError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** For OpenAPI: the content types of a body that is taken as bytes. */
    bytes?: readonly string[]
  }
}

/** Makes every body of this scope a Buffer. */
export function takeBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
}

/** The bytes of a request. Throws the given code where there are none. */
export function bytesOf({ body }: FastifyRequest, missing: ProblemCode): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body
  throw new GamelanError(missing, { detail: 'The request has no body.' })
}

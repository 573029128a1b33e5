/** What an answer's ETag is for. Pure. */
import type { FastifyRequest } from 'fastify'

/** Whether who asks has this content already. */
export function isKnown({ headers }: FastifyRequest, tag: string): boolean {
  return (
    headers['if-none-match']?.split(',').some((known) => known.trim().replace(/^W\//, '') === tag) ?? false
  )
}

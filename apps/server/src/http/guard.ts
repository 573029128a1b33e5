/**
 * Who calls, and whether they may: every route of a board asks here first. Must never tell an unknown board from one
 * that this caller may not see (A3).
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { boardIdSchema } from '@gamelan/protocol/ids'
import { may } from '@gamelan/protocol/roles'
import type { Action } from '@gamelan/protocol/roles'
import { VISITOR_COOKIE, VISITOR_COOKIE_AGE } from '../access/caller.ts'
import type { Caller } from '../access/caller.ts'
import type { Access, Grant, Permit } from '../access/types.ts'
import { GamelanError } from '../errors.ts'
import type { HttpParts } from './parts.ts'

/** Carries the ticket of a page that cookies do not reach. */
const TICKET_HEADER = 'gamelan-ticket'

/** Who a request is from. */
export function callerOf(access: Access, { headers }: FastifyRequest): Caller {
  const { cookie, authorization, [TICKET_HEADER]: ticket } = headers
  return access.identify({ cookie, authorization, ticket: typeof ticket === 'string' ? ticket : undefined })
}

/** A board id of an address, or the answer for a board that is not there. */
export function knownBoardId(id: string): string {
  if (!boardIdSchema.safeParse(id).success) throw new GamelanError('forbidden-or-unknown')
  return id
}

/** What the caller may do on this board. Throws `forbidden-or-unknown`, and `not-allowed` where the role is too low. */
export async function requireGrant(
  access: Access,
  request: FastifyRequest,
  boardId: string,
  action: Action,
): Promise<Grant> {
  const grant = await access.grant(callerOf(access, request), knownBoardId(boardId))
  if (!grant) throw new GamelanError('forbidden-or-unknown')
  if (!may(grant.role, action)) throw new GamelanError('not-allowed')
  return grant
}

/**
 * The same where it is about who may come, or about what a board is on its own: for one that belongs to a session, throws
 * `board-of-session`.
 */
export async function requireOwnGrant(...asked: Parameters<typeof requireGrant>): Promise<Grant> {
  const grant = await requireGrant(...asked)
  if (grant.sessionBoardId !== grant.boardId) throw new GamelanError('board-of-session')
  return grant
}

/** The same for a board in the trash, of its facilitators. */
export async function requireTrashed(
  access: Access,
  request: FastifyRequest,
  boardId: string,
): Promise<Grant> {
  const grant = await access.grantTrashed(callerOf(access, request), knownBoardId(boardId))
  if (!grant) throw new GamelanError('forbidden-or-unknown')
  if (!may(grant.role, 'trash')) throw new GamelanError('not-allowed')
  return grant
}

/**
 * The same question once more, in the transaction that does what was asked: for what takes a while, since access may have
 * ended meanwhile (A4).
 */
export function permitOf(access: Access, request: FastifyRequest, boardId: string, action: Action): Permit {
  const caller = callerOf(access, request)
  return async (on) => {
    const grant = await access.grantWithin(on, caller, boardId)
    if (!grant) throw new GamelanError('forbidden-or-unknown')
    if (!may(grant.role, action)) throw new GamelanError('not-allowed')
  }
}

/**
 * The same question before the body is read, as a route's `onRequest`: a stranger's bytes are not taken in (A6). The
 * handler asks again, since a large body takes a while and access may have ended meanwhile (A4).
 */
export function askBeforeBody(access: Access, action: Action) {
  return async (request: FastifyRequest): Promise<void> => {
    const { id } = request.params as { id: string }
    await requireGrant(access, request, id, action)
  }
}

/** Gives the browser its visitor's cookie, or keeps it for another year. */
export function setVisitorCookie(
  {
    access,
    publicUrl,
  }: { readonly access: Pick<Access, 'visitorCookie'>; readonly publicUrl: HttpParts['publicUrl'] },
  reply: FastifyReply,
  visitorId: string,
): void {
  reply.setCookie(VISITOR_COOKIE, access.visitorCookie(visitorId), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    // Behind a proxy that ends TLS, the request itself may not say so.
    secure: (publicUrl?.startsWith('https:') ?? false) || reply.request.protocol === 'https',
    maxAge: VISITOR_COOKIE_AGE,
  })
}

/**
 * Who calls, before it is asked what they may do: a browser by its cookie, a program by the key of a link, an
 * embedded page by a ticket. Pure. Must never ask the database, and must never trust a name that is not signed.
 */
import { keySchema, visitorIdSchema } from '@gamelan/protocol/ids'
import { seal, unseal } from './signing.ts'
import { readTicket } from './tickets.ts'

export const VISITOR_COOKIE = 'gamelan_visitor'

/** How long a browser keeps the visitor's cookie, in seconds: a year from the last time that it was set. */
export const VISITOR_COOKIE_AGE = 365 * 24 * 60 * 60

export type Caller =
  | { readonly kind: 'visitor'; readonly visitorId: string }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'ticket'; readonly visitorId: string; readonly boardId: string }
  | { readonly kind: 'nobody' }

/** What a request carries: its Cookie header, its Authorization header, and the `ticket` of its query. */
export type Credentials = {
  readonly cookie?: string | undefined
  readonly authorization?: string | undefined
  readonly ticket?: string | undefined
}

const NOBODY: Caller = { kind: 'nobody' }

/** The value of the cookie that names a visitor. */
export function sealVisitor(secret: string, visitorId: string): string {
  return seal(secret, 'visitor', visitorId)
}

/**
 * Reads credentials. What is said on purpose (a key, then a ticket) goes before the cookie that a browser sends by
 * itself; if it is wrong the caller is nobody, and never quietly somebody else.
 */
export function readCaller(secret: string, credentials: Credentials, now: number): Caller {
  const { authorization, ticket, cookie } = credentials
  if (authorization !== undefined) {
    const key = keySchema.safeParse(/^Bearer +(\S+)$/i.exec(authorization)?.[1])
    return key.success ? { kind: 'key', key: key.data } : NOBODY
  }
  if (ticket !== undefined) {
    const read = readTicket(secret, ticket, now)
    return read ? { kind: 'ticket', ...read } : NOBODY
  }
  if (cookie === undefined) return NOBODY
  const sealed = cookieValue(cookie, VISITOR_COOKIE)
  const visitor = visitorIdSchema.safeParse(sealed && unseal(secret, 'visitor', sealed))
  return visitor.success ? { kind: 'visitor', visitorId: visitor.data } : NOBODY
}

/** The first cookie of a name, as it stands: our own value has no sign that a browser or a proxy would escape. */
function cookieValue(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const [key, value] = pair.split('=', 2)
    if (key?.trim() === name) return value?.trim()
  }
  return undefined
}

/** The visitor that a browser's cookie names. */
export function visitorOf(caller: Caller): string | undefined {
  return caller.kind === 'visitor' ? caller.visitorId : undefined
}

/**
 * What is kept of the request that opens a sync socket: a few strings. The request itself, with its headers and its
 * answer, would live as long as the socket and weigh more than it. Pure. Must never keep the request itself.
 */
import type { IncomingMessage } from 'node:http'
import { askerOf, type Trust } from '../access/forwarded.ts'

export type Opening = {
  /** As the address has it; it may be none. */
  readonly boardId: string
  /** The client's address as limits count it. */
  readonly address: string
  /** The host that the client asked. */
  readonly host: string
  readonly origin: string | undefined
  readonly cookie: string | undefined
  readonly authorization: string | undefined
  readonly ticket: string | undefined
  readonly wantsSaved: boolean
  readonly wantsRole: boolean
  readonly inflates: boolean
  readonly ignoresOwn: boolean
}

const PATH = /^\/sync\/([^/?#]+)$/

/** Reads the request of an upgrade; undefined: it is none of a sync socket. Never throws. */
export function readOpening(request: IncomingMessage, trusts: Trust): Opening | undefined {
  const [path = '', search = ''] = (request.url ?? '').split('?', 2)
  const boardId = PATH.exec(path)?.[1]
  if (boardId === undefined) return undefined
  const { headers } = request
  const query = new URLSearchParams(search)
  return {
    boardId,
    ...askerOf(request, trusts),
    origin: headers.origin,
    cookie: headers.cookie,
    authorization: headers.authorization,
    ticket: query.get('ticket') ?? undefined,
    wantsSaved: query.get('saved') === '1',
    wantsRole: query.get('role') === '1',
    inflates: query.get('deflate') === '1',
    ignoresOwn: query.get('own') === '1',
  }
}

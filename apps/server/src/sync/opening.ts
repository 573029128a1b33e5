/**
 * What is kept of the request that opens a sync socket: a few strings. The request itself, with its headers and its
 * answer, would live as long as the socket and weigh more than it. Pure. Must never read a forwarded header that the
 * operator does not trust.
 */
import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'

export type Opening = {
  /** As the address has it; it may be none. */
  readonly boardId: string
  /** The client's address. */
  readonly ip: string
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

/** Whether the peer at an address may say what it forwards for whom. */
type Trust = (address: string, hop: number) => boolean

/** @param trustProxy fastify's, whose meaning for http it shares */
export function createTrust(trustProxy: boolean | string): Trust {
  if (typeof trustProxy === 'boolean') return () => trustProxy
  return proxyAddr.compile(trustProxy.split(',').map((part) => part.trim()))
}

const PATH = /^\/sync\/([^/?#]+)$/

/** Reads the request of an upgrade; undefined: it is none of a sync socket. Never throws. */
export function readOpening(request: IncomingMessage, trusts: Trust): Opening | undefined {
  const [path = '', search = ''] = (request.url ?? '').split('?', 2)
  const boardId = PATH.exec(path)?.[1]
  if (boardId === undefined) return undefined
  const { headers, socket } = request
  const query = new URLSearchParams(search)
  const forwarded = headers['x-forwarded-host']
  const isForwarded = typeof forwarded === 'string' && trusts(socket.remoteAddress ?? '', 0)
  return {
    boardId,
    ip: proxyAddr(request, trusts),
    host: (isForwarded ? forwarded.split(',').at(-1)?.trim() : headers.host) ?? '',
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

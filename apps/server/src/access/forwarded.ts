/**
 * Who asks, and by which host, where a proxy may stand between. Pure. Must never read a forwarded header that the operator
 * does not trust.
 */
import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'

/** Whether the peer at an address may say what it forwards for whom. */
export type Trust = (address: string, hop: number) => boolean

/** @param trustProxy fastify's, whose meaning for http it shares */
export function createTrust(trustProxy: boolean | string): Trust {
  if (typeof trustProxy === 'boolean') return () => trustProxy
  return proxyAddr.compile(trustProxy.split(',').map((part) => part.trim()))
}

/** The client's address, and the host that it asked. */
export function askerOf(
  request: IncomingMessage,
  trusts: Trust,
): { readonly ip: string; readonly host: string } {
  const { headers, socket } = request
  const forwarded = headers['x-forwarded-host']
  const isForwarded = typeof forwarded === 'string' && trusts(socket.remoteAddress ?? '', 0)
  return {
    ip: proxyAddr(request, trusts),
    host: (isForwarded ? forwarded.split(',').at(-1)?.trim() : headers.host) ?? '',
  }
}

/**
 * Which address and which host a request comes from when proxies stand in front of the server. All three edges ask here.
 * Never reads a forwarded header that the operator does not trust, and counts one network as one address.
 */
import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
import ipaddr from 'ipaddr.js'

/** `false`: no proxy. A number: that many proxies. A list: addresses and ranges of the proxies. */
export type TrustProxy = false | number | readonly string[]

/** Whether the address at a distance may say whom it forwards for. `hop` 0 is the peer of the socket itself. */
export type Trust = (address: string, hop: number) => boolean

/** Bits of an IPv6 address that name a network. One customer has at least that network, with 2^64 addresses in it. */
const NETWORK_BITS = 64

/** Everything that is no address is counted together: a forged text must not be a new address each time. */
const UNREADABLE = 'unreadable'

/** The trust of all three edges; fastify takes it as its `trustProxy`. */
export function createTrust(trustProxy: TrustProxy): Trust {
  if (trustProxy === false) return () => false
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy
  return proxyAddr.compile([...trustProxy])
}

/**
 * The name under which limits count an address: an IPv4 address as it is, also where it is written as IPv6, and an IPv6
 * address by its /64 network.
 */
export function countedAddress(address: string): string {
  const bare = withoutPort(address.trim())
  if (!ipaddr.isValid(bare)) return UNREADABLE
  const parsed = ipaddr.process(bare)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${NETWORK_BITS}`).toString()}/${NETWORK_BITS}`
}

/** Some proxies forward `203.0.113.9:51234` or `[2001:db8::1]:51234`: a port, or a zone, makes no other client. */
function withoutPort(address: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1]
  const bare = bracketed ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1] ?? address
  return bare.replace(/%.*$/, '')
}

/** Who a request is from: the address that limits count, and the host that the client asked. */
export function askerOf(
  request: IncomingMessage,
  trusts: Trust,
): { readonly address: string; readonly host: string } {
  const { headers, socket } = request
  const forwarded = headers['x-forwarded-host']
  const peer = socket.remoteAddress
  // A client that has already gone leaves a socket without an address, and proxy-addr fails on it.
  if (peer === undefined) return { address: UNREADABLE, host: headers.host ?? '' }
  const isForwarded = typeof forwarded === 'string' && trusts(peer, 0)
  return {
    address: countedAddress(proxyAddr(request, trusts)),
    host: (isForwarded ? forwarded.split(',').at(-1)?.trim() : headers.host) ?? '',
  }
}

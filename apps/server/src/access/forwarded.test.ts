import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { askerOf, countedAddress, createTrust, type TrustProxy } from './forwarded.ts'

describe('[A6] [fault V6] the address that limits count', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::ffff:cb00:7109', '203.0.113.9'],
    ['203.0.113.9:51234', '203.0.113.9'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::7]:443', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::/64'],
    ['unknown', 'unreadable'],
    ['_hidden', 'unreadable'],
    ['', 'unreadable'],
  ])('%j is counted as %j', (address, counted) => {
    expect(countedAddress(address)).toBe(counted)
  })

  test.each<TrustProxy>([false, 1, ['10.0.0.0/8']])(
    'a socket whose client has gone has no address, with %j trusted',
    (trustProxy) => {
      const headers = {
        host: 'boards.example.org',
        'x-forwarded-host': 'a',
        'x-forwarded-for': '203.0.113.9',
      }
      const request = { headers, socket: { remoteAddress: undefined } } as unknown as IncomingMessage
      expect(askerOf(request, createTrust(trustProxy))).toEqual({
        address: 'unreadable',
        host: 'boards.example.org',
      })
    },
  )

  test.each<[string, TrustProxy, string, string | undefined, string]>([
    ['no proxy: the peer of the socket', false, '10.0.0.1', '198.51.100.1', '10.0.0.1'],
    ['one proxy: what it appended', 1, '10.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    [
      'two proxies: what the outer one appended',
      2,
      '10.0.0.1',
      '1.2.3.4, 203.0.113.9, 10.0.0.2',
      '203.0.113.9',
    ],
    ['a header that is missing', 1, '203.0.113.9', undefined, '203.0.113.9'],
    ['named proxies', ['10.0.0.0/8'], '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['somebody beside the named proxies', ['10.0.0.0/8'], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ])('%s', (_, trustProxy, remoteAddress, forwardedFor, counted) => {
    const headers = { host: 'boards.example.org', 'x-forwarded-for': forwardedFor }
    const request = { headers, socket: { remoteAddress } } as unknown as IncomingMessage
    expect(askerOf(request, createTrust(trustProxy)).address).toBe(counted)
  })
})

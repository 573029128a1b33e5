import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { createTrust, type TrustProxy } from '../access/forwarded.ts'
import { readOpening } from './opening.ts'

const PROXY = '10.0.0.1'

function opening(
  url: string,
  {
    headers = {},
    remoteAddress = PROXY,
    trustProxy = false,
  }: { headers?: IncomingHttpHeaders; remoteAddress?: string; trustProxy?: TrustProxy } = {},
) {
  const request = { url, headers: { host: 'boards.example.org', ...headers }, socket: { remoteAddress } }
  return readOpening(request as unknown as IncomingMessage, createTrust(trustProxy))
}

test('[S1] the address of a board, and what its reader asks for', () => {
  expect(opening('/sync/abc')).toMatchObject({
    boardId: 'abc',
    wantsSaved: false,
    wantsRole: false,
    inflates: false,
    ignoresOwn: false,
    ticket: undefined,
  })
  expect(opening('/sync/abc?saved=1&role=1&deflate=1&own=1&ticket=t')).toMatchObject({
    wantsSaved: true,
    wantsRole: true,
    inflates: true,
    ignoresOwn: true,
    ticket: 't',
  })
  expect(opening('/sync/abc?saved=true')).toMatchObject({ wantsSaved: false })
})

test.each(['/', '/sync', '/sync/', '/sync/a/b', '/synced/a', '/socket.io/?EIO=4', ''])(
  'an upgrade of %o is none of a board',
  (url) => {
    expect(opening(url)).toBeUndefined()
  },
)

test('[A6] the address that is counted is the client’s own where the proxy is trusted, and the proxy’s where not', () => {
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.example.org' }
  expect(opening('/sync/a', { headers })).toMatchObject({ address: PROXY, host: 'boards.example.org' })
  expect(opening('/sync/a', { headers, trustProxy: 1 })).toMatchObject({
    address: '203.0.113.9',
    host: 'evil.example.org',
  })
  const listed = { headers, trustProxy: ['10.0.0.0/8', 'loopback'] }
  expect(opening('/sync/a', listed)).toMatchObject({ address: '203.0.113.9', host: 'evil.example.org' })
  expect(opening('/sync/a', { ...listed, remoteAddress: '203.0.113.7' })).toMatchObject({
    address: '203.0.113.7',
    host: 'boards.example.org',
  })
})

test('[A5] of several forwarded hosts the last one counts, which the trusted proxy wrote', () => {
  const headers = { 'x-forwarded-host': 'evil.example.org, boards.example.org' }
  expect(opening('/sync/a', { headers, trustProxy: 1 })).toMatchObject({ host: 'boards.example.org' })
})

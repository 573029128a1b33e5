/**
 * Somebody behind a trusted proxy who forges `X-Forwarded-For`, and who has a whole IPv6 network to come from: each limit
 * of an address holds, over http, sync and session.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { png } from '../contracts/http-app.ts'
import { runToExit } from '../support/server.ts'
import { bearer, type Answer, type Headers } from './scene.ts'
import { world } from './world.ts'

const SOCKETS = 4
const CALLS = 4
const settings = {
  LIMIT_REQUESTS_PER_MINUTE: '60',
  LIMIT_NEW_BOARDS_PER_MINUTE: String(CALLS),
  LIMIT_UPLOADS_PER_MINUTE: String(CALLS),
  LIMIT_DRAWINGS_PER_MINUTE: String(CALLS),
  LIMIT_ROUNDS_PER_MINUTE: String(CALLS),
  LIMIT_HISTORY_PER_MINUTE: String(CALLS),
  LIMIT_SOCKETS_PER_ADDRESS: String(SOCKETS),
}

/** What reaches the server: the client's forged entry, and behind it the address that the proxy appended. */
type Client = { next(): Headers }

/** A client whose address the proxy sees as these, one after the other. */
function client(addresses: (n: number) => string): Client {
  let n = 0
  return {
    next() {
      n += 1
      return { 'x-forwarded-for': `198.51.100.${String(n % 250)}, ${addresses(n)}` }
    },
  }
}

const CLIENTS: readonly [string, (group: number) => Client][] = [
  ['one IPv4 address', (group) => client(() => `203.0.113.${String(group)}`)],
  [
    'one IPv4 address, also written as IPv6',
    (group) => {
      return client((n) => (n % 2 === 0 ? `192.0.2.${String(group)}` : `::ffff:192.0.2.${String(group)}`))
    },
  ],
  ['one IPv6 network', (group) => client((n) => `2001:db8:0:${group.toString(16)}::${n.toString(16)}`)],
]

describe.each(['1', 'loopback'])('[A6] [fault V6] behind a proxy, TRUST_PROXY=%s', (TRUST_PROXY) => {
  const scene = world({ ...settings, TRUST_PROXY })
  const at = (path: string) => `/api/boards/${scene.board.id}${path}`
  const editor = () => bearer(scene.board.keys.editor)
  const image = { 'content-type': 'image/png' }

  const calls: readonly [string, (headers: Headers) => Promise<Answer>][] = [
    ['new boards', (headers) => scene.send('POST', '/api/boards', headers, { title: 'More' })],
    ['forks', (headers) => scene.send('POST', at('/fork'), { ...editor(), ...headers }, {})],
    ['images', (headers) => scene.call('POST', at('/files'), { ...editor(), ...image, ...headers }, png(1))],
    ['drawings out', (headers) => scene.call('GET', at('/scene'), { ...editor(), ...headers })],
    ['rounds', (headers) => scene.call('GET', at('/rounds/none/drawings'), { ...editor(), ...headers })],
    ['histories', (headers) => scene.call('GET', at('/history'), { ...editor(), ...headers })],
  ]
  let group = 0

  describe.each(CLIENTS)('%s', (_, come) => {
    test.each(calls)('%s', async (_name, call) => {
      const from = come((group += 1))
      const statuses: number[] = []
      for (let i = 0; i <= CALLS; i++) statuses.push((await call(from.next())).status)
      expect(statuses.indexOf(429)).toBe(CALLS)
    })

    test('calls of any kind', async () => {
      const from = come((group += 1))
      const statuses: number[] = []
      for (let i = 0; i <= Number(settings.LIMIT_REQUESTS_PER_MINUTE); i++)
        statuses.push((await scene.call('GET', '/api/settings', from.next())).status)
      expect(statuses.indexOf(429)).toBe(Number(settings.LIMIT_REQUESTS_PER_MINUTE))
    })

    test('sync sockets', async () => {
      const from = come((group += 1))
      const sockets = Array.from({ length: SOCKETS }, () => scene.attack({ ...editor(), ...from.next() }))
      for (const socket of sockets) await socket.heard(() => true)
      expect(await scene.attack({ ...editor(), ...from.next() }).closed).toBe(CLOSE_CODES.tooMany)
      for (const socket of sockets) socket.leave()
    })

    test('session sockets', async () => {
      const from = come((group += 1))
      const sockets: WebSocket[] = []
      /** Whether the server lets a socket into the session. */
      const enters = () =>
        new Promise<boolean>((resolve) => {
          const socket = new WebSocket(
            `${scene.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
            { headers: { ...editor(), ...from.next() } },
          )
          sockets.push(socket)
          socket.on('error', () => resolve(false))
          socket.on('close', () => resolve(false))
          socket.on('message', (data: Buffer) => {
            const text = data.toString()
            if (text.startsWith('0')) socket.send(`40/session,${JSON.stringify({ boardId: scene.board.id })}`)
            else if (text.startsWith('40/session')) resolve(true)
          })
        })
      for (let i = 0; i < SOCKETS; i++) expect(await enters()).toBe(true)
      expect(await enters()).toBe(false)
      for (const socket of sockets) socket.terminate()
    })
  })
})

test('[A6] [fault V6] TRUST_PROXY=true stops the start, and says what to set', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'gamelan-test-'))
  const { code, stderr } = await runToExit({ dataDir, sources: true, env: { TRUST_PROXY: 'true' } })
  await rm(dataDir, { recursive: true, force: true })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^[^\n]*TRUST_PROXY must be [^\n]*number of proxies[^\n]*addresses[^\n]*\n$/)
})

/**
 * The entry of the session conversation, attacked with sockets that Socket.IO's own client would never open: with and without
 * a key. The honest people on the board notice nothing, and the server never ends.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { io } from 'socket.io-client'
import { describe, expect, test } from 'vitest'
import { SIGN_IN_BYTES, SIGN_IN_BYTES_PER_ADDRESS_AT_ONCE } from '../../apps/server/src/limits.ts'
import { createBoard } from '../support/boards.ts'
import { openEngine } from '../support/engine-client.ts'
import { startServer } from '../support/server.ts'
import { openSession } from '../support/session-client.ts'
import { bearer } from './scene.ts'
import { world } from './world.ts'

const MIB = 1024 * 1024
const isOpening = (frame: string) => frame.startsWith('0{')

describe('with a key of a viewer', () => {
  const scene = world()
  const headers = () => bearer(scene.board.keys.viewer)
  const engine = () => openEngine(scene.origin, { headers: headers(), query: { board: scene.board.id } })
  const join = async () => {
    const client = engine()
    await client.join({ boardId: scene.board.id })
    return client
  }
  /** The server answers a session of somebody else. */
  async function lives(): Promise<void> {
    const session = await openSession(scene.origin, scene.board.id, { headers: headers() })
    expect(await session.time()).toBeGreaterThan(0)
    session.end()
  }

  test.each([
    ['a text before the acknowledgement', '["time","x"]', '1'],
    ['a number before the acknowledgement', '["time",7]', '2'],
    ['no acknowledgement', '["time"]', ''],
    ['a text alone', '["time","x"]', ''],
    ['an object that looks like a function', '["time",{"call":1,"apply":2}]', ''],
    ['a command with one argument too many', '["command",{},"x"]', '3'],
    ['a command without arguments', '["command"]', '4'],
    ['a resync with arguments', '["resync",null,[]]', ''],
    ['a name that every object has', '["__proto__",1]', '5'],
    ['a number as name', '[7,1]', '6'],
  ])('[fault V1] `%s` does not end the server', async (_, packet, id) => {
    const client = await join()
    await client.send(`42/session,${id}${packet}`)
    await lives()
    // Its own connection still answers: bad arguments are ignored.
    await client.send('42/session,99["time"]')
    expect(await client.heard((frame) => frame.startsWith('43/session,99['))).toMatch(/\[\d+\]$/)
    client.leave()
  })

  test('[fault V1] a command that is not as described is answered so, by the acknowledgement', async () => {
    const client = await join()
    await client.send('42/session,5["command",{},"more"]')
    expect(await client.heard((frame) => frame.startsWith('43/session,5['))).toContain('invalid-command')
    client.leave()
  })

  test('[fault V2] binary packets end the connection when they are announced, also after joining', async () => {
    for (const packet of ['451-/session,["time",{"_placeholder":true,"num":0}]', '461-/session,1[]']) {
      const client = await join()
      await client.send(packet)
      await client.closed
      expect(client.isOpen).toBe(false)
    }
    const client = await join()
    await client.send(Buffer.alloc(1000))
    await client.closed
    expect(client.isOpen).toBe(false)
  })

  test('[fault V2] a connection that leaves the namespace is closed', async () => {
    const client = await join()
    await client.send('41/session,')
    await client.closed
    expect(client.isOpen).toBe(false)
  })

  test.each([
    '43/session,1[]',
    '44/session,{}',
    '40/session,{}',
    '42["time"]',
    '42/other,["time"]',
    '49',
    '4x',
  ])('[fault V2] a packet that no client of ours sends ends the connection: %s', async (packet) => {
    const client = await join()
    await client.send(packet)
    await client.closed
    expect(client.isOpen).toBe(false)
  })

  test('[fault V3] more bytes than a session needs end the connection', async () => {
    const client = await join()
    const dense = `42/session,["none",${JSON.stringify('[0,'.repeat(300_000))}]`
    expect(dense.length).toBeLessThan(MIB)
    for (let sent = 0; sent < 8 && client.isOpen; sent++) await client.send(dense)
    await client.closed
    expect(client.isOpen).toBe(false)
  })

  test('[fault V1] a client that asks for the whole state again and again is ended', async () => {
    const client = await join()
    for (let asked = 0; asked < 200 && client.isOpen; asked++) await client.send('42/session,["resync"]')
    await client.closed
    expect(client.isOpen).toBe(false)
  })

  test('[fault V2] WebSocket pings are limited, of session and sync alike', async () => {
    const client = await join()
    const attacker = scene.attack(headers())
    await attacker.heard(() => true)
    await Promise.all([client.floodPings(), attacker.floodPings()])
    await client.closed
    // Cut, and not closed in agreement.
    expect(await attacker.closed).toBe(1006)
  })

  test('the address names the board that the socket asks for, or none', async () => {
    const open = (named: string | null) =>
      openSession(scene.origin, scene.board.id, { headers: headers(), named })
    await expect(open('another-of-22-letters0')).rejects.toMatchObject({ data: { code: 'invalid-request' } })
    const without = await open(null)
    without.end()
  })
})

test('[S11] [fault V15] a client that does not read the close does not hold up the end of the server', async () => {
  const server = await startServer({ sources: true })
  try {
    const board = await createBoard(server.origin)
    const client = openEngine(server.origin, {
      headers: bearer(board.keys.viewer),
      query: { board: board.id },
    })
    await client.join({ boardId: board.id })
    client.stopReading()
    expect((await server.kill('SIGTERM')).code).toBe(0)
    client.leave()
  } finally {
    await server.stop()
  }
})

describe('without any key, when the time to sign in is short', () => {
  const scene = world({ LIMIT_SIGN_IN_SECONDS: '1' })

  test('[fault V2] a connection that is not in `/session` in time is closed, whatever it did before', async () => {
    const silent = openEngine(scene.origin)
    const refused = openEngine(scene.origin)
    await refused.heard(isOpening)
    await refused.send('40/session,{"boardId":"unknown-board-00000000"}')
    expect(await refused.heard((frame) => frame.startsWith('44'))).toContain('forbidden-or-unknown')
    const elsewhere = openEngine(scene.origin)
    await elsewhere.heard(isOpening)
    await elsewhere.send('40')
    const all = [silent, refused, elsewhere]
    await Promise.all(all.map(({ closed }) => closed))
    expect(all.map(({ isOpen }) => isOpen)).toEqual([false, false, false])
  })
})

describe('without any key', () => {
  const scene = world()
  /** A connection that the time to sign in closes first: it is open as long as nothing was closed for that reason. */
  async function silent() {
    const client = openEngine(scene.origin)
    await client.heard(isOpening)
    return client
  }

  test('[fault V2] the default namespace, and any other, refuses and closes', async () => {
    for (const namespace of ['/', '/admin']) {
      const socket = io(`${scene.origin}${namespace}`, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
      })
      const error = await new Promise<Error>((resolve) => socket.once('connect_error', resolve))
      expect(error.message).toBe(namespace === '/' ? 'invalid-request' : 'Invalid namespace')
      expect(socket.connected).toBe(false)
      socket.close()
    }
    const raw = openEngine(scene.origin)
    await raw.heard(isOpening)
    await raw.send('40')
    await raw.closed
    expect(raw.isOpen).toBe(false)
  })

  test('[fault V2] attachments are refused when they are announced', async () => {
    const earlier = await silent()
    const attackers = Array.from({ length: 20 }, () => openEngine(scene.origin))
    for (const attacker of attackers) {
      await attacker.heard(isOpening)
      await attacker.send('4510-["x",{"_placeholder":true,"num":0}]')
      await attacker.send(Buffer.alloc(MIB - 1))
    }
    await Promise.all(attackers.map(({ closed }) => closed))
    expect(earlier.isOpen).toBe(true)
    earlier.leave()
  })

  test('[fault V3] half a megabyte of dense JSON is not parsed', async () => {
    const attacker = openEngine(scene.origin)
    await attacker.heard(isOpening)
    await attacker.send(`40/session,{"boardId":${'['.repeat(250_000)}${']'.repeat(250_000)}}`)
    await attacker.closed
    expect(attacker.got.filter((frame) => !isOpening(frame))).toEqual([])
  })

  test('[fault V3] small packets are limited in number', async () => {
    const earlier = await silent()
    const attacker = openEngine(scene.origin)
    await attacker.heard(isOpening)
    for (let sent = 0; sent < 50 && attacker.isOpen; sent++) await attacker.send('3')
    await attacker.closed
    expect(earlier.isOpen).toBe(true)
    earlier.leave()
  })

  test('[fault V3] the bytes of one address are limited, over all its connections', async () => {
    const own = { LIMIT_SOCKETS_PER_ADDRESS: '100000' }
    const server = await startServer({ sources: true, env: own })
    try {
      const filler = 'x'.repeat(SIGN_IN_BYTES - 500)
      let refused = false
      for (let used = 0; !refused && used <= 2 * SIGN_IN_BYTES_PER_ADDRESS_AT_ONCE; used += SIGN_IN_BYTES) {
        const attacker = openEngine(server.origin)
        refused = await attacker.heard(isOpening).then(
          () => false,
          () => true,
        )
        await attacker.send(`40/session,{"boardId":"${filler}"}`)
        await attacker.closed
      }
      expect(refused).toBe(true)
    } finally {
      await server.stop()
    }
  })

  test('the transport is WebSocket only', async () => {
    const answer = await scene.call('GET', '/socket.io/?EIO=4&transport=polling')
    expect(answer.status).toBe(404)
    for (const search of ['EIO=4&transport=polling', 'EIO=3&transport=websocket', 'transport=x', ''])
      expect(await upgrade(`/socket.io/?${search}`)).toContain('HTTP/1.1 400 Bad Request')
  })

  test('[fault V1] a reset in the middle of an upgrade does not end the server', async () => {
    const { hostname, port } = new URL(scene.origin)
    for (const path of ['/nothing', '/sync/x', '/socket.io/?EIO=4&transport=websocket', '/socket.io/?x']) {
      for (let tried = 0; tried < 20; tried++) {
        const socket = connect(Number(port), hostname)
        socket.on('error', () => undefined)
        await once(socket, 'connect')
        await new Promise<void>((resolve) => {
          socket.write(request(path, 'origin: https://evil.example.org\r\n'), () => resolve())
        })
        socket.resetAndDestroy()
        await once(socket, 'close')
      }
    }
    expect((await scene.call('GET', '/healthz')).status).toBe(200)
  })

  const request = (path: string, more = '') =>
    `GET ${path} HTTP/1.1\r\nHost: ${new URL(scene.origin).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${more}` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`

  /** What the server answers to an upgrade, until it ends the connection. */
  async function upgrade(path: string): Promise<string> {
    const { hostname, port } = new URL(scene.origin)
    const socket = connect(Number(port), hostname)
    let got = ''
    socket.setEncoding('utf8').on('data', (data: string) => (got += data))
    socket.write(request(path))
    await once(socket, 'close')
    return got
  }
})

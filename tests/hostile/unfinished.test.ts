/**
 * Messages and bodies that begin and never end, from several people of one address: what the server keeps of them is
 * bounded and let go, and the honest, who come from the same address, get through.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { WebSocket } from 'ws'
import { png } from '../contracts/http-app.ts'
import { createBoard } from '../support/boards.ts'
import { openEngine } from '../support/engine-client.ts'
import { bearer } from './scene.ts'
import { world } from './world.ts'

const MIB = 1024 * 1024
/** What one address may hold, here: half of the limit. */
const OF_ADDRESS = 64 * MIB
/** Pieces that had arrived when the limit was reached, and those that are never too many. */
const SLACK = 16 * MIB

const scene = world({ LIMIT_INCOMING_BYTES: String(2 * OF_ADDRESS), LIMIT_SIGN_IN_SECONDS: '60' })

/** Bytes that the server has received and not handled. */
async function held(): Promise<number> {
  const { text } = await scene.call('GET', '/metrics')
  return Number(/gamelan_incoming_bytes (\d+)/.exec(text)?.[1] ?? Number.NaN)
}

/** A sync socket that has sent the first part of a message. Resolves when the server has it, or has closed the socket. */
async function unfinished(headers: Readonly<Record<string, string>>, bytes: number) {
  const address = `${scene.origin.replace('http', 'ws')}/sync/${scene.board.id}`
  const socket = new WebSocket(address, { headers, perMessageDeflate: false })
  let code: number | undefined
  const closed = new Promise<void>((resolve) => {
    socket.on('close', (with_) => {
      code = with_
      resolve()
    })
  })
  // It ends in `close` as well.
  socket.on('error', () => undefined)
  await once(socket, 'message')
  socket.send(Buffer.alloc(bytes), { fin: false })
  // A ping may come between the parts of a message.
  socket.ping()
  await Promise.race([closed, once(socket, 'pong')])
  return { socket, code: () => code, end: () => socket.terminate() }
}

/** A request whose body is announced and does not come to its end. Resolves when it is answered, or `bytes` are sent. */
async function slowBody(path: string, headers: Readonly<Record<string, string>>, bytes: number) {
  const { hostname, port, host } = new URL(scene.origin)
  const socket: Socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
  // It ends in `close` as well.
  socket.on('error', () => undefined)
  const closed = once(socket, 'close').catch(() => undefined)
  const lines = Object.entries({ host, 'content-length': String(bytes + 1), ...headers })
  socket.write(
    `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  )
  const piece = Buffer.alloc(MIB, 0x20)
  const isAnswered = () => answer !== ''
  for (let sent = 0; sent < bytes && !isAnswered() && !socket.destroyed; sent += MIB) {
    if (!socket.write(piece)) await Promise.race([closed, once(socket, 'drain')])
  }
  return { socket, closed, answer: () => answer, status: () => answer.slice(9, 12) }
}

test('[fault V2] [A6] unfinished sync messages of three viewers are bounded, and let go when they end', async () => {
  const names = ['Mallory', 'Mallet', 'Maude']
  const viewers = await Promise.all(names.map((name) => scene.browser(scene.board.keys.viewer, name)))
  const sockets: Awaited<ReturnType<typeof unfinished>>[] = []
  let most = 0
  for (let batch = 0; batch < 9; batch++) {
    const some = viewers.flatMap(({ cookie }) => [cookie, cookie, cookie]).concat(viewers[0]?.cookie ?? [])
    sockets.push(
      ...(await Promise.all(some.map((cookie) => unfinished({ cookie, origin: scene.origin }, MIB)))),
    )
    most = Math.max(most, await held())
  }
  expect(most).toBeGreaterThan(OF_ADDRESS / 2)
  expect(most).toBeLessThan(OF_ADDRESS + SLACK)
  // All of them would hold 90 MiB.
  await expect
    .poll(() => sockets.filter(({ code }) => code() === CLOSE_CODES.tooMany).length)
    .toBeGreaterThan(20)
  // Somebody else of the same address draws and sees, and calls.
  await scene.noticedNothing()
  expect(
    (await scene.send('PUT', '/api/me', viewers[0] ?? {}, { name: 'Kim', color: '#1864ab' })).status,
  ).not.toBe(429)
  for (const { end } of sockets) end()
  await expect.poll(held).toBe(0)
}, 120_000)

test('[fault V2] [A6] a viewer cannot begin a message as large as those that draw', async () => {
  const viewer = await unfinished(bearer(scene.board.keys.viewer), 3 * MIB)
  await expect.poll(viewer.code).toBe(CLOSE_CODES.tooBig)
  const editor = await unfinished(bearer(scene.board.keys.editor), 3 * MIB)
  expect(editor.code()).toBeUndefined()
  editor.end()
})

test('[fault V2] [A6] a socket that goes on sending after its end is not read', async () => {
  const viewer = await unfinished(bearer(scene.board.keys.viewer), MIB)
  for (let sent = 0; sent < 64 && viewer.code() === undefined; sent++) {
    viewer.socket.send(Buffer.alloc(MIB), { fin: false })
    expect(await held()).toBeLessThan(4 * MIB)
  }
  await expect.poll(viewer.code).toBe(CLOSE_CODES.tooBig)
})

test('[fault V2] [A6] several large messages of one address at once get through', async () => {
  const { id, keys } = await createBoard(scene.origin, 'Busy')
  const before = await held()
  const address = `${scene.origin.replace('http', 'ws')}/sync/${id}`
  const sockets = await Promise.all(
    [1, 2, 3].map(async () => {
      const socket = new WebSocket(address, { headers: bearer(keys.editor), perMessageDeflate: false })
      await once(socket, 'message')
      return socket
    }),
  )
  // Of no known type: taken whole, and ignored.
  const part = Buffer.alloc(MIB, 99)
  for (let sent = 0; sent < 15; sent++) {
    for (const socket of sockets) socket.send(part, { fin: sent === 14 })
  }
  for (const socket of sockets) {
    socket.ping()
    await once(socket, 'pong')
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.terminate()
  }
  await expect.poll(held).toBe(before)
})

test('[fault V2] [fault V3] [A6] unfinished messages of session sockets are bounded as well', async () => {
  const headers = bearer(scene.board.keys.viewer)
  const clients: ReturnType<typeof openEngine>[] = []
  const part = `42/session,["${'x'.repeat(900 * 1024)}`
  for (let n = 0; n < 90; n++) {
    const client = openEngine(scene.origin, { headers, query: { board: scene.board.id } })
    await client.join({ boardId: scene.board.id })
    client.sendPart(part)
    clients.push(client)
  }
  await expect
    .poll(() => clients.filter(({ isOpen }) => !isOpen).length, { timeout: 20_000 })
    .toBeGreaterThan(10)
  expect(await held()).toBeLessThan(OF_ADDRESS + SLACK)
  for (const client of clients) client.leave()
  await expect.poll(held).toBe(0)
}, 120_000)

test('[fault V2] [A6] unfinished bodies of one address are bounded, and let go when they end', async () => {
  const path = `/api/boards/${scene.board.id}/import`
  const headers = { ...bearer(scene.board.keys.editor), 'content-type': 'application/json' }
  const bodies: Awaited<ReturnType<typeof slowBody>>[] = []
  for (let n = 0; n < 8; n++) bodies.push(await slowBody(path, headers, 20 * MIB))
  await expect.poll(() => bodies.filter(({ status }) => status() === '429').length).toBeGreaterThan(2)
  const refused = bodies.find(({ status }) => status() === '429')
  expect(refused?.answer()).toContain('too-many-requests')
  expect(refused?.answer().toLowerCase()).toContain('retry-after: ')
  expect(await held()).toBeLessThan(OF_ADDRESS + SLACK)
  // It ends although its client reads the answer and goes on.
  await refused?.closed
  const small = await scene.send('POST', path, bearer(scene.board.keys.editor), {
    type: 'excalidraw',
    elements: [],
  })
  expect(small.status).toBe(201)
  for (const { socket } of bodies) socket.destroy()
  await expect.poll(held).toBe(0)
}, 120_000)

test('[A6] a body that no route reads is let go', async () => {
  const image = Buffer.concat([png(1), Buffer.alloc(MIB)])
  for (const path of ['/nowhere', '/api/nowhere', `/api/boards/${scene.board.id}/files`]) {
    const { status } = await scene.call('POST', path, { 'content-type': 'application/json' }, image)
    expect([400, 401, 404, 405, 413]).toContain(status)
  }
  await expect.poll(held).toBe(0)
})

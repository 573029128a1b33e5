/**
 * A running server, two honest people on one board, and somebody who means harm with raw sockets and raw http. Must
 * never be gentle on the honest: whatever is done to the server, they are asked whether they noticed.
 */
import { expect } from 'vitest'
import { decodeMessage, type SyncMessage } from '@gamelan/protocol/sync/messages'
import { WebSocket } from 'ws'
import { createBoard, type TestBoard } from '../support/boards.ts'
import { connect, type Client } from '../support/client.ts'
import { startServer } from '../support/server.ts'

/** What the honest have on their board: no answer to anybody else may hold it. */
export const SECRET_TITLE = 'The weak spot of checkout'

export type Headers = Readonly<Record<string, string>>

export const JSON_TYPE = { 'content-type': 'application/json' }

/** What a program sends along that has a key. */
export const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` })

/** A raw socket to a board. */
export type Attacker = {
  /** The code with which it is closed. */
  readonly closed: Promise<number>
  readonly got: readonly SyncMessage[]
  /** Resolves when a message like this has come. */
  heard(like: (message: SyncMessage) => boolean): Promise<void>
  /** Sends while the socket is open; resolves when it has left. */
  send(frame: Uint8Array | string): Promise<void>
  /** Resolves when all that was sent is handled. Rejects where the socket is closed. */
  handled(): Promise<void>
  /** Sends WebSocket pings until the socket ends, at most some thousands. */
  floodPings(): Promise<void>
  leave(): void
}

export type Scene = {
  readonly origin: string
  readonly board: TestBoard
  readonly honest: readonly [Client, Client]
  /**
   * Each draws, the other has it, it is saved, since the beginning nobody was sent away, and the server says of nothing
   * that it went wrong.
   */
  noticedNothing(): Promise<void>
  attack(headers?: Headers, boardId?: string): Attacker
  /** Raw http. */
  call(method: string, path: string, headers?: Headers, body?: string | Buffer): Promise<Answer>
  /** A call with a JSON body, or with none. */
  send(method: string, path: string, headers: Headers, body?: object): Promise<Answer>
  /** A browser that came by a link: what its requests carry. */
  browser(key: string, name: string, boardId?: string): Promise<Browser>
  /** All that the server has logged. */
  logged(): string
  stop(): Promise<void>
}

export type Browser = { readonly cookie: string; readonly id: string; readonly ticket: string }

export type Answer = { readonly status: number; readonly headers: Response['headers']; readonly text: string }

export async function startScene(env: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const server = await startServer({ sources: true, env })
  const { origin } = server
  const board = await createBoard(origin, SECRET_TITLE)
  const closings: unknown[] = []
  const come = () => {
    const client = connect(origin, board.id, { key: board.keys.editor, params: { saved: '1' } })
    client.provider.on('connection-close', (event) => closings.push(event?.code))
    return client
  }
  const honest = [come(), come()] as const
  await Promise.all(honest.map((client) => client.synced()))
  const attackers: Attacker[] = []
  let drawn = 0

  async function call(
    method: string,
    path: string,
    headers: Headers = {},
    body?: string | Buffer,
  ): Promise<Answer> {
    const answer = await fetch(origin + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  const send = (method: string, path: string, headers: Headers, body?: object) =>
    body === undefined
      ? call(method, path, headers)
      : call(method, path, { ...headers, ...JSON_TYPE }, JSON.stringify(body))

  return {
    origin,
    board,
    honest,
    async noticedNothing() {
      const [a, b] = honest
      drawn += 1
      a.elements.set(`by a ${drawn}`, drawn)
      b.elements.set(`by b ${drawn}`, drawn)
      await Promise.all([
        a.until(() => a.elements.get(`by b ${drawn}`) === drawn),
        b.until(() => b.elements.get(`by a ${drawn}`) === drawn),
      ])
      await Promise.all(honest.map((client) => client.allSaved()))
      expect(closings).toEqual([])
      expect(server.stderr()).not.toContain('"level":"error"')
    },
    attack(headers = bearer(board.keys.editor), boardId = board.id) {
      const attacker = createAttacker(`${origin.replace(/^http/, 'ws')}/sync/${boardId}`, headers)
      attackers.push(attacker)
      return attacker
    },
    call,
    send,
    async browser(key, name, boardId = board.id) {
      const answer = await send('POST', `/api/boards/${boardId}/join`, {}, { key, name })
      const cookie = answer.headers.get('set-cookie')?.split(';')[0]
      if (cookie === undefined) throw new Error(`${name} was not let in: ${answer.text}`)
      const { participant, ticket } = JSON.parse(answer.text) as {
        participant: { id: string }
        ticket: string
      }
      return { cookie, id: participant.id, ticket }
    },
    logged: () => server.stderr(),
    async stop() {
      for (const attacker of attackers) attacker.leave()
      for (const client of honest) client.close()
      await server.stop()
    },
  }
}

function createAttacker(address: string, headers: Headers): Attacker {
  const socket = new WebSocket(address, { headers })
  const got: SyncMessage[] = []
  const looks = new Set<() => void>()
  let code: number | undefined
  const look = () => {
    for (const each of looks) each()
  }
  const opened = new Promise<void>((resolve) => {
    socket.on('open', resolve)
    socket.on('close', () => resolve())
  })
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (given) => {
      code = given
      resolve(given)
      look()
    })
  })
  // It ends in `close` as well.
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => {
    got.push(decodeMessage(data))
    look()
  })
  const until = (what: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const each = () => {
        if (!what() && code === undefined) return
        looks.delete(each)
        if (what()) resolve()
        else reject(new Error(`closed with ${String(code)}`))
      }
      looks.add(each)
      each()
    })
  return {
    closed,
    got,
    heard: (like) => until(() => got.some(like)),
    async send(frame) {
      await opened
      if (socket.readyState !== WebSocket.OPEN) return
      // Only after a turn of the loop: who sends again and again must hear that it was sent away.
      await new Promise<void>((resolve) => {
        socket.send(frame, () => setImmediate(resolve))
      })
    },
    async handled() {
      await opened
      let answered = false
      socket.once('pong', () => {
        answered = true
        look()
      })
      if (socket.readyState === WebSocket.OPEN) socket.ping()
      await until(() => answered)
    },
    async floodPings() {
      await opened
      for (let sent = 0; sent < 5000 && socket.readyState === WebSocket.OPEN; sent++) {
        socket.ping()
        if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
    },
    leave: () => socket.terminate(),
  }
}

/**
 * A raw client of the session's transport: WebSocket frames with Engine.IO and Socket.IO packets written by hand, as an
 * attacker sends them. It answers pings of Engine.IO, so that only what a test sends gets it closed.
 */
import { WebSocket } from 'ws'

export type EngineClient = {
  /** Every text frame that came. */
  readonly got: readonly string[]
  readonly closed: Promise<void>
  readonly isOpen: boolean
  /** Sends when the connection is open; nothing after its end. Resolves when the bytes have left. */
  send(frame: string | Buffer): Promise<void>
  /** Sends the first part of a message that never ends. */
  sendPart(part: string): void
  /** A text frame whose bytes are no text, or a WebSocket ping. */
  sendRaw(frame: { readonly invalidText: Buffer } | { readonly ping: Buffer }): Promise<void>
  /** Resolves with the first frame like this. Rejects when the connection ends without one. */
  heard(like: (frame: string) => boolean): Promise<string>
  /** Sends WebSocket pings until the connection ends, at most some thousands. */
  floodPings(): Promise<void>
  /** Joins `/session` of a board and resolves when the server has let it in. */
  join(auth: object): Promise<void>
  /** From now on it reads nothing, not even that the server closes. */
  stopReading(): void
  leave(): void
}

export type EngineOptions = {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Whether it answers Engine.IO's pings. */
  readonly answersPings?: boolean
  /** The address of this machine from which it connects. */
  readonly localAddress?: string
}

export function openEngine(
  origin: string,
  { headers = {}, query = {}, answersPings = true, localAddress }: EngineOptions = {},
): EngineClient {
  const search = new URLSearchParams({ EIO: '4', transport: 'websocket', ...query })
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/socket.io/?${search.toString()}`, {
    headers,
    perMessageDeflate: false,
    ...(localAddress !== undefined && { localAddress }),
  })
  const got: string[] = []
  const looks = new Set<() => void>()
  let isClosed = false
  const look = () => {
    for (const each of looks) each()
  }
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isClosed = true
      resolve()
      look()
    })
  })
  // It ends in `close` as well.
  socket.on('error', () => undefined)
  const opened = new Promise<void>((resolve) => {
    socket.on('open', resolve)
    socket.on('close', () => resolve())
  })
  socket.on('message', (data: Buffer) => {
    const frame = data.toString()
    if (frame === '2' && answersPings) socket.send('3')
    got.push(frame)
    look()
  })

  const heard = (like: (frame: string) => boolean) =>
    new Promise<string>((resolve, reject) => {
      const each = () => {
        const found = got.find(like)
        if (found === undefined && !isClosed) return
        looks.delete(each)
        if (found === undefined) reject(new Error('the connection ended'))
        else resolve(found)
      }
      looks.add(each)
      each()
    })

  async function send(frame: string | Buffer): Promise<void> {
    await opened
    if (socket.readyState !== WebSocket.OPEN) return
    // After a turn of the loop, so that a client that sends again and again hears of its end.
    await new Promise<void>((resolve) => {
      socket.send(frame, () => setImmediate(resolve))
    })
  }

  async function sendRaw(frame: { readonly invalidText: Buffer } | { readonly ping: Buffer }): Promise<void> {
    await opened
    if (socket.readyState !== WebSocket.OPEN) return
    await new Promise<void>((resolve) => {
      const sent = () => void setImmediate(resolve)
      if ('ping' in frame) socket.ping(frame.ping, undefined, sent)
      else socket.send(frame.invalidText, { binary: false }, sent)
    })
  }

  async function floodPings(): Promise<void> {
    await opened
    for (let sent = 0; sent < 5000 && socket.readyState === WebSocket.OPEN; sent++) {
      socket.ping()
      if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  return {
    got,
    floodPings,
    closed,
    get isOpen() {
      return !isClosed
    },
    send,
    sendRaw,
    sendPart: (part) => socket.send(part, { fin: false }),
    heard,
    async join(auth) {
      await heard((frame) => frame.startsWith('0{'))
      await send(`40/session,${JSON.stringify(auth)}`)
      const answer = await heard(
        (frame) => frame.startsWith('40/session,') || frame.startsWith('44/session,'),
      )
      if (answer.startsWith('44')) throw new Error(answer)
    },
    stopReading: () => socket.pause(),
    leave: () => socket.terminate(),
  }
}

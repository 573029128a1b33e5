/**
 * A raw client: a socket that sends frames made before and hands on what comes, without a document. Must cost little
 * beside the server, or the bench measures itself.
 */
import { WebSocket } from 'ws'
import type { Board } from './boards.ts'
import { wireFor, type Wire } from './wire.ts'

export type RawClient = {
  readonly wire: Wire
  /** Resolves when the server has sent the document; rejects if the socket ends before. */
  readonly synced: Promise<void>
  /** The document that came, as an update. To be asked for once: it may be large. */
  document(): Uint8Array
  send(frame: Uint8Array): void
  /** Whether the socket is open. */
  readonly open: boolean
  /** Its close code, or undefined while it is open. */
  readonly closed: number | undefined
  /** Reads nothing any more. */
  pause(): void
  /** Ends the socket without a word. */
  close(): Promise<void>
}

export type Hears = (frame: Buffer, client: RawClient) => void

/** @param hear every frame after the document */
export function connectRaw(board: Board, hear: Hears): RawClient {
  const wire = wireFor(board.server, board.name)
  const socket = new WebSocket(board.url, {
    headers: board.headers,
    perMessageDeflate: false,
    skipUTF8Validation: true,
  })
  let hasDocument = false
  let document: Uint8Array | undefined
  let closed: number | undefined
  let resolve: () => void
  let reject: (error: Error) => void
  const synced = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  // Whoever does not wait for the document must not see this.
  synced.catch(() => undefined)
  const gone = new Promise<void>((done) => {
    socket.once('close', (code) => {
      closed = code
      reject(new Error(`closed with ${code} before the document came`))
      done()
    })
  })
  socket.on('error', () => undefined)
  socket.on('open', () => {
    for (const frame of wire.hello()) socket.send(frame)
  })
  const client: RawClient = {
    wire,
    synced,
    document() {
      const came = document ?? new Uint8Array()
      document = undefined
      return came
    },
    send(frame) {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    },
    get open() {
      return socket.readyState === WebSocket.OPEN
    },
    get closed() {
      return closed
    },
    pause() {
      socket.pause()
    },
    close() {
      socket.terminate()
      return gone
    },
  }
  socket.on('message', (data) => {
    // ws gives a Buffer unless it is told otherwise.
    const frame = data as Buffer
    if (!hasDocument) {
      const message = wire.read(frame)
      if (message.type === 'document') {
        hasDocument = true
        document = message.payload
        resolve()
      }
      return
    }
    hear(frame, client)
  })
  return client
}

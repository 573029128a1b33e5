/**
 * Somebody with a key to the board who keeps to no protocol: a raw socket that sends whatever bytes it is given, and
 * reads or does not. Must never answer by itself: what it does is all the test's doing.
 */
import { WebSocket } from 'ws'
import type { TestBoard } from '../support/boards.ts'
import type { Watch } from './watch.ts'

export type Stranger = {
  /** Resolves when the socket is open. Rejects where it cannot be. */
  readonly opened: Promise<void>
  readonly isOpen: boolean
  /** The code it was closed with; undefined while it is open. */
  readonly closed: number | undefined
  /** Bytes that have come. */
  readonly received: number
  /** Sends one frame, while the socket is open. Resolves when it has left, or never will. */
  send(frame: Uint8Array): Promise<void>
  /** Resolves when the server has handled all that was sent: it answers a ping, or has closed. */
  handled(): Promise<void>
  /** Reads nothing any more. */
  pause(): void
  resume(): void
  leave(): void
}

/** Comes to a board with the editors' key. */
export function createStranger(
  origin: string,
  { id, keys }: TestBoard,
  watch: Watch,
  hear: (frame: Buffer) => void = () => undefined,
): Stranger {
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/sync/${id}`, {
    headers: { authorization: `Bearer ${keys.editor}` },
  })
  let received = 0
  let closed: number | undefined
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('close', (code) => {
      closed = code
      reject(new Error(`closed with ${code} before it was open`))
      watch.happened()
    })
  })
  opened.catch(() => undefined)
  // It ends in `close` as well.
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => {
    received += data.byteLength
    hear(data)
    watch.happened()
  })
  return {
    opened,
    get isOpen() {
      return socket.readyState === WebSocket.OPEN
    },
    get closed() {
      return closed
    },
    get received() {
      return received
    },
    send: (frame) =>
      new Promise((resolve) => {
        if (socket.readyState !== WebSocket.OPEN) resolve()
        // Only after a turn of the loop: who sends again and again must hear that it was sent away.
        else socket.send(frame, () => setImmediate(resolve))
      }),
    handled: () =>
      new Promise((resolve) => {
        if (closed !== undefined) {
          resolve()
          return
        }
        const done = () => {
          socket.off('pong', done)
          socket.off('close', done)
          resolve()
        }
        socket.on('pong', done)
        socket.on('close', done)
        if (socket.readyState === WebSocket.OPEN) socket.ping()
      }),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    leave() {
      socket.terminate()
    },
  }
}

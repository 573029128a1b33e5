/**
 * Somebody's line to the server: an address of their own, which can be cut and mended. For tests of who was away: the
 * browser's own switch ends its network service now and then when it is turned back while a socket is being opened, and
 * with that all its cookies. Must never delay or change what goes through.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Line = {
  /** `http://localhost:PORT` */
  readonly origin: string
  /** Ends what goes on, and lets nobody through until it is mended. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** A line to the server on this port of this machine. */
export async function openLine(port: number): Promise<Line> {
  const sockets = new Set<Socket>()
  let isCut = false
  const hold = (socket: Socket, other: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => other.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
  }
  const server = createServer((near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect(port, 'localhost')
    hold(near, far)
    hold(far, near)
    near.pipe(far)
    far.pipe(near)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const end = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      end()
    },
    mend() {
      isCut = false
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      end()
      await closed
    },
  }
}

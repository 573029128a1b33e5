/**
 * A network in between that can swallow what is sent: nothing arrives any more, and nothing says so. Must never close
 * a connection that it has swallowed, since that would be an answer.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Swallowing = {
  /** The same address, by way of this network. */
  readonly url: string
  /** From now on nothing that is sent arrives. */
  swallow(): void
  /** What connects from now on gets through. What was swallowed stays so. */
  pass(): void
  stop(): void
}

/** Puts a network before the server at an address. */
export async function createSwallowing(address: string): Promise<Swallowing> {
  const target = new URL(address)
  const sockets = new Set<Socket>()
  let passing = true

  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // It ends in `close` as well.
    socket.on('error', () => undefined)
  }

  const server = createServer((near) => {
    keep(near)
    if (!passing) return
    const far = connect(Number(target.port), target.hostname)
    keep(far)
    near.pipe(far)
    far.pipe(near)
    // An end is told to the other side, as by any network that works.
    near.on('close', () => passing && far.destroy())
    far.on('close', () => passing && near.destroy())
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = new URL(address)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    swallow() {
      passing = false
      for (const socket of sockets) {
        socket.unpipe()
        socket.pause()
      }
    },
    pass() {
      passing = true
    },
    stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

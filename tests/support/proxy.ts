/**
 * A small reverse proxy in front of a server: passes http, and upgrades only on the paths that it was told. Must never pass
 * anything else, so that a test sees what a page does without it.
 */
import { once } from 'node:events'
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type Proxy = {
  /** `http://localhost:PORT` */
  readonly origin: string
  close(): Promise<void>
}

export type ProxyOptions = {
  /** The paths on which it passes upgrades; it refuses all others with 400, as a proxy does that knows none. */
  readonly upgrades: RegExp | undefined
  /** Cookies get lost on it, as in a browser that takes none. */
  readonly losesCookies?: boolean
}

/** Opens one on a free port. */
export async function openProxy(
  port: number,
  { upgrades, losesCookies = false }: ProxyOptions,
): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const hold = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const passed = <Headers extends IncomingHttpHeaders>({ cookie, 'set-cookie': set, ...rest }: Headers) =>
    losesCookies
      ? rest
      : { ...rest, ...(cookie !== undefined && { cookie }), ...(set && { 'set-cookie': set }) }
  const forwarded = ({ headers, socket }: IncomingMessage) => ({
    ...passed(headers),
    'x-forwarded-for': [headers['x-forwarded-for'], socket.remoteAddress].filter(Boolean).join(', '),
    'x-forwarded-proto': 'http',
  })
  const to = (from: IncomingMessage) => ({
    host: 'localhost',
    port,
    method: from.method,
    path: from.url,
    headers: forwarded(from),
  })

  const server = createServer((near, answer) => {
    const far = request(to(near), (got) => {
      answer.writeHead(got.statusCode ?? 502, passed(got.headers))
      got.pipe(answer)
    })
    far.on('error', () => answer.destroy())
    near.pipe(far)
  })
  server.on('connection', hold)
  server.on('upgrade', (near, stream: Socket, head: Buffer) => {
    if (upgrades?.test(near.url ?? '') !== true) {
      stream.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    const far = request(to(near))
    far.on('error', () => stream.destroy())
    far.on('response', () => stream.destroy())
    far.on('upgrade', (got, other, rest) => {
      hold(other)
      const lines = got.rawHeaders.reduce(
        (text, value, i) => text + (i % 2 === 0 ? `${value}: ` : `${value}\r\n`),
        'HTTP/1.1 101 Switching Protocols\r\n',
      )
      stream.write(`${lines}\r\n`)
      if (rest.length > 0) stream.write(rest)
      if (head.length > 0) other.write(head)
      other.on('close', () => stream.destroy())
      stream.on('close', () => other.destroy())
      other.pipe(stream)
      stream.pipe(other)
    })
    far.end()
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    origin: `http://localhost:${String((server.address() as AddressInfo).port)}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/**
 * How a session connection comes in: from the upgrade over Engine.IO into Socket.IO's namespace `/session`, and nowhere
 * else. The transport is WebSocket alone. Engine.IO never sees other requests of the server, and a connection is limited
 * from its first byte.
 */
import { EventEmitter } from 'node:events'
import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { Server, type ExtendedError } from 'socket.io'
import {
  SESSION_NAMESPACE,
  type ClientToServer,
  type ServerToClient,
} from '@gamelan/protocol/session/messages'
import { createTrust, askerOf } from '../access/forwarded.ts'
import { originAllowed } from '../access/origin.ts'
import { createCounts } from '../counts.ts'
import { SESSION_MESSAGE_BYTES, SESSION_PING_EVERY, SESSION_PING_PATIENCE } from '../limits.ts'
import { createContainment } from '../sockets/containment.ts'
import { refuseUpgrade } from '../sockets/refuse-upgrade.ts'
import type { Admitted, SessionParts, SessionServer, SessionSocket } from './parts.ts'
import { createWire, createWireBudgets, type EngineSocket, type Wire } from './wire.ts'

export type Entrance = {
  wireOf(engineSocket: object): Wire
  /** Ends all connections, and waits a moment for their clients to answer. */
  close(): Promise<void>
}

export type Admit = (socket: SessionSocket, next: (error?: ExtendedError) => void) => void

const SOCKET_IO = '/socket.io/'
/** Milliseconds that clients have to answer a close. */
const CLOSE_PATIENCE = 1000

export function createEntrance(
  app: FastifyInstance,
  { limits, incoming, clock, log, metrics, publicUrl, trustProxy, heartbeat }: SessionParts,
  {
    admit,
    connected,
  }: { readonly admit: Admit; readonly connected: (socket: SessionSocket, entrance: Entrance) => void },
): Entrance {
  const trusts = createTrust(trustProxy)
  const addresses = createCounts(limits.socketsPerAddress)
  const budgets = createWireBudgets()
  const streams = new Set<Duplex>()
  /** By the request that opened the connection, which Engine.IO hands on. */
  const wires = new WeakMap<IncomingMessage, Wire>()
  /** Stands in for the http server: Engine.IO gets our upgrades and nothing else. */
  const upgrades = new EventEmitter()
  const io: SessionServer = new Server<ClientToServer, ServerToClient, Record<string, never>, Admitted>({
    serveClient: false,
    transports: ['websocket'],
    destroyUpgrade: false,
    maxHttpBufferSize: SESSION_MESSAGE_BYTES,
    connectTimeout: limits.signInSeconds * 1000,
    pingInterval: heartbeat?.every ?? SESSION_PING_EVERY,
    pingTimeout: heartbeat?.patience ?? SESSION_PING_PATIENCE,
    perMessageDeflate: false,
    httpCompression: false,
  })
  io.attach(upgrades as unknown as HttpServer)

  function refuse(stream: Duplex, status: number, reason: string): void {
    metrics.refused.inc({ reason })
    refuseUpgrade(stream, status, clock)
  }

  function accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { address, host } = askerOf(request, trusts)
    if (!originAllowed(request.headers.origin, { publicUrl, host })) {
      refuse(stream, 403, 'forbidden')
      return
    }
    const now = clock.elapsed()
    const isSpent = !budgets.bytes.has(address, now) || !budgets.work.has(address, now)
    if (isSpent || !addresses.take(address)) {
      refuse(stream, 429, 'tooMany')
      return
    }
    streams.add(stream)
    stream.on('close', () => {
      streams.delete(stream)
      addresses.release(address)
    })
    const wire = createWire({
      stream,
      address,
      budgets,
      held: incoming.open(address),
      signInMilliseconds: limits.signInSeconds * 1000,
      clock,
      contain: containing(stream),
      cut(reason) {
        metrics.refused.inc({ reason })
        log.info({ reason }, 'session connection cut')
      },
    })
    wires.set(request, wire)
    wire.measured(() => upgrades.emit('upgrade', request, stream, head))
  }

  function containing(stream: Duplex) {
    return createContainment({
      log,
      metrics,
      conversation: 'session',
      ids: () => ({}),
      end: () => stream.destroy(),
    })
  }

  app.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (request.url?.startsWith(SOCKET_IO) === true) containing(stream)(accept)(request, stream, head)
  })
  app.addHook('preClose', (done) => {
    for (const stream of streams) stream.destroy()
    done()
  })

  const entrance: Entrance = {
    wireOf(engineSocket) {
      const wire = wires.get((engineSocket as EngineSocket).request)
      if (wire === undefined) throw new Error('a session socket on a connection that nobody watches')
      return wire
    },
    async close() {
      // Not Socket.IO's goodbye, after which a client does not reconnect.
      io.engine.close()
      if (streams.size === 0) return
      await new Promise<void>((resolve) => {
        const stop = clock.after(CLOSE_PATIENCE, resolve)
        for (const stream of streams) {
          stream.on('close', () => {
            if (streams.size > 0) return
            stop()
            resolve()
          })
        }
      })
      for (const stream of streams) stream.destroy()
    },
  }

  io.engine.on('connection', (socket: EngineSocket) => {
    containing(socket.request.socket)(() => {
      entrance.wireOf(socket).opened(socket)
    })()
  })
  const refusal = Object.assign(new Error('invalid-request'), { data: { code: 'invalid-request' } })
  io.use((_socket, next) => {
    next(refusal)
  })
  const namespace = io.of(SESSION_NAMESPACE)
  namespace.use(admit)
  namespace.on('connection', (socket) => {
    connected(socket, entrance)
  })
  return entrance
}

/**
 * The sync conversation's edge: `GET /sync/:boardId` becomes a WebSocket, and the WebSocket a peer of a room. Refusals
 * come after the upgrade, as close codes: a y-websocket client sees a refused upgrade as 1006 and tries for ever.
 *
 * It takes the server's upgrades itself: through a route, each socket would keep its request and that one's answer for
 * as long as it lives, and joining would cost the whole way of a request.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { WebSocketServer, type WebSocket } from 'ws'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { SYNC_MESSAGE_BYTES } from '@gamelan/protocol/limits'
import { createTrust } from '../access/forwarded.ts'
import type { Clock } from '../clock.ts'
import { createCounts } from '../counts.ts'
import { CONTROL_FRAMES_AT_ONCE, CONTROL_FRAMES_PER_SECOND } from '../limits.ts'
import { Rate } from '../rooms/rate.ts'
import { createAdmission } from '../sockets/admission.ts'
import { createContainment, type Contain } from '../sockets/containment.ts'
import { refuseUpgrade } from '../sockets/refuse-upgrade.ts'
import { watchUnfinished } from '../sockets/unfinished.ts'
import { createSend } from './frames.ts'
import { readOpening, type Opening } from './opening.ts'
import type { SocketParts, SyncParts } from './parts.ts'
import { createPings } from './pings.ts'
import { serveSocket } from './socket.ts'

/** Milliseconds over which many sockets are closed, so that their clients do not all come back at once (S11). */
const CLOSE_OVER = 2000
const CLOSE_STEP = 100
/** So few are closed at once. */
const FEW = 50
/** What is Socket.IO's own. */
const SOCKET_IO = '/socket.io/'
/** Milliseconds that clients have to answer a close. */
const CLOSE_PATIENCE = 1000

export type Sync = {
  register(app: FastifyInstance): void
  /** Takes no more sockets. */
  refuse(): void
  /** Closes all sockets with 1012, over a while where there are many; resolves when they are gone. */
  close(): Promise<void>
}

export function createSync(parts: SyncParts): Sync {
  const { access, limits, clock, log, metrics } = parts
  /** With its ids for the log. */
  const sockets = new Map<WebSocket, Named>()
  const pings = createPings<WebSocket>(clock)
  const admission = createAdmission(access)
  let refusing = false
  let closed: (() => void) | undefined

  const addresses = createCounts(limits.socketsPerAddress)
  const socketParts: Omit<SocketParts, 'contain'> = {
    ...parts,
    refusing: () => refusing,
    admission,
    send: createSend(),
    visitors: createCounts(limits.socketsPerVisitor),
  }

  const trusts = createTrust(parts.trustProxy)
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: SYNC_MESSAGE_BYTES,
    perMessageDeflate: false,
  })

  function containing(ids: () => object, end: () => void): Contain {
    return createContainment({ log, metrics, conversation: 'sync', ids, end })
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const opening = readOpening(request, trusts)
    if (opening === undefined) {
      if (request.url?.startsWith(SOCKET_IO) !== true) refuseUpgrade(stream, 404, clock)
      return
    }
    // Node has taken its own listener off, and ws adds one.
    const gone = () => stream.destroy()
    stream.on('error', gone)
    server.handleUpgrade(request, stream, head, (socket) => {
      stream.off('error', gone)
      accept(socket, stream, opening)
    })
  }

  function accept(socket: WebSocket, stream: Duplex, opening: Opening): void {
    const { boardId, address } = opening
    const named: Named = { connection: parts.newId(), board: boardId }
    const contain = containing(
      () => idsOf(named),
      () => {
        if (socket.readyState === socket.OPEN) socket.close(CLOSE_CODES.unavailable, 'unavailable')
        else socket.terminate()
      },
    )
    socket.on(
      'error',
      contain((error: Error) => failed(error, socket)),
    )
    const isCounted = addresses.take(address)
    sockets.set(socket, named)
    metrics.sockets.set(sockets.size)
    pings.add(socket, {
      ping: contain(() => socket.ping()),
      silent: contain(() => {
        metrics.refused.inc({ reason: 'silent' })
        log.info(idsOf(named), 'sync socket did not answer a ping')
        socket.terminate()
      }),
    })
    limitControlFrames(socket, named, contain)
    let most = () => SYNC_MESSAGE_BYTES
    watchUnfinished({
      stream,
      held: parts.incoming.open(address),
      clock,
      contain,
      most: () => most(),
      arrived() {
        pings.answered(socket)
      },
      over(reason, detail) {
        tooMuch(socket, named, reason, detail)
      },
    })
    socket.on(
      'close',
      contain(() => {
        sockets.delete(socket)
        pings.remove(socket)
        if (isCounted) addresses.release(address)
        metrics.sockets.set(sockets.size)
        if (sockets.size === 0) closed?.()
      }),
    )
    if (isCounted) {
      contain(() => {
        most = serveSocket(socket, stream, opening, named.connection, { ...socketParts, contain })
      })()
      return
    }
    metrics.refused.inc({ reason: 'tooMany' })
    log.info({ ...idsOf(named), reason: 'tooMany', detail: 'sockets of one address' }, 'sync refused')
    socket.close(CLOSE_CODES.tooMany, 'tooMany')
  }

  /** Closes a socket and reads nothing more of it: what it goes on sending would be kept until it answers the close. */
  function tooMuch(
    socket: WebSocket,
    named: Named,
    reason: 'tooBig' | 'tooMany' | 'unfinished',
    detail: string,
  ): void {
    if (socket.readyState !== socket.OPEN) {
      // ws refuses a frame over the limit itself, with 1009, and keeps nothing of it.
      if (reason !== 'tooBig') socket.terminate()
      return
    }
    metrics.refused.inc({ reason })
    log.info({ ...idsOf(named), reason, detail }, 'sync refused')
    const closing = reason === 'unfinished' ? 'tooMany' : reason
    socket.close(CLOSE_CODES[closing], closing)
    socket.pause()
    socket.on(
      'close',
      clock.after(CLOSE_PATIENCE, () => {
        socket.terminate()
      }),
    )
  }

  /** A ping is answered by ws, and a pong is free for its sender: neither passes the limits of a board's messages. */
  function limitControlFrames(socket: WebSocket, named: Named, contain: Contain): void {
    const rate = new Rate(CONTROL_FRAMES_AT_ONCE, CONTROL_FRAMES_PER_SECOND, clock.elapsed())
    const count = contain(() => {
      if (rate.take(clock.elapsed()) || socket.readyState !== socket.OPEN) return
      metrics.refused.inc({ reason: 'tooMany' })
      log.info({ ...idsOf(named), reason: 'tooMany', detail: 'control frames' }, 'sync refused')
      socket.terminate()
    })
    socket.on('ping', count)
    socket.on('pong', () => {
      pings.answered(socket)
      count()
    })
  }

  /** ws has closed it already, with 1009 for a frame that is too large and 1002 for one that is none. */
  function failed(error: Error, socket: WebSocket): void {
    metrics.refused.inc({ reason: error instanceof RangeError ? 'tooBig' : 'broken' })
    log.info({ ...idsOf(sockets.get(socket)), reason: error.message }, 'sync socket broke')
    if (socket.readyState === socket.OPEN) socket.terminate()
  }

  return {
    register(app) {
      app.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        containing(
          () => ({}),
          () => stream.destroy(),
        )(upgrade)(request, stream, head)
      })
      app.addHook('preClose', (done) => {
        for (const socket of sockets.keys()) socket.terminate()
        done()
      })
    },

    refuse() {
      refusing = true
    },

    async close() {
      refusing = true
      if (sockets.size === 0) return
      const gone = new Promise<void>((resolve) => {
        closed = resolve
      })
      const all = [...sockets.keys()]
      const atOnce = all.length <= FEW ? all.length : Math.ceil((all.length * CLOSE_STEP) / CLOSE_OVER)
      while (all.length > 0) {
        for (const socket of all.splice(0, atOnce)) socket.close(CLOSE_CODES.restart, 'restart')
        if (all.length > 0) await pause(clock, CLOSE_STEP)
      }
      await Promise.race([gone, pause(clock, CLOSE_PATIENCE)])
      for (const socket of sockets.keys()) socket.terminate()
    },
  }
}

/** What a socket is called in the log. */
type Named = { readonly connection: string; readonly board: string }

const idsOf = (named: Named | undefined) => ({ connection: named?.connection, board: named?.board })

function pause(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(milliseconds, resolve)
  })
}

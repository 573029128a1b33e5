/**
 * The session conversation's edge: Socket.IO's namespace `/session` becomes members of a board's live session. Must never
 * let a socket in without a grant, and ends it within the second in which its grant ends (A4).
 */
import type { FastifyInstance } from 'fastify'
import { Server } from 'socket.io'
import type { ClientToServer, ServerToClient } from '@gamelan/protocol/session/messages'
import { SESSION_NAMESPACE, sessionAuthSchema } from '@gamelan/protocol/session/messages'
import { createTrust, askerOf } from '../access/forwarded.ts'
import { originAllowed } from '../access/origin.ts'
import type { AccessChange, Grant } from '../access/types.ts'
import { createCounts } from '../counts.ts'
import { GamelanError } from '../errors.ts'
import { SESSION_MESSAGE_BYTES } from '../limits.ts'
import { createNewsdesk } from './newsdesk.ts'
import type { Admitted, SessionParts, SessionServer, SessionSocket } from './parts.ts'
import { serveSocket } from './socket.ts'

export type Session = {
  register(app: FastifyInstance): void
  /** Takes no more sockets. */
  refuse(): void
  /** Ends all sockets: their clients come back by themselves. */
  close(): void
}

export function createSession(parts: SessionParts): Session {
  const { access, limits, log, metrics, publicUrl } = parts
  const trusts = createTrust(parts.trustProxy)
  const addresses = createCounts(limits.socketsPerAddress)
  const visitors = createCounts(limits.socketsPerVisitor)
  const sockets = new Set<SessionSocket>()
  const newsdesk = createNewsdesk(parts)
  let refusing = false
  let changes = 0
  let server: SessionServer | undefined

  function refused(reason: string): GamelanError {
    metrics.refused.inc({ reason })
    return new GamelanError('unavailable', { detail: reason })
  }

  /** Whether they may come in, and as whom. Rejects with why not. */
  async function admit(socket: SessionSocket): Promise<Admitted> {
    if (refusing) throw new GamelanError('unavailable', { detail: 'the server is closing' })
    const auth = sessionAuthSchema.safeParse(socket.handshake.auth)
    if (!auth.success) throw new GamelanError('invalid-request')
    const { boardId, ticket, seq: has } = auth.data
    const { cookie, authorization } = socket.handshake.headers
    const caller = access.identify({ cookie, authorization, ticket })
    let grant: Grant | undefined
    for (let before = -1; before !== changes;) {
      before = changes
      grant = await access.grant(caller, boardId)
    }
    if (grant === undefined) throw new GamelanError('forbidden-or-unknown')
    if (caller.kind === 'key') await access.programCame(grant)
    return { grant, has }
  }

  /** Never rejects. */
  async function answerTo(socket: SessionSocket, next: (error?: Error) => void): Promise<void> {
    try {
      Object.assign(socket.data, await admit(socket))
    } catch (error) {
      const code = error instanceof GamelanError ? error.code : 'internal'
      if (code === 'internal') log.error({ err: error }, 'a session socket could not be admitted')
      next(Object.assign(new Error(code), { data: { code } }))
      return
    }
    next()
  }

  function connected(socket: SessionSocket): void {
    const { actor } = socket.data.grant
    const isProgram = actor !== socket.data.grant.participant.id
    if (!isProgram && !visitors.take(actor)) {
      refused('tooMany')
      socket.disconnect(true)
      return
    }
    sockets.add(socket)
    metrics.sessionSockets.set(sockets.size)
    socket.on('disconnect', () => {
      sockets.delete(socket)
      if (!isProgram) visitors.release(actor)
      metrics.sessionSockets.set(sockets.size)
    })
    serveSocket(socket, parts)
    newsdesk.serve(socket)
  }

  /** What they may do has changed. */
  function changed(change: AccessChange): void {
    for (const socket of sockets) {
      const { grant, handle } = socket.data
      if (change.kind === 'name') {
        if (grant.actor === change.actor) handle?.become({ participant: change.participant })
      } else if (change.kind === 'ended') {
        const isMeant = grant.boardId === change.boardId || grant.through === change.boardId
        if (isMeant && change.concerns(grant.actor)) socket.disconnect(true)
      } else if (
        grant.actor === change.actor &&
        grant.through === change.boardId &&
        grant.sessionBoardId === change.boardId
      ) {
        socket.data.grant = { ...grant, role: change.role }
        handle?.become({ role: change.role })
      }
    }
  }

  function listen(io: SessionServer): void {
    io.engine.on(
      'connection',
      (connection: { request: Parameters<typeof askerOf>[0]; close(): void } & NodeJS.EventEmitter) => {
        const { ip } = askerOf(connection.request, trusts)
        if (!addresses.take(ip)) {
          refused('tooMany')
          connection.close()
          return
        }
        connection.once('close', () => {
          addresses.release(ip)
        })
      },
    )
    const namespace = io.of(SESSION_NAMESPACE)
    namespace.use((socket, next) => {
      void answerTo(socket, next)
    })
    namespace.on('connection', connected)
  }

  return {
    register(app) {
      access.onChange((change) => {
        if (change.kind !== 'name') changes += 1
        changed(change)
        newsdesk.accessChanged(change)
      })
      server = new Server<ClientToServer, ServerToClient, Record<string, never>, Admitted>(app.server, {
        serveClient: false,
        // Sync takes its own upgrades of the same server.
        destroyUpgrade: false,
        maxHttpBufferSize: SESSION_MESSAGE_BYTES,
        connectTimeout: limits.signInSeconds * 1000,
        perMessageDeflate: false,
        httpCompression: false,
        allowRequest(request, answer) {
          const { host } = askerOf(request, trusts)
          answer(null, originAllowed(request.headers.origin, { publicUrl, host }))
        },
      })
      listen(server)
    },

    refuse() {
      refusing = true
    },

    close() {
      refusing = true
      // Not a goodbye, after which a client would stay away.
      server?.engine.close()
    },
  }
}

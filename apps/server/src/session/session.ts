/**
 * The session conversation's edge: a socket in Socket.IO's namespace `/session` becomes a member of a board's live session.
 * Never admits a socket without a grant, and ends it within the second in which its grant ends (A4).
 */
import type { FastifyInstance } from 'fastify'
import type { ExtendedError } from 'socket.io'
import { sessionAuthSchema } from '@gamelan/protocol/session/messages'
import { derivedRole } from '../access/session-boards.ts'
import type { AccessChange, Grant } from '../access/types.ts'
import { createCounts } from '../counts.ts'
import { failureCode } from '../database/failures.ts'
import { GamelanError } from '../errors.ts'
import {
  BUDGETS_REMEMBERED,
  COMMANDS_AT_ONCE,
  COMMANDS_PER_SECOND,
  REACTIONS_AT_ONCE,
  REACTIONS_PER_SECOND,
} from '../limits.ts'
import { createAdmission } from '../sockets/admission.ts'
import { createContainment } from '../sockets/containment.ts'
import { createBudgets } from './budgets.ts'
import { createEntrance, type Entrance } from './entrance.ts'
import { createNewsdesk } from './newsdesk.ts'
import type { SessionParts, SessionSocket } from './parts.ts'
import { serveSocket } from './socket.ts'

export type Session = {
  register(app: FastifyInstance): void
  /** Takes no more sockets and no more commands. */
  refuse(): void
  /** Ends all sockets, whose clients then reconnect; resolves when the connections are gone. */
  close(): Promise<void>
}

export function createSession(parts: SessionParts): Session {
  const { access, limits, log, metrics } = parts
  const admission = createAdmission(access)
  const visitors = createCounts(limits.socketsPerVisitor)
  /** All that were admitted, those included that Socket.IO has not connected yet. */
  const sockets = new Set<SessionSocket>()
  const newsdesk = createNewsdesk(parts)
  const commands = createBudgets(COMMANDS_AT_ONCE, COMMANDS_PER_SECOND, BUDGETS_REMEMBERED)
  const reactions = createBudgets(REACTIONS_AT_ONCE, REACTIONS_PER_SECOND, BUDGETS_REMEMBERED)
  let refusing = false

  async function admit(socket: SessionSocket): Promise<void> {
    if (refusing) throw new GamelanError('unavailable', { detail: 'the server is closing' })
    const auth = sessionAuthSchema.safeParse(socket.handshake.auth)
    if (!auth.success) throw new GamelanError('invalid-request')
    const { boardId, ticket, seq: has } = auth.data
    if (!namesBoard(socket.handshake.url, boardId)) throw new GamelanError('invalid-request')
    const { cookie, authorization } = socket.handshake.headers
    const caller = access.identify({ cookie, authorization, ticket })
    const isAdmitted = await admission.admit({
      caller,
      boardId,
      prepare: () => Promise.resolve(),
      discard: () => undefined,
      enter: (grant) => {
        enter(socket, grant, has)
      },
    })
    if (!isAdmitted) throw new GamelanError('forbidden-or-unknown')
  }

  /** From here on a change of access reaches the socket. */
  function enter(socket: SessionSocket, grant: Grant, has: number | undefined): void {
    const { actor } = grant
    const isProgram = actor !== grant.participant.id
    // While the question was open, the server began to close or the client left.
    if (refusing || socket.conn.readyState !== 'open') throw new GamelanError('unavailable')
    if (!isProgram && !visitors.take(actor)) {
      metrics.refused.inc({ reason: 'tooMany' })
      throw new GamelanError('unavailable', { detail: 'sockets of one visitor' })
    }
    Object.assign(socket.data, { grant, has })
    sockets.add(socket)
    metrics.sessionSockets.set(sockets.size)
    socket.conn.once('close', () => {
      sockets.delete(socket)
      if (!isProgram) visitors.release(actor)
      metrics.sessionSockets.set(sockets.size)
    })
  }

  /** Never rejects. */
  async function answerTo(socket: SessionSocket, next: (error?: ExtendedError) => void): Promise<void> {
    try {
      await admit(socket)
      next()
    } catch (error) {
      const code = failureCode(error)
      if (code === 'internal') log.error({ err: error }, 'a session socket could not be admitted')
      next(Object.assign(new Error(code), { data: { code } }))
      // A client that tries again opens a new connection. In the next turn of the loop the answer is on its way.
      parts.clock.soon(() => socket.conn.close())
    }
  }

  function connected(socket: SessionSocket, entrance: Entrance): void {
    const { grant } = socket.data
    const ids = () => ({ board: grant.sessionBoardId, visitor: grant.actor })
    const wire = entrance.wireOf(socket.conn)
    const end = () => socket.conn.close()
    const contain = createContainment({ log, metrics, conversation: 'session', ids, end })
    const isProgram = grant.actor !== grant.participant.id
    contain(() => {
      wire.joined(isProgram ? undefined : grant.actor, () => socket.disconnect(true))
      // Who leaves the namespace has nothing more to say on this connection.
      socket.on('disconnect', () => socket.conn.close())
      serveSocket(socket, {
        ...parts,
        wire,
        contain,
        commands,
        reactions,
        refusing: () => refusing,
        watch: newsdesk.serve(socket, { wire, contain }),
      })
    })()
  }

  /** Socket.IO has not connected a socket that is still on its way in. */
  function end(socket: SessionSocket): void {
    if (socket.connected) socket.disconnect(true)
    else socket.conn.close()
  }

  function apply(socket: SessionSocket, change: AccessChange): void {
    const { grant, handle } = socket.data
    if (change.kind === 'ended') {
      const isMeant = grant.boardId === change.boardId || grant.through === change.boardId
      if (isMeant && change.concerns(grant.actor)) end(socket)
      return
    }
    if (grant.actor !== change.actor) return
    if (change.kind === 'name') {
      socket.data.grant = { ...grant, participant: change.participant }
      handle?.become({ participant: change.participant })
    } else if (grant.through === change.boardId) {
      const role = derivedRole(grant.derived, change.role)
      socket.data.grant = { ...grant, role }
      handle?.become({ role })
    }
  }

  function changed(change: AccessChange): void {
    for (const socket of sockets) {
      const ids = () => ({ board: socket.data.grant.sessionBoardId, visitor: socket.data.grant.actor })
      const ended = () => socket.conn.close()
      createContainment({ log, metrics, conversation: 'session', ids, end: ended })(apply)(socket, change)
    }
    newsdesk.accessChanged(change)
  }

  let entrance: Entrance | undefined
  return {
    register(app) {
      access.onChange(changed)
      entrance = createEntrance(app, parts, {
        admit: (socket, next) => void answerTo(socket, next),
        connected,
      })
    },

    refuse() {
      refusing = true
    },

    async close() {
      refusing = true
      await entrance?.close()
    },
  }
}

/**
 * Whether the address of a connection names this board, so that a router that reads the address alone sends it where the
 * socket's own words would. Clients from before the address named a board leave it out.
 */
function namesBoard(url: string, boardId: string): boolean {
  const named = new URLSearchParams(url.split('?', 2)[1] ?? '').getAll('board')
  return named.length === 0 || (named.length === 1 && named[0] === boardId)
}

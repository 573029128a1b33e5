/** What the session conversation is made of. Types alone. */
import type { Server, Socket } from 'socket.io'
import type { ClientToServer, ServerToClient } from '@gamelan/protocol/session/messages'
import type { TrustProxy } from '../access/forwarded.ts'
import type { Access, Grant } from '../access/types.ts'
import type { Clock } from '../clock.ts'
import type { Incoming } from '../incoming.ts'
import type { Boards } from '../boards/types.ts'
import type { RoundBoards } from '../live/round-boards.ts'
import type { LiveHandle, Live } from '../live/types.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { News } from '../news.ts'
import type { Limits } from '../settable-limits.ts'
import type { Contain } from '../sockets/containment.ts'
import type { Budgets } from './budgets.ts'
import type { Handler } from './events.ts'
import type { Wire } from './wire.ts'

export type SessionParts = {
  readonly access: Pick<Access, 'identify' | 'grant' | 'programCame' | 'onChange'>
  readonly live: Live
  readonly roundBoards: Pick<RoundBoards, 'own'>
  readonly boards: Pick<Boards, 'ofSession'>
  readonly news: Pick<News, 'listen'>
  readonly limits: Pick<Limits, 'socketsPerAddress' | 'socketsPerVisitor' | 'signInSeconds'>
  /** Counts what is received and not yet handled, of all three edges. */
  readonly incoming: Incoming
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly publicUrl: string | undefined
  /** Which proxies' forwarded headers are believed. */
  readonly trustProxy: TrustProxy
  /** Engine.IO's heartbeat in ms: how often, and how long an answer may take. Tests pass shorter ones. */
  readonly heartbeat?: { readonly every: number; readonly patience: number }
}

/** What serving a socket needs beside the socket. */
export type SocketParts = Pick<SessionParts, 'live' | 'roundBoards' | 'clock' | 'log' | 'metrics'> & {
  /** Whether the server is closing: then no command is taken. */
  readonly refusing: () => boolean
  readonly wire: Wire
  readonly contain: Contain
  /** Commands by session and person or link, and reactions by session: shared by all sockets. */
  readonly commands: Budgets
  readonly reactions: Budgets
  readonly watch: Handler<'watch'>
}

type NoEvents = Record<string, never>

/** What is known of a socket once it is admitted. */
export type Admitted = {
  grant: Grant
  /** Position of the state that the client has. */
  readonly has: number | undefined
  handle?: LiveHandle
}

export type SessionServer = Server<ClientToServer, ServerToClient, NoEvents, Admitted>
export type SessionSocket = Socket<ClientToServer, ServerToClient, NoEvents, Admitted>

/** What the session conversation is made of. Types alone. */
import type { Server, Socket } from 'socket.io'
import type { ClientToServer, ServerToClient } from '@gamelan/protocol/session/messages'
import type { Access, Grant } from '../access/types.ts'
import type { Clock } from '../clock.ts'
import type { Boards } from '../boards/types.ts'
import type { RoundBoards } from '../live/round-boards.ts'
import type { LiveHandle, Live } from '../live/types.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { News } from '../news.ts'
import type { Limits } from '../settable-limits.ts'

export type SessionParts = {
  readonly access: Pick<Access, 'identify' | 'grant' | 'programCame' | 'onChange'>
  readonly live: Live
  readonly roundBoards: Pick<RoundBoards, 'own'>
  readonly boards: Pick<Boards, 'ofSession'>
  readonly news: Pick<News, 'listen'>
  readonly limits: Pick<Limits, 'socketsPerAddress' | 'socketsPerVisitor' | 'signInSeconds'>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly publicUrl: string | undefined
  /** Whose forwarded headers are believed: fastify's `trustProxy`. */
  readonly trustProxy: boolean | string
}

type NoEvents = Record<string, never>

/** What is known of a socket once it is let in. */
export type Admitted = {
  grant: Grant
  /** Position of the state that the client has. */
  readonly has: number | undefined
  handle?: LiveHandle
}

export type SessionServer = Server<ClientToServer, ServerToClient, NoEvents, Admitted>
export type SessionSocket = Socket<ClientToServer, ServerToClient, NoEvents, Admitted>

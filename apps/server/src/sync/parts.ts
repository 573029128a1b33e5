/** What the sync conversation is made of. Types alone. */
import type { TrustProxy } from '../access/forwarded.ts'
import type { Access } from '../access/types.ts'
import type { Clock } from '../clock.ts'
import type { Counts } from '../counts.ts'
import type { Incoming } from '../incoming.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Rooms } from '../rooms/types.ts'
import type { Admission } from '../sockets/admission.ts'
import type { Contain } from '../sockets/containment.ts'
import type { Send } from './frames.ts'
import type { Limits } from '../settable-limits.ts'

export type SyncParts = {
  readonly access: Pick<Access, 'identify' | 'grant' | 'programCame' | 'left' | 'onChange'>
  readonly rooms: Rooms
  readonly limits: Pick<Limits, 'socketsPerAddress' | 'socketsPerVisitor' | 'signInSeconds'>
  /** Counts what is received and not yet handled, of all three edges. */
  readonly incoming: Incoming
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly publicUrl: string | undefined
  /** Which proxies' forwarded headers are believed. */
  readonly trustProxy: TrustProxy
  /** 128 random bits, base64url. */
  readonly newId: () => string
}

/** What serving a socket needs beside the socket. */
export type SocketParts = SyncParts & {
  readonly refusing: () => boolean
  /** Sockets that were admitted, by visitor. */
  readonly visitors: Counts
  readonly admission: Admission
  readonly contain: Contain
  readonly send: Send
}

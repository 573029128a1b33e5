/** What the http conversation is made of. Types alone. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Audit } from '../access/audit.ts'
import type { Trust } from '../access/forwarded.ts'
import type { Access } from '../access/types.ts'
import type { Erasing } from '../boards/erase.ts'
import type { Forks } from '../boards/fork.ts'
import type { Imports } from '../boards/import.ts'
import type { Restores } from '../boards/restore.ts'
import type { Scenes } from '../boards/scene.ts'
import type { Boards, Files, Pictures } from '../boards/types.ts'
import type { Clock } from '../clock.ts'
import type { Incoming } from '../incoming.ts'
import type { Marks } from '../history/marks.ts'
import type { Replay } from '../history/replay.ts'
import type { Store } from '../live/store.ts'
import type { Metrics } from '../metrics.ts'
import type { Rooms } from '../rooms/types.ts'
import type { PlayAgain } from '../series/play-again.ts'
import type { AllSeries } from '../series/series.ts'
import type { Limits } from '../settable-limits.ts'
import type { Storage } from '../storage.ts'

export type HttpParts = {
  readonly access: Access
  readonly audit: Pick<Audit, 'note' | 'read'>
  readonly boards: Boards
  readonly files: Files
  readonly pictures: Pictures
  readonly scenes: Scenes
  readonly imports: Imports
  readonly replay: Replay
  readonly sessions: Pick<Store, 'milestones' | 'revealed'>
  readonly marks: Marks
  readonly restores: Restores
  readonly forks: Forks
  readonly erasing: Erasing
  readonly series: AllSeries
  readonly playAgain: PlayAgain
  readonly rooms: Pick<Rooms, 'here'>
  /** What links are made from, without a slash at its end; undefined: from each request's own host. */
  readonly publicUrl: string | undefined
  /** Which proxies' forwarded headers are believed. */
  readonly trusts: Trust
  /** The origins whose pages may show this one in a frame. */
  readonly embedOrigins: readonly string[]
  /** The origins whose pages boards may show in a frame. */
  readonly embedSites: readonly string[]
  readonly limits: Limits
  readonly storage: Pick<Storage, 'requireRoom'>
  /** Rejects when the server cannot serve. */
  readonly ready: () => Promise<void>
  /** Counts what is received and not yet handled, of all three edges. */
  readonly incoming: Incoming
  readonly clock: Clock
  readonly metrics: Metrics
  /** The folder of the built page. */
  readonly webFolder: string
  /** Where the hashed files of earlier builds of the page are. */
  readonly keptAssets?: string | undefined
}

/** Fastify, with zod for its schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/**
 * The server, put together: every part by name, in the order in which each needs those before. Must never read the
 * environment or open a port: that is the process's, see main.ts.
 */
import type { Attention } from '@gamelan/protocol/session/attention'
import { MILESTONE_EVENTS } from '@gamelan/protocol/session/milestones'
import { fastify, LogController, type FastifyInstance } from 'fastify'
import { createAccess } from './access/access.ts'
import { createAudit } from './access/audit.ts'
import { createChanges } from './access/changes.ts'
import { createTrust, type TrustProxy } from './access/forwarded.ts'
import { sessionBoardOf } from './access/session-boards.ts'
import { createBoards } from './boards/boards.ts'
import { createErasing } from './boards/erase.ts'
import { createFiles } from './boards/files.ts'
import { createForks } from './boards/fork.ts'
import { createImports } from './boards/import.ts'
import { createPictures } from './boards/pictures.ts'
import { createRestores } from './boards/restore.ts'
import { createScenes } from './boards/scene.ts'
import { createSweeper } from './boards/sweeper.ts'
import type { Clock } from './clock.ts'
import type { Database } from './database/database.ts'
import { deflate } from './deflate.ts'
import { commit, type Share } from './history/batch.ts'
import { createFolder } from './history/fold.ts'
import { createFoldSchedule } from './history/fold-schedule.ts'
import { createHistory } from './history/history.ts'
import { createMarks } from './history/marks.ts'
import { createReplay } from './history/replay.ts'
import { createWriter } from './history/writer.ts'
import { asGamelanError, sendProblem } from './http/problems.ts'
import { registerHttp } from './http/routes.ts'
import { createIncoming } from './incoming.ts'
import { REQUEST_TIME } from './limits.ts'
import { createLive } from './live/live.ts'
import { createPrepare } from './live/prepare.ts'
import { withRoom } from './live/with-room.ts'
import { createRoundBoards } from './live/round-boards.ts'
import { createStore } from './live/store.ts'
import type { Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createNews } from './news.ts'
import { createReadiness } from './readiness.ts'
import { createRooms } from './rooms/rooms.ts'
import type { Lock } from './rooms/types.ts'
import type { Limits } from './settable-limits.ts'
import { createPlayAgain } from './series/play-again.ts'
import { createSeries } from './series/series.ts'
import { createSession } from './session/session.ts'
import { createStorage } from './storage.ts'
import { createSync } from './sync/sync.ts'

/** Milliseconds for which a board that nobody has open stays in memory. */
const LINGER = 30_000
/** Milliseconds between two looks at connections that have not said what they want. */
const CONNECTIONS_LOOK = 2000
/** Milliseconds for which the end waits for requests that are being answered. */
const ANSWER_PATIENCE = 2000

export type AppParts = {
  readonly database: Database
  readonly secret: string
  readonly publicUrl: string | undefined
  readonly trustProxy: TrustProxy
  /** The origins whose pages may show Gamelan in a frame. */
  readonly embedOrigins: readonly string[]
  /** The origins whose pages boards may show in a frame. */
  readonly embedSites: readonly string[]
  readonly limits: Limits
  /** Milliseconds after which history is folded; 0: never. */
  readonly foldAfter: number
  /** Bytes that are free on the data disk; undefined: nobody knows. */
  readonly freeDisk: () => Promise<number | undefined>
  /** The folder of the built page. */
  readonly webFolder: string
  /** Where the hashed files of earlier builds of the page are. */
  readonly keptAssets?: string | undefined
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  /** 128 random bits, base64url. */
  readonly newId: () => string
  /** A whole number from 0 to below `count`, which nobody can foresee. */
  readonly draw: (count: number) => number
  readonly log: Log
}

/** Bytes that shares add to the log. */
const bytesOf = (shares: readonly Share[]): number =>
  shares.reduce((sum, { entries }) => entries.reduce((all, { payload }) => all + payload.byteLength, sum), 0)

/** What a session says of who may draw. */
const lockIn = ({ locked, presenter }: Attention): Lock | undefined =>
  locked ? { except: presenter ?? undefined } : undefined

export type App = {
  readonly server: FastifyInstance
  /**
   * Takes nobody in any more, saves everything, and sends everybody away (S11). Resolves when all is done; the
   * database is still open then.
   */
  drain(): Promise<void>
}

export async function buildApp(parts: AppParts): Promise<App> {
  const { database, secret, publicUrl, trustProxy, limits, clock, random, newId, draw, log } = parts
  const trusts = createTrust(trustProxy)
  let draining = false

  const metrics = createMetrics()
  const incoming = createIncoming(limits.incomingBytes, (bytes) => {
    metrics.incomingBytes.set(bytes)
  })
  const news = createNews({ log })
  const storage = createStorage({ database, limits, freeDisk: parts.freeDisk, clock, log, metrics })
  const history = createHistory({ database, clock, log })
  const writer = createWriter({
    async commit(shares, options) {
      const lost = await commit(database, shares, options)
      storage.added(bytesOf(shares.filter(({ boardId }) => !lost.has(boardId))))
      return lost
    },
    clock,
    log,
    metrics,
  })
  const rooms = createRooms(
    {
      history,
      writer,
      clock,
      log,
      metrics,
      deflate,
      limits,
      news,
      async sessionOf(boardId) {
        const sessionBoardId = await sessionBoardOf(database.queries, boardId)
        return { boardId: sessionBoardId, lock: lockIn(await live.attention(sessionBoardId)) }
      },
    },
    LINGER,
  )

  const changes = createChanges({ log })
  const audit = createAudit({ database, clock })
  const access = createAccess({ database, secret, changes, news, audit, clock, random, newId })
  access.onChange((change) => {
    if (change.kind === 'ended') rooms.end(change.boardId, (peer) => change.concerns(peer.actor), 'forbidden')
    else rooms.become(change.actor, change)
  })

  const boards = createBoards({
    database,
    history,
    changes,
    news,
    audit,
    limits,
    storage,
    secret,
    clock,
    random,
    newId,
  })
  const files = createFiles({ database, limits, storage, clock })
  const replay = createReplay({ database, clock, history, log })
  const marks = createMarks({ database, clock, newId, log, news })
  const folding = createFoldSchedule(createFolder({ database, clock, log }), parts.foldAfter, { clock, log })
  const restores = createRestores({ database, history, rooms, marks, audit })
  const forks = createForks({ history, boards, files, audit, limits })
  const erasing = createErasing({ database, history, rooms, files, audit, clock, newId, log, news })
  const pictures = createPictures({ database, storage, clock })
  const scenes = createScenes({ history, files })
  const sweeper = createSweeper({ database, clock, log })
  const imports = createImports({ rooms, files, storage, newId })
  const roundBoards = createRoundBoards({ database, boards, newId })
  const store = createStore({ database, boards, log })
  const live = createLive({
    store,
    clock,
    log,
    newId,
    draw,
    prepare: withRoom(storage, createPrepare({ boardsOf: (round) => roundBoards.of(round) })),
    happened(boardId, events, { attention }) {
      metrics.sessionEvents.add(events.length)
      if (events.some(({ type }) => type === 'lock-changed' || type === 'presented'))
        rooms.lock(boardId, lockIn(attention))
      if (events.some(({ type }) => MILESTONE_EVENTS.some((one) => one === type)))
        news.tell({ kind: 'milestones', boardId })
    },
  })

  const series = createSeries({ database, changes, news, audit, secret, clock, newId })
  const playAgain = createPlayAgain({ series, forks, store, audit, clock, newId })

  const server = fastify({
    loggerInstance: log,
    trustProxy: trusts,
    requestTimeout: REQUEST_TIME,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.signInSeconds * 1000,
      connectionsCheckingInterval: CONNECTIONS_LOOK,
    },
    // Addresses that cannot be read never reach a route, nor its error handler.
    frameworkErrors(error, _request, reply) {
      void sendProblem(reply, asGamelanError(error))
    },
    // One line a request, from the hook below, without what may be secret in an address.
    logController: new LogController({ disableRequestLogging: true }),
  }) as unknown as FastifyInstance
  server.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      { req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    )
    done()
  })

  const sync = createSync({
    access,
    rooms,
    limits,
    incoming,
    clock,
    log,
    metrics,
    publicUrl,
    trustProxy,
    newId,
  })
  sync.register(server)
  const session = createSession({
    access,
    live,
    roundBoards,
    boards,
    news,
    limits,
    incoming,
    clock,
    log,
    metrics,
    publicUrl,
    trustProxy,
  })
  session.register(server)
  const { webFolder, keptAssets, embedOrigins, embedSites } = parts
  await registerHttp(server, {
    access,
    audit,
    boards,
    files,
    pictures,
    scenes,
    imports,
    replay,
    sessions: store,
    marks,
    restores,
    forks,
    erasing,
    series,
    playAgain,
    rooms,
    publicUrl,
    trusts,
    embedOrigins,
    embedSites,
    limits,
    incoming,
    storage,
    webFolder,
    keptAssets,
    clock,
    metrics,
    ready: createReadiness({ database, writer, isClosing: () => draining, clock, log }),
  })

  await storage.start()
  sweeper.start()
  folding.start()
  return {
    server,
    async drain() {
      draining = true
      sync.refuse()
      session.refuse()
      storage.stop()
      const swept = Promise.all([sweeper.stop(), folding.stop()])
      // First what is there is saved, so that people are told before they are sent away; then what came meanwhile.
      await writer.settled()
      await live.drain()
      await Promise.all([session.close(), sync.close()])
      await rooms.drain()
      // Node does not take a connection for idle that has never asked, as browsers open them in advance, nor one whose
      // request never ends.
      const stopWaiting = clock.after(ANSWER_PATIENCE, () => {
        server.server.closeAllConnections()
      })
      await server.close()
      stopWaiting()
      await swept
    },
  }
}

/**
 * Rooms on a store in memory whose loads and commits wait for the test, and connections as they look from outside.
 * Must never be imported by what ships.
 */
import type { CloseReason } from '@gamelan/protocol/sync/close-codes'
import { encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import {
  decodeMessage,
  encodeAwareness,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
} from '@gamelan/protocol/sync/messages'
import type { SyncMessage } from '@gamelan/protocol/sync/messages'
import type { Role } from '@gamelan/protocol/roles'
import * as Y from 'yjs'
import { createFakeClock } from '../clock.fake.ts'
import { deflate } from '../deflate.ts'
import type { Queries } from '../database/database.ts'
import { EntryRefused, type Share } from '../history/batch.ts'
import type { Author, History, Loaded, Moment } from '../history/types.ts'
import { createWriter } from '../history/writer.ts'
import { createLog } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import { limitsOf } from '../settable-limits.ts'
import { createNews } from '../news.ts'
import { createRooms } from './rooms.ts'
import type { Connection, Lock, RoomHandle } from './types.ts'

export const BOARD = 'board'
export const LINGER = 30_000

/** Lets promises that are settled be heard. */
export const heard = () => new Promise((resolve) => setImmediate(resolve))

function updateOf(write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  // Not by chance: a seeded test must come out the same.
  doc.clientID = 1
  write(doc)
  return Y.encodeStateAsUpdate(doc)
}

/** A store in memory whose loads and commits wait for the test where it asks for that. */
export function setUp(limits = limitsOf()) {
  const clock = createFakeClock()
  const log: Uint8Array[] = [updateOf((doc) => doc.getMap('elements').set('first', 1))]
  /** Who brought what is in the log after its first entry. */
  const authors: Author[] = []
  const keyframes: Moment[] = []
  let epoch = 0
  const loads: { resolve(loaded: Loaded): void; reject(error: Error): void }[] = []
  const commits: { resolve(): void; reject(error: Error): void }[] = []
  const hold = { loads: false, commits: false }
  const logBytes = () => log.reduce((sum, payload) => sum + payload.byteLength, 0)
  const found = (): Loaded => ({
    head: log.length,
    keyframe: 0,
    updates: [...log],
    logBytes: logBytes(),
  })
  const history: Pick<History, 'acquire' | 'load' | 'keep' | 'logBytes'> = {
    acquire(boardId) {
      epoch += 1
      return Promise.resolve({ boardId, epoch })
    },
    load: () =>
      hold.loads
        ? new Promise((resolve, reject) => loads.push({ resolve, reject }))
        : Promise.resolve(found()),
    logBytes: () => Promise.resolve(logBytes()),
    keep(_boardId, moment) {
      keyframes.push(moment)
      return Promise.resolve()
    },
  }
  function store(shares: readonly Share[]): ReadonlySet<string> {
    const lost = new Set<string>()
    for (const share of shares) {
      if (share.epoch !== epoch) {
        lost.add(share.boardId)
        continue
      }
      log.push(...share.entries.map((entry) => entry.payload))
      authors.push(...share.entries.map(({ actor, connection }) => ({ actor, connection })))
    }
    return lost
  }
  /** What belongs to entries is done before any is there: where it is refused, none is. */
  async function commit(shares: readonly Share[]): Promise<ReadonlySet<string>> {
    for (const entry of shares.flatMap(({ entries }) => entries)) {
      if (entry.within === undefined) continue
      // Nothing of the transaction is used.
      await entry.within({} as Queries).catch((error: unknown) => {
        throw new EntryRefused(entry, error)
      })
    }
    return store(shares)
  }
  const parts = { clock, log: createLog('silent', false), metrics: createMetrics() }
  const writer = createWriter({
    ...parts,
    commit: (shares) =>
      hold.commits
        ? new Promise((resolve, reject) => commits.push({ resolve: () => resolve(commit(shares)), reject }))
        : commit(shares),
  })
  /** What the board is locked to when it is opened. */
  const locked: { lock: Lock | undefined; session?: string } = { lock: undefined }
  const sessionOf = (boardId: string) =>
    Promise.resolve({ boardId: locked.session ?? boardId, lock: locked.lock })
  const rooms = createRooms(
    { ...parts, deflate, limits, writer, history: history as History, news: createNews(parts), sessionOf },
    LINGER,
  )
  return {
    clock,
    log,
    authors,
    keyframes,
    loads,
    commits,
    hold,
    found,
    history,
    rooms,
    locked,
    metrics: parts.metrics,
    epoch: () => epoch,
    /** Runs what is due and everything that follows from it. */
    settle: async (milliseconds = 0): Promise<void> => {
      clock.advance(milliseconds)
      await heard()
      clock.run()
      await heard()
    },
  }
}

let connections = 0

/** A connection as the test sees it from outside: what it was sent, and how it was closed. */
export function connect(
  handle: RoomHandle,
  {
    role = 'editor',
    wantsSaved = false,
    wantsRole = false,
    inflates = false,
    ignoresOwn = false,
    actor = 'kim',
    isProgram = false,
    through = BOARD,
    roleFrom = (there) => there,
    doc = new Y.Doc(),
  }: {
    role?: Role
    wantsSaved?: boolean
    wantsRole?: boolean
    inflates?: boolean
    ignoresOwn?: boolean
    actor?: string
    isProgram?: boolean
    through?: string
    roleFrom?: Connection['roleFrom']
    doc?: Y.Doc
  } = {},
) {
  const got: SyncMessage[] = []
  const seen = {
    closed: [] as CloseReason[],
    buffered: 0,
    frames: [] as Uint8Array[],
    pings: [] as (() => void)[],
  }
  const connection: Connection = {
    connectionId: `connection ${String(connections++)} of ${actor}`,
    actor,
    through,
    isProgram,
    participant: { id: actor, name: actor, color: '#1864ab' },
    role,
    roleFrom,
    wantsSaved,
    wantsRole,
    inflates,
    ignoresOwn,
    send(frame) {
      seen.frames.push(frame)
      got.push(decodeMessage(frame))
    },
    bufferedBytes: () => seen.buffered,
    ping: (answered) => seen.pings.push(answered),
    close: (reason) => seen.closed.push(reason),
  }
  const peer = handle.join(connection)
  return {
    peer,
    got,
    seen,
    doc,
    types: () => got.map((message) => message.type),
    /** Asks for the document, as every client does first. */
    sync() {
      peer.receive(encodeStep1(Y.encodeStateVector(doc)))
      this.apply()
    },
    /** Takes in what it was sent. */
    apply() {
      for (const message of got.splice(0)) {
        if (message.type === 'step2' || message.type === 'update') Y.applyUpdate(doc, message.update)
      }
    },
    /** Does with what it was sent what a y-websocket client does: takes it in, and answers step 1. */
    answer() {
      for (const message of got.splice(0)) {
        if (message.type === 'step1') {
          peer.receive(encodeStep2(Y.encodeStateAsUpdate(doc, message.stateVector)))
        } else if (message.type === 'step2' || message.type === 'update') {
          Y.applyUpdate(doc, message.update)
        }
      }
    },
    /** Shows itself, under the client id of its document. */
    name() {
      peer.receive(
        encodeAwareness(encodeAwarenessEntries([{ clientId: doc.clientID, clock: 1, state: '{}' }])),
      )
    },
    /** Makes a change and sends it. */
    write(work: (doc: Y.Doc) => void) {
      const before = Y.encodeStateVector(doc)
      work(doc)
      const update = Y.encodeStateAsUpdate(doc, before)
      peer.receive(encodeUpdate(update))
      return update
    },
    saved: () => got.flatMap((message) => (message.type === 'saved' ? [message.saved] : [])),
  }
}

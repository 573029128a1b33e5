/**
 * One open board: its document, its peers, and its way into the log. Must never send on what it has not applied, nor
 * go on when document and log could differ: then it fails, everybody is sent away for a moment, and the board is
 * loaded again from the log.
 */
import { SYNC_MESSAGE_BYTES } from '@gamelan/protocol/limits'
import type { Role } from '@gamelan/protocol/roles'
import { encodeAwareness } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import type { Clock } from '../clock.ts'
import { GamelanError } from '../errors.ts'
import type { Author, History, Loaded, Ownership, Writer } from '../history/types.ts'
import { MORE_FOR_EDITORS, MORE_FOR_FACILITATORS, PEOPLE_PER_BOARD } from '../limits.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { News } from '../news.ts'
import type { Limits } from '../settable-limits.ts'
import { createBroadcast } from './broadcast.ts'
import { createCapacity } from './capacity.ts'
import { createLiveDocument, type Change } from './document.ts'
import type { Headcount } from './headcount.ts'
import { createIntake } from './intake.ts'
import { createKeyframes } from './keyframes.ts'
import { createLogSize } from './log-size.ts'
import { createOwners, type Owners } from './owners.ts'
import { createPeer, type PeerRoom, type RoomPeer } from './peer.ts'
import { createPresence } from './presence.ts'
import { createCommittedClocks } from './saved.ts'
import type { Adds, Changed, Connection, Lock, SessionOfBoard, Within } from './types.ts'
import type { Deflate } from './whole.ts'
import type { Work } from './work.ts'

/** Milliseconds between two frames of presence, and in a full room or on a full server. */
const PRESENCE_TICK = 33
const PRESENCE_TICK_FULL = 48
const FULL = 30
/** Milliseconds between two looks at slow readers. */
const REVIEW_EVERY = 250
/** Milliseconds after which those who wait for nothing of their own hear what else was saved. */
const OTHERS_SAVED_AFTER = 1000

export type RoomsParts = {
  readonly history: History
  readonly writer: Writer
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly deflate: Deflate
  readonly limits: Pick<Limits, 'historyBytesPerBoard'>
  readonly news: Pick<News, 'tell'>
  /** The session in which a board is, by that one's board, and whether it is locked when the board is opened. */
  readonly sessionOf: (boardId: string) => Promise<SessionOfBoard>
}

export type RoomParts = RoomsParts & { readonly headcount: Headcount; readonly work: Work }

/** Somebody who waits until the log is committed up to a seq. */
type Waiting = { readonly seq: number; resolve(): void; reject(error: Error): void }

export type Room = {
  readonly doc: Y.Doc
  /** Position of the last committed change. */
  seq(): number
  readonly peers: ReadonlySet<RoomPeer>
  join(connection: Connection): RoomPeer
  change(author: Author, write: (doc: Y.Doc) => void, adds?: Adds): Promise<{ readonly seq: number }>
  /** See `RoomHandle`. */
  changeWith(author: Author, write: (doc: Y.Doc) => void, adds: Adds, within: Within): Promise<Changed>
  /** Whether the log may get so much longer (A6). */
  logHasRoom(bytes: number): boolean
  /** What `change` would reject with now. undefined: it would be made. */
  refusal(author: Author, adds: Adds | undefined): GamelanError | undefined
  /** See `Rooms`. */
  lock(lock: Lock | undefined): void
  keepAlive(): void
  /** Resolves when all that was changed until now is saved, or lost. */
  settled(): Promise<void>
  /** Keeps the whole document where that saves time at the next opening. Never rejects. */
  keepKeyframe(): Promise<void>
  /** Whether something still waits for its commit. */
  unsaved(): boolean
  close(): void
  /** Closes while something is erased, and sends everybody away for a moment. */
  dismiss(): void
}

/** Connections to the board up to which somebody of each role is let in. */
const ROOM_FOR = {
  viewer: PEOPLE_PER_BOARD,
  editor: PEOPLE_PER_BOARD + MORE_FOR_EDITORS,
  facilitator: PEOPLE_PER_BOARD + MORE_FOR_EDITORS + MORE_FOR_FACILITATORS,
} as const satisfies Readonly<Record<Role, number>>

/** Opens a room on what was loaded. `failed` is called once if it cannot go on. Throws for what cannot be applied. */
export function createRoom(
  ownership: Ownership,
  loaded: Loaded,
  { history, writer, clock, log: parentLog, metrics, deflate, limits, news, headcount, work }: RoomParts,
  failed: (room: Room) => void,
): Room {
  const { boardId } = ownership
  const log = parentLog.child({ board: boardId })
  const document = createLiveDocument(loaded.updates, deflate)
  const presence = createPresence(ownership.epoch)
  const capacity = createCapacity(
    document,
    loaded.updates.reduce((sum, update) => sum + update.byteLength, 0),
  )
  const peers = new Set<RoomPeer>()
  const owners: Owners = createOwners({ document, peers, clock, later })
  const clocks = createCommittedClocks(document.clocks())
  const keyframes = createKeyframes(
    { ownership, history, log, encoded: () => document.encoded() },
    loaded.keyframe,
  )
  const broadcast = createBroadcast<RoomPeer>(clock, sendUpdate)
  const tellSoon = new Set<RoomPeer>()
  const timers = new Map<string, () => void>()
  let waiting: Waiting[] = []
  /** Changes that are applied once they are committed. */
  let unapplied: { readonly seq: number; readonly update: Uint8Array }[] = []
  let open = true
  let isErasing = false
  let head = loaded.head
  let committed = loaded.head
  let presenceAt = Number.NEGATIVE_INFINITY
  let lock: Lock | undefined

  const appender = writer.open(ownership, {
    committed: onCommitted,
    lost(reason) {
      log.error({ reason }, 'board lost: its unsaved changes are given up')
      fail()
    },
  })

  const logSize = createLogSize(loaded.logBytes, {
    limit: limits.historyBytesPerBoard,
    measure: () => history.logBytes(boardId),
    settled: () => appender.waiting() === 0,
    later,
  })

  const receive = createIntake({
    document,
    owners,
    capacity,
    logSize,
    work,
    hasRoom: (bytes, from) => appender.hasRoom(bytes, from.connectionId),
    record(changes, from) {
      record(changes, { actor: from.actor, connection: from.connectionId }, from)
    },
    head: () => head,
    failed(failure, from) {
      log.error({ err: failure, connection: from.connectionId }, 'an update failed halfway')
      from.end('malformed')
      fail()
    },
  })

  /** Runs once, however often it is asked for meanwhile. */
  function later(name: string, milliseconds: number, run: () => void): void {
    if (!open || timers.has(name)) return
    const runOnce = () => {
      timers.delete(name)
      run()
    }
    timers.set(name, milliseconds > 0 ? clock.after(milliseconds, runOnce) : clock.soon(runOnce))
  }

  function refusal(
    author: Author,
    adds: Adds | undefined,
    clients = document.clock(document.doc.clientID) > 0 ? 0 : 1,
  ): GamelanError | undefined {
    // An element is one struct at least, and so is any change.
    const structs = Math.max(1, adds?.elements ?? 0)
    const excess = adds && capacity.excess({ ...adds, clients, structs, deletions: 0 })
    if (excess !== undefined) {
      return new GamelanError('drawing-too-large', { detail: `too many ${excess} on the board` })
    }
    if (adds && adds.bytes > SYNC_MESSAGE_BYTES) {
      return new GamelanError('drawing-too-large', { detail: 'too much for one change' })
    }
    if (adds && isLockedFor(author.actor)) return new GamelanError('drawing-locked')
    if (adds && logSize.isFull(adds.bytes)) return new GamelanError('history-full')
    return open && appender.hasRoom(adds?.bytes ?? 0, author.connection) ? undefined : unsaved(isErasing)
  }

  const isLockedFor = (actor: string) => lock !== undefined && lock.except !== actor

  function record(changes: readonly Change[], author: Author, origin: RoomPeer | undefined): void {
    for (const { update, moves } of changes) {
      head += 1
      clocks.logged(head, moves)
      // First of the two that wait for the end of what has arrived: the embedded database holds the only thread.
      broadcast.add(update, origin)
      appender.append({ seq: head, at: clock.now(), ...author, payload: update })
      capacity.added(update.byteLength)
      logSize.added(update.byteLength)
      metrics.updates.add(1)
    }
    // A document without what is already in the log would be none of this position.
    if (unapplied.length === 0) keyframes.moved(head)
  }

  /** Until it is committed nobody sees the change, so that no client can bring it back where it was refused. */
  function changeWith(
    author: Author,
    write: (doc: Y.Doc) => void,
    adds: Adds,
    within: Within,
  ): Promise<Changed> {
    // Under a client id of its own: this document goes on meanwhile.
    const refused = refusal(author, adds, 1)
    if (refused !== undefined) return Promise.reject(refused)
    const update = updateOf(document.encoded(), write)
    if (update === undefined) {
      const seq = head
      return new Promise((resolve, reject) => {
        waitFor(seq, { resolve: () => resolve({ seq, isChanged: false }), reject })
      })
    }
    head += 1
    const seq = head
    clocks.logged(seq, Y.parseUpdateMeta(update).to)
    unapplied.push({ seq, update })
    logSize.added(update.byteLength)
    metrics.updates.add(1)
    return new Promise((resolve, reject) => {
      let refusedFor: Error | undefined
      appender.append({
        seq,
        at: clock.now(),
        ...author,
        payload: update,
        within: (tx) => within(tx, seq),
        refused(reason) {
          unapplied = unapplied.filter((change) => change.seq !== seq)
          clocks.withdraw(seq)
          refusedFor = reason instanceof Error ? reason : new Error(String(reason))
        },
      })
      const resolved = () =>
        refusedFor === undefined ? resolve({ seq, isChanged: true }) : reject(refusedFor)
      waitFor(seq, { resolve: resolved, reject: (error) => reject(refusedFor ?? error) })
    })
  }

  function waitFor(seq: number, waits: Omit<Waiting, 'seq'>): void {
    if (seq <= committed) waits.resolve()
    else waiting.push({ seq, ...waits })
  }

  function applyCommitted(): void {
    for (const { update } of unapplied.filter(({ seq }) => seq <= committed)) {
      const { changes, failure } = document.change((doc) => {
        Y.applyUpdate(doc, update)
      })
      for (const change of changes) {
        broadcast.add(change.update, undefined)
        capacity.added(change.update.byteLength)
      }
      if (failure !== undefined) {
        log.error({ err: failure }, 'a committed change could not be applied')
        fail()
        return
      }
    }
    unapplied = unapplied.filter(({ seq }) => seq > committed)
  }

  function onCommitted(seq: number): void {
    committed = seq
    clocks.commit(seq)
    applyCommitted()
    if (!open) return
    const done = waiting.filter((item) => item.seq <= seq)
    waiting = waiting.filter((item) => item.seq > seq)
    for (const item of done) item.resolve()
    tellSaved(peers)
    keyframes.committed(seq)
    news.tell({ kind: 'history', boardId, head: seq })
  }

  function tellSaved(to: Iterable<RoomPeer>): void {
    let oldest = committed
    for (const peer of to) peer.tellSaved()
    for (const peer of peers) oldest = Math.min(oldest, peer.toldSeq)
    clocks.forget(oldest)
    if (oldest < committed) later('others-saved', OTHERS_SAVED_AFTER, () => tellSaved(peers))
  }

  function sendUpdate(frame: Uint8Array, except: RoomPeer | undefined): number {
    let sent = 0
    let known: Uint8Array | undefined
    const stateVector = () => (known ??= document.stateVector())
    for (const peer of peers) {
      if (peer === except || !peer.synced) continue
      peer.outbox.update(frame, stateVector)
      if (peer.slow) reviewLater()
      sent += 1
    }
    return sent
  }

  function presenceChanged(): void {
    const tick = peers.size > FULL || headcount.isHigh() ? PRESENCE_TICK_FULL : PRESENCE_TICK
    later('presence', presenceAt + tick - clock.elapsed(), sendPresence)
  }

  function sendPresence(): void {
    presenceAt = clock.elapsed()
    const frame = presence.tick()
    if (frame === undefined) return
    const shared = encodeAwareness(frame.shared)
    for (const peer of peers) {
      const update = frame.for(peer)
      if (update !== undefined)
        peer.outbox.presence(update === frame.shared ? shared : encodeAwareness(update))
      if (peer.slow) reviewLater()
    }
  }

  function reviewLater(): void {
    later('review', REVIEW_EVERY, () => {
      for (const peer of peers) peer.review()
      if ([...peers].some((peer) => peer.slow)) reviewLater()
    })
  }

  /** Sends everybody away for a moment; whoever opens the board next loads it from the log. */
  function fail(): void {
    if (!open) return
    close()
    failed(room)
    sendAway()
  }

  function sendAway(): void {
    for (const peer of peers) peer.end('unavailable')
  }

  function close(): void {
    open = false
    broadcast.stop()
    appender.close()
    for (const cancel of timers.values()) cancel()
    timers.clear()
    const left = waiting.splice(0)
    // What is on its way to the database may still be committed: an answer says what became of it.
    if (left.length > 0) void answerLater(left)
    document.destroy()
  }

  /** Never rejects. */
  async function answerLater(left: readonly Waiting[]): Promise<void> {
    const isCommitted = await appender.settled()
    for (const item of left) {
      if (isCommitted) item.resolve()
      else item.reject(unsaved(isErasing))
    }
  }

  const forPeers: PeerRoom = {
    elapsed: () => clock.elapsed(),
    receive,
    named: (client, by) => owners.named(client, by),
    document,
    presence,
    presenceChanged,
    savedSoon(peer) {
      tellSoon.add(peer)
      later('saved', 0, () => {
        tellSaved(tellSoon)
        tellSoon.clear()
      })
    },
    committed: () => ({ seq: committed, all: () => clocks.all(), since: (seq) => clocks.since(seq) }),
    isLockedFor,
    slow: reviewLater,
    remove(peer) {
      peers.delete(peer)
      headcount.left()
      tellSoon.delete(peer)
      owners.leave(peer)
      if (open) presenceChanged()
      news.tell({ kind: 'members', boardId: peer.through })
      log.info({ connection: peer.connectionId, visitor: peer.actor, people: peers.size }, 'left')
    },
    refused(peer, reason, detail) {
      metrics.refused.inc({ reason })
      log.warn({ connection: peer.connectionId, visitor: peer.actor, reason, detail }, 'refused')
    },
  }

  const room: Room = {
    doc: document.doc,
    seq: () => committed,
    peers,
    join(connection) {
      if (!open) throw new GamelanError('unavailable', { detail: 'the board is being reloaded' })
      const peer = createPeer(connection, forPeers, metrics)
      peers.add(peer)
      headcount.came()
      owners.join(peer)
      news.tell({ kind: 'members', boardId: peer.through })
      const { connectionId, actor, role } = connection
      log.info({ connection: connectionId, visitor: actor, role, people: peers.size }, 'joined')
      if (peers.size > ROOM_FOR[role]) peer.refuse('crowded', 'too many on the board')
      return peer
    },
    logHasRoom: (bytes) => !logSize.isFull(bytes),
    refusal: (author, adds) => refusal(author, adds),
    change(author, write, adds) {
      const refused = refusal(author, adds)
      if (refused !== undefined) return Promise.reject(refused)
      const { changes, failure } = document.change(write)
      // Written through Yjs's own types, each step is whole: what was done before a failure is done.
      record(changes, author, undefined)
      if (failure !== undefined) return Promise.reject(failure)
      const seq = head
      return new Promise((resolve, reject) => {
        waitFor(seq, { resolve: () => resolve({ seq }), reject })
      })
    },
    changeWith,
    lock(next) {
      lock = next
      for (const peer of peers) peer.lockChanged()
    },
    keepAlive() {
      for (const peer of peers) peer.outbox.keepAlive()
    },
    async settled() {
      await appender.settled()
    },
    async keepKeyframe() {
      if (open && committed === head) await keyframes.atClose(head)
    },
    unsaved: () => appender.waiting() > 0,
    close,
    dismiss() {
      isErasing = true
      close()
      sendAway()
    },
  }
  return room
}

/** What a change writes to a document, which stays as it is. undefined: nothing. */
function updateOf(encoded: Uint8Array, write: (doc: Y.Doc) => void): Uint8Array | undefined {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, encoded)
  const updates: Uint8Array[] = []
  copy.on('update', (update: Uint8Array) => updates.push(update))
  copy.transact(() => {
    write(copy)
  })
  copy.destroy()
  return updates.length === 0 ? undefined : Y.mergeUpdates(updates)
}

function unsaved(isErasing: boolean): GamelanError {
  if (isErasing) return new GamelanError('being-erased')
  return new GamelanError('unavailable', { detail: 'the change could not be saved' })
}

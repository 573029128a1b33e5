/**
 * The open boards. One board has one live document, whatever loads, unloads and joins race (S9), and one that could
 * not be loaded is not served (S4).
 *
 * A board is loading, open, or ending. It closes in one step, without waiting in between: whoever asked before has the
 * open room, whoever asks after loads it anew. Ending is the state of a room that failed while changes of its still
 * wait for the database: a load before those are in would miss them. So is that of a board that is closed for a while.
 */
import type { CloseReason } from '@gamelan/protocol/sync/close-codes'
import type * as Y from 'yjs'
import { GamelanError } from '../errors.ts'
import type { Author, Ownership } from '../history/types.ts'
import { purgeOld } from './purge.ts'
import { createHeadcount } from './headcount.ts'
import { createRoom, type Room, type RoomParts, type RoomsParts } from './room.ts'
import type {
  Adds,
  Changed,
  Connection,
  Lock,
  Peer,
  RoomHandle,
  Rooms,
  SessionOfBoard,
  Within,
} from './types.ts'
import { createWork } from './work.ts'

/** y-websocket gives up a connection on which it has read nothing for 30 s. */
const KEEP_ALIVE_EVERY = 10_000

type Entry = {
  /** Those who have or wait for a handle. */
  holders: number
  readonly loaded: Promise<Room>
  room: Room | undefined
  /** Ends the wait for somebody to come back. */
  stopLinger: (() => void) | undefined
  /** The board of the session in which it is; undefined: it is loading. */
  session: string | undefined
  /** What sessions were locked to while it was loading, which is newer than what the load finds. */
  readonly relocked: Map<string, Lock | undefined>
}

/** A class, since every connection has one. */
class Handle implements RoomHandle {
  readonly #room: Room
  #release: (() => void) | undefined

  constructor(room: Room, release: () => void) {
    this.#room = room
    this.#release = release
  }

  get doc(): Y.Doc {
    return this.#room.doc
  }

  get seq(): number {
    return this.#room.seq()
  }

  join(connection: Connection): Peer {
    return this.#room.join(connection)
  }

  change(author: Author, write: (doc: Y.Doc) => void, adds?: Adds): Promise<{ readonly seq: number }> {
    return this.#room.change(author, write, adds)
  }

  changeWith(author: Author, write: (doc: Y.Doc) => void, adds: Adds, within: Within): Promise<Changed> {
    return this.#room.changeWith(author, write, adds, within)
  }

  requireRoom(author: Author, adds: Adds): void {
    const refusal = this.#room.refusal(author, adds)
    if (refusal !== undefined) throw refusal
  }

  release(): void {
    this.#release?.()
    this.#release = undefined
  }
}

/** @param linger milliseconds for which a room that nobody needs stays open */
export function createRooms(given: RoomsParts, linger: number): Rooms {
  const parts: RoomParts = { ...given, headcount: createHeadcount(), work: createWork(given.clock) }
  const { history, clock, log, metrics, writer, sessionOf } = parts
  const entries = new Map<string, Entry>()
  const ending = new Map<string, Promise<void>>()
  let draining = false
  let keepingAlive = false

  async function open(boardId: string): Promise<RoomHandle> {
    if (draining) throw new GamelanError('unavailable', { detail: 'the server is closing' })
    const entry = entries.get(boardId) ?? begin(boardId)
    // Counted before waiting, so that the room cannot close between being loaded and being handed out.
    entry.holders += 1
    entry.stopLinger?.()
    entry.stopLinger = undefined
    try {
      const room = await entry.loaded
      return new Handle(room, () => release(boardId, entry))
    } catch (error) {
      entry.holders -= 1
      // A failed load is not kept: the next one asks again.
      if (entries.get(boardId) === entry) entries.delete(boardId)
      metrics.rooms.set(entries.size)
      throw error
    }
  }

  function begin(boardId: string): Entry {
    const entry: Entry = {
      holders: 0,
      loaded: load(boardId, (room, { boardId: session, lock }) => {
        entry.room = room
        entry.session = session
        room.lock(entry.relocked.has(session) ? entry.relocked.get(session) : lock)
        entry.relocked.clear()
      }),
      room: undefined,
      session: undefined,
      stopLinger: undefined,
      relocked: new Map(),
    }
    entries.set(boardId, entry)
    return entry
  }

  async function load(boardId: string, loaded: (room: Room, session: SessionOfBoard) => void): Promise<Room> {
    await ending.get(boardId)
    const ownership = await history.acquire(boardId)
    if (ownership === undefined) throw new GamelanError('forbidden-or-unknown')
    const [found, session] = await Promise.all([history.load(boardId), sessionOf(boardId)])
    try {
      const room = createRoom(ownership, found, parts, (failed) => failedRoom(boardId, failed))
      loaded(room, session)
      metrics.rooms.set(entries.size)
      log.info({ board: boardId, seq: found.head, epoch: ownership.epoch }, 'board opened')
      keepAlive()
      return room
    } catch (error) {
      log.error({ board: boardId, seq: found.head, err: error }, 'board cannot be read')
      throw new GamelanError('board-unreadable', { detail: 'its log cannot be applied', cause: error })
    }
  }

  function release(boardId: string, entry: Entry): void {
    entry.holders -= 1
    if (entry.holders === 0) lingerOn(boardId, entry)
  }

  function lingerOn(boardId: string, entry: Entry): void {
    entry.stopLinger?.()
    entry.stopLinger = clock.after(linger, () => void closeUnneeded(boardId, entry))
  }

  /** Closes the room if, when all is saved and kept, still nobody has come. Never rejects. */
  async function closeUnneeded(boardId: string, entry: Entry): Promise<void> {
    const { room } = entry
    if (room === undefined) return
    await room.settled()
    if (entry.holders === 0) await purgeOld(boardId, room, parts)
    if (entry.holders === 0) await room.keepKeyframe()
    if (entry.holders > 0 || entries.get(boardId) !== entry) return
    if (room.unsaved()) {
      lingerOn(boardId, entry)
      return
    }
    entries.delete(boardId)
    room.close()
    metrics.rooms.set(entries.size)
    log.info({ board: boardId, seq: room.seq() }, 'board closed')
  }

  function failedRoom(boardId: string, room: Room): void {
    if (entries.get(boardId)?.room === room) entries.delete(boardId)
    metrics.rooms.set(entries.size)
    const ended = room.settled().finally(() => {
      if (ending.get(boardId) === ended) ending.delete(boardId)
    })
    ending.set(boardId, ended)
  }

  async function whileClosed<T>(boardId: string, work: (ownership: Ownership) => Promise<T>): Promise<T> {
    if (draining) throw new GamelanError('unavailable', { detail: 'the server is closing' })
    let settled: Promise<void> | undefined
    for (let entry = entries.get(boardId); entry !== undefined; entry = entries.get(boardId)) {
      // Waited for first: a load that has begun waits for nothing that begins after it.
      const room = await entry.loaded.catch(() => undefined)
      if (entries.get(boardId) !== entry) continue
      entry.stopLinger?.()
      entries.delete(boardId)
      room?.dismiss()
      settled = room?.settled()
    }
    metrics.rooms.set(entries.size)
    // From here to where loads are told to wait, nothing is waited for.
    const before = ending.get(boardId)
    const run = async (): Promise<T> => {
      await before
      await settled
      const ownership = await history.acquire(boardId)
      if (ownership === undefined) throw new GamelanError('forbidden-or-unknown')
      return work(ownership)
    }
    const done = run()
    const ended = done
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        if (ending.get(boardId) === ended) ending.delete(boardId)
      })
    ending.set(boardId, ended)
    return done
  }

  function keepAlive(): void {
    if (keepingAlive) return
    keepingAlive = true
    clock.after(KEEP_ALIVE_EVERY, () => {
      keepingAlive = false
      for (const { room } of entries.values()) room?.keepAlive()
      if (entries.size > 0) keepAlive()
    })
  }

  return {
    open,
    whileClosed,
    end(boardId, match, reason: CloseReason) {
      for (const [id, { room }] of entries) {
        for (const peer of room?.peers ?? [])
          if ((id === boardId || peer.through === boardId) && match(peer)) peer.end(reason)
      }
    },
    become(actor, becoming) {
      const { boardId } = becoming
      for (const { room } of entries.values()) {
        for (const peer of room?.peers ?? []) {
          const isMeant = boardId === undefined || peer.through === boardId
          if (isMeant && peer.actor === actor) peer.become(becoming)
        }
      }
    },
    lock(sessionBoardId, lock) {
      for (const { room, session, relocked } of entries.values()) {
        if (room === undefined) relocked.set(sessionBoardId, lock)
        else if (session === sessionBoardId) room.lock(lock)
      }
    },
    here: (boardId) => new Set([...(entries.get(boardId)?.room?.peers ?? [])].map((peer) => peer.actor)),
    async drain() {
      draining = true
      const loads = [...entries.values()].map((entry) => entry.loaded)
      await Promise.allSettled(loads)
      await writer.settled()
      for (const { room } of entries.values()) await room?.keepKeyframe()
    },
  }
}

/**
 * The way into the log: entries of all boards are committed in groups, one transaction at a time. Must never say
 * committed of what is not (S2), and must never drop an entry without saying lost: while the database is away,
 * entries wait and are tried again, within a bound (S12).
 */
import type { Clock } from '../clock.ts'
import { isContentRefused } from '../database/failures.ts'
import {
  BATCH_BYTES,
  BATCH_ENTRIES,
  WAITING_BYTES,
  WAITING_BYTES_PER_BOARD,
  WAITING_ENTRY_BYTES,
} from '../limits.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { EntryRefused, type Share } from './batch.ts'
import type { Appender, AppenderEvents, Entry, LossReason, Ownership, Writer } from './types.ts'

/** Milliseconds between the starts of two commits. Each has a fixed price, which all boards share. */
const COMMIT_EVERY = 25
/** Milliseconds before another attempt: doubled each time, up to the longest. */
const RETRY_FIRST = 100
const RETRY_LONGEST = 5000
/** How exact `boards.changed_at` is, in milliseconds: each write of it leaves a dead row behind. */
const TOUCH_EVERY = 1000

type Parts = {
  /** See `commit` in batch.ts. */
  readonly commit: (
    shares: readonly Share[],
    options: { readonly again: boolean },
  ) => Promise<ReadonlySet<string>>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Pick<Metrics, 'savedSeconds' | 'waitingBytes' | 'commitFailures'>
}

/** A Yjs update (V1) that changes nothing. */
const EMPTY_UPDATE = new Uint8Array(2)

/** One board's entries that wait. */
type Queue = {
  readonly ownership: Ownership
  readonly events: AppenderEvents
  entries: Entry[]
  bytes: number
  /** The bytes that wait of each connection which has any. */
  readonly bytesOf: Map<string, number>
  /** Time of the entry with which `boards.changed_at` was last written. */
  touched: number
  open: boolean
  /** Those who wait until the entries up to a seq are committed or lost, in order. */
  settling: { readonly seq: number; resolve(isCommitted: boolean): void }[]
  isLost: boolean
}

/** The one writer of a database in this process. */
export function createWriter({ commit, clock, log, metrics }: Parts): Writer {
  /** Those with entries, the one that waited longest first. */
  const waiting = new Set<Queue>()
  let waitingBytes = 0
  let lastStart = Number.NEGATIVE_INFINITY
  let failures = 0
  let busy = false

  function open(ownership: Ownership, events: AppenderEvents): Appender {
    const queue: Queue = {
      ownership,
      events,
      entries: [],
      bytes: 0,
      bytesOf: new Map(),
      touched: 0,
      open: true,
      settling: [],
      isLost: false,
    }
    return {
      append(entry) {
        if (!queue.open) throw new Error('this appender is closed')
        queue.entries.push(entry)
        waiting.add(queue)
        count(queue, entry.connection, weight(entry))
        schedule()
      },
      hasRoom: (bytes, connection) =>
        fits(bytes, queue.bytesOf.get(connection) ?? 0, WAITING_BYTES_PER_BOARD - queue.bytes) &&
        fits(bytes, queue.bytes, WAITING_BYTES - waitingBytes),
      waiting: () => queue.entries.length,
      settled: () => settled(queue),
      close() {
        queue.open = false
      },
    }
  }

  function count(queue: Queue, connection: string, bytes: number): void {
    const ofConnection = (queue.bytesOf.get(connection) ?? 0) + bytes
    if (ofConnection === 0) queue.bytesOf.delete(connection)
    else queue.bytesOf.set(connection, ofConnection)
    queue.bytes += bytes
    waitingBytes += bytes
    metrics.waitingBytes.set(waitingBytes)
  }

  function schedule(): void {
    if (busy) return
    busy = true
    const pause = failures === 0 ? COMMIT_EVERY : Math.min(RETRY_FIRST * 2 ** (failures - 1), RETRY_LONGEST)
    const wait = lastStart + pause - clock.elapsed()
    const run = () => void commitNext()
    if (wait > 0) clock.after(wait, run)
    else clock.soon(run)
  }

  /** Never rejects. */
  async function commitNext(): Promise<void> {
    lastStart = clock.elapsed()
    const batch = nextBatch()
    try {
      await attempt(batch)
      if (failures > 0) log.info({ failures }, 'the log is saved again')
      failures = 0
    } catch (error) {
      // Also after a refusal: an attempt before it may have been written.
      failures += 1
      if (error instanceof EntryRefused)
        log.warn({ err: error }, 'a change was refused with what belongs to it')
      else metrics.commitFailures.inc()
      if (failures === 1 && !(error instanceof EntryRefused))
        log.error({ err: error }, 'the log could not be saved; it is tried again')
    }
    busy = false
    if (waiting.size > 0) schedule()
  }

  /** As much as one transaction takes, the boards that waited longest first. */
  function nextBatch(): Map<Queue, Share> {
    const batch = new Map<Queue, Share>()
    let [entries, bytes] = [0, 0]
    for (const queue of waiting) {
      const taken: Entry[] = []
      for (const entry of queue.entries) {
        const full = entries >= BATCH_ENTRIES || bytes + entry.payload.byteLength > BATCH_BYTES
        if (full && entries > 0) break
        taken.push(entry)
        entries += 1
        bytes += entry.payload.byteLength
      }
      if (taken.length === 0) break
      const touch = Math.abs((taken.at(-1)?.at ?? 0) - queue.touched) >= TOUCH_EVERY
      batch.set(queue, { ...queue.ownership, entries: taken, touch })
    }
    return batch
  }

  async function attempt(batch: ReadonlyMap<Queue, Share>): Promise<void> {
    if (batch.size === 0) return
    try {
      const lost = await commit([...batch.values()], { again: failures > 0 })
      for (const [queue, share] of batch) {
        if (lost.has(share.boardId)) drop(queue, 'ownership')
        else committed(queue, share)
      }
    } catch (error) {
      if (error instanceof EntryRefused) {
        for (const queue of batch.keys()) withdraw(queue, error)
        throw error
      }
      if (!isContentRefused(error)) throw error
      const [first] = batch.keys()
      if (batch.size === 1 && first !== undefined) {
        log.error({ err: error, board: first.ownership.boardId }, 'the database refuses entries of a board')
        drop(first, 'refused')
        return
      }
      // One board's entries are at fault; the others must not suffer for it.
      for (const [queue, share] of batch) await attempt(new Map([[queue, share]]))
    }
  }

  /** The entry keeps its place without its content: the batch is tried again. */
  function withdraw(queue: Queue, { entry, cause }: EntryRefused): void {
    const place = queue.entries.indexOf(entry)
    if (place === -1) return
    const { within: _within, refused: _refused, ...rest } = entry
    const empty: Entry = { ...rest, payload: EMPTY_UPDATE }
    queue.entries[place] = empty
    count(queue, entry.connection, weight(empty) - weight(entry))
    entry.refused?.(cause)
  }

  function committed(queue: Queue, { entries, touch }: Share): void {
    const now = clock.now()
    queue.entries.splice(0, entries.length)
    for (const entry of entries) {
      count(queue, entry.connection, -weight(entry))
      metrics.savedSeconds.observe(Math.max(0, now - entry.at) / 1000)
    }
    waiting.delete(queue)
    // With what is left it goes to the back, so that a flood on one board delays no other for long.
    if (queue.entries.length > 0) waiting.add(queue)
    const last = entries.at(-1)
    if (last === undefined) return
    if (touch) queue.touched = last.at
    if (queue.open) queue.events.committed(last.seq)
    settle(queue, last.seq)
  }

  function drop(queue: Queue, reason: LossReason): void {
    for (const entry of queue.entries) count(queue, entry.connection, -weight(entry))
    queue.entries = []
    queue.isLost = true
    waiting.delete(queue)
    if (queue.open) {
      queue.open = false
      queue.events.lost(reason)
    }
    settle(queue, Number.POSITIVE_INFINITY)
  }

  /** What comes later is not waited for: on a busy board something always waits. */
  function settled(queue: Queue): Promise<boolean> {
    const last = queue.entries.at(-1)
    if (last === undefined) return Promise.resolve(!queue.isLost)
    return new Promise((resolve) => {
      queue.settling.push({ seq: last.seq, resolve })
    })
  }

  function settle(queue: Queue, seq: number): void {
    const done = queue.settling.filter((item) => item.seq <= seq)
    queue.settling = queue.settling.filter((item) => item.seq > seq)
    for (const item of done) item.resolve(!queue.isLost)
  }

  return {
    open,
    isFailing: () => failures > 0,
    async settled() {
      await Promise.all([...waiting].map(settled))
    },
  }
}

/**
 * Whether one of several who wait may add so many bytes: it may have as much as is then left free. So one that fills
 * all it can leaves half, the next half of that; and all together never reach the bound.
 */
const fits = (bytes: number, own: number, free: number): boolean => own + bytes <= free - bytes

/** Bytes that an entry takes while it waits. */
const weight = ({ payload }: Entry): number => WAITING_ENTRY_BYTES + payload.byteLength

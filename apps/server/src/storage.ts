/**
 * How much the server stores for everybody together, and how much room its disk has left (A6). Near a limit it refuses new
 * boards and uploads; drawing on existing boards goes on. Never scans per request: what is stored is counted now and then
 * in the database, and added up in between.
 */
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import type { Clock } from './clock.ts'
import { type Database, rowsOf } from './database/database.ts'
import { describeFailure } from './database/failures.ts'
import { blobs, boards, keyframes, pictures, updates } from './database/schema.ts'
import { causeCode, GamelanError } from './errors.ts'
import { DISK_LOOK_EVERY, STORED_LOOK_EVERY } from './limits.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Limits } from './settable-limits.ts'

export type Storage = {
  /** Throws `server-full` where so many more bytes are too many. */
  requireRoom(bytes: number): void
  /** So many bytes were stored. */
  added(bytes: number): void
  /** Looks now, and again and again until it is stopped. Never rejects. */
  start(): Promise<void>
  /** Looks now. Never rejects. */
  look(): Promise<void>
  stop(): void
}

type Parts = {
  readonly database: Pick<Database, 'queries'>
  readonly limits: Pick<Limits, 'bytesTotal' | 'minFreeDisk'>
  /** Bytes that are free on the data disk; undefined: nobody knows. */
  readonly freeDisk: () => Promise<number | undefined>
  readonly clock: Pick<Clock, 'after' | 'elapsed'>
  readonly log: Log
  readonly metrics: Pick<
    Metrics,
    'storedBytes' | 'storedBytesLimit' | 'freeDiskBytes' | 'freeDiskBytesLimit' | 'storageLevel' | 'refused'
  >
}

/** How near a limit is: 0 far, 1 and 2 warn, 3 refuses. */
type Level = 0 | 1 | 2 | 3

/** Of the limit on bytes: from which part of it each level begins. */
const STORED_LEVELS = [0.8, 0.9, 1] as const
/** Of the least free bytes: below which multiple of it each level begins. */
const FREE_LEVELS = [2, 1.5, 1] as const
/** A level ends only when its bound has been left by this part, so that a value at the bound writes one line. */
const HYSTERESIS = 0.05

/** @param pressure grows towards the limit; @param bounds where each level begins */
function levelOf(pressure: number, bounds: readonly number[], before: Level): Level {
  const reached = bounds.filter((bound, i) => pressure >= (i < before ? bound * (1 - HYSTERESIS) : bound))
  return reached.length as Level
}

/** Bytes of all logs, keyframes, images and pictures. What a board's log has is counted as in log-bytes.ts. */
async function countStored({ queries }: Pick<Database, 'queries'>): Promise<number> {
  const [row] = await rowsOf<{ bytes: number }>(
    queries,
    sql`select (
          (select coalesce(sum(b.log_bytes + coalesce((
            select sum(octet_length(u.payload)) from ${updates} u
            where u.board = b.no and u.seq > b.log_counted_to
          ), 0)), 0) from ${boards} b)
          + (select coalesce(sum(octet_length(payload)), 0) from ${keyframes})
          + (select coalesce(sum(size), 0) from ${blobs})
          + (select coalesce(sum(octet_length(bytes)), 0) from ${pictures})
        )::float8 as bytes`,
  )
  return row?.bytes ?? 0
}

/** Bytes that are free for this user on the disk of a folder, or of the nearest one above it that is there. */
export async function freeDiskOf(folder: string): Promise<number | undefined> {
  const at = path.resolve(folder)
  try {
    const { bavail, bsize } = await statfs(at)
    return bavail * bsize
  } catch (error) {
    const above = path.dirname(at)
    return causeCode(error) === 'ENOENT' && above !== at ? freeDiskOf(above) : undefined
  }
}

export function createStorage({ database, limits, freeDisk, clock, log, metrics }: Parts): Storage {
  let stored = 0
  let free: number | undefined
  let countedAt = Number.NEGATIVE_INFINITY
  let levels: { readonly stored: Level; readonly disk: Level } = { stored: 0, disk: 0 }
  let cancel = () => {}
  let stopped = false

  metrics.storedBytesLimit.set(limits.bytesTotal)
  metrics.freeDiskBytesLimit.set(limits.minFreeDisk)

  function tell(what: 'stored' | 'disk', level: Level, figures: Record<string, number | undefined>): void {
    const before = levels[what]
    metrics.storageLevel.set({ of: what }, level)
    if (level === before) return
    levels = { ...levels, [what]: level }
    const line = { storage: what, nearness: level, ...figures }
    if (level < before) log.info(line, 'there is more room again')
    else if (level === 3) log.warn(line, 'the server is full: new boards and uploads are refused')
    else log.warn(line, 'the server is nearly full')
  }

  function judge(): void {
    metrics.storedBytes.set(stored)
    tell('stored', levelOf(stored / limits.bytesTotal, STORED_LEVELS, levels.stored), {
      bytes: stored,
      limit: limits.bytesTotal,
    })
    if (free === undefined) return
    metrics.freeDiskBytes.set(free)
    const bounds = FREE_LEVELS.map((multiple) => 1 / multiple)
    tell('disk', levelOf(limits.minFreeDisk / Math.max(free, 1), bounds, levels.disk), {
      free,
      least: limits.minFreeDisk,
    })
  }

  async function look(): Promise<void> {
    free = await freeDisk()
    const now = clock.elapsed()
    if (now - countedAt >= STORED_LOOK_EVERY) {
      try {
        stored = await countStored(database)
        countedAt = now
      } catch (error) {
        log.warn(describeFailure(error), 'what is stored could not be counted; it is tried again')
      }
    }
    judge()
  }

  function later(): void {
    if (stopped) return
    cancel = clock.after(DISK_LOOK_EVERY, () => void look().then(later))
  }

  return {
    requireRoom(bytes) {
      const isOver = stored + bytes > limits.bytesTotal
      // What was stored since the last look is taken off by `added`.
      const isLow = free !== undefined && free - bytes < limits.minFreeDisk
      if (!isOver && !isLow) return
      metrics.refused.inc({ reason: 'serverFull' })
      throw new GamelanError('server-full')
    },
    added(bytes) {
      stored += bytes
      if (free !== undefined) free = Math.max(0, free - bytes)
      judge()
    },
    look,
    async start() {
      await look()
      later()
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}

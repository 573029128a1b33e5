/**
 * What arrived, by whom it was made and how long it was on its way. All on a board get the same bytes, so a frame is
 * read once and known again by its bytes: that keeps the load generator cheap.
 */
import { performance } from 'node:perf_hooks'
import { decodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import * as Y from 'yjs'
import type { Wire } from './wire.ts'

/** One thing that somebody sent, and that a frame carries: the `turn`th of theirs. */
export type Carried = { readonly sender: number; readonly from: number; readonly until: number }

/** Frames that are known. More than are on their way at once. */
const KNOWN = 4096
/** Bytes of a frame that its key is made of. */
const KEY_BYTES = 48
/** Latencies are counted in steps of so many milliseconds, up to the longest. */
const STEP = 0.05
const LONGEST = 60_000

/** Counts latencies: quantiles of millions, in little memory. */
export type Latencies = {
  add(milliseconds: number): void
  quantile(share: number): number
  readonly count: number
}

export function createLatencies(): Latencies {
  const counts = new Uint32Array(LONGEST / STEP)
  let count = 0
  return {
    add(milliseconds) {
      const place = Math.min(counts.length - 1, Math.max(0, Math.floor(milliseconds / STEP)))
      counts[place] = (counts[place] ?? 0) + 1
      count += 1
    },
    quantile(share) {
      if (count === 0) return Number.NaN
      let left = share * count
      for (const [place, some] of counts.entries()) {
        left -= some
        if (left <= 0) return (place + 1) * STEP
      }
      return LONGEST
    },
    get count() {
      return count
    },
  }
}

export type Recorder = {
  /** The sender makes their next: answers its number. */
  sent(sender: number, turn: number): void
  /** A receiver (who may be a sender, too) got a frame. */
  heard(frame: Buffer, wire: Wire, receiver: number): void
  /** Forgets what was counted until now, not what is on its way. */
  reset(): void
  readonly latencies: () => Latencies
  /** Distinct things that were made since the last reset. */
  readonly made: () => number
  /** Things that reached somebody else since. */
  readonly delivered: () => number
}

export type What = 'edits' | 'presence'

/** @param senderOf which sender an id of Yjs or awareness is */
export function createRecorder(what: What, senderOf: ReadonlyMap<number, number>): Recorder {
  const sentAt: Float64Array[] = [...senderOf].map(() => new Float64Array(1024))
  const known = new Map<number, { readonly frame: Buffer; readonly carried: readonly Carried[] }>()
  let latencies = createLatencies()
  let made = 0
  let delivered = 0

  function carriedBy(frame: Buffer, wire: Wire): readonly Carried[] {
    const key = keyOf(frame)
    const found = known.get(key)
    if (found !== undefined && found.frame.equals(frame)) return found.carried
    const message = wire.read(frame)
    // One who fell behind is sent what it missed as a difference.
    const isWhat = message.type === what || (what === 'edits' && message.type === 'document')
    const carried = !isWhat ? [] : what === 'edits' ? edits(message.payload) : cursors(message.payload)
    if (known.size >= KNOWN) known.clear()
    known.set(key, { frame, carried })
    return carried
  }

  function edits(update: Uint8Array): Carried[] {
    const { from, to } = Y.parseUpdateMeta(update)
    return [...to].flatMap(([client, until]) => {
      const sender = senderOf.get(client)
      return sender === undefined ? [] : [{ sender, from: from.get(client) ?? until, until }]
    })
  }

  function cursors(update: Uint8Array): Carried[] {
    return (decodeAwarenessEntries(update, 10_000) ?? []).flatMap(({ clientId, state }) => {
      const sender = senderOf.get(clientId)
      const turn = Number(/"x":(\d+)/.exec(state)?.[1] ?? Number.NaN)
      return sender === undefined || Number.isNaN(turn) ? [] : [{ sender, from: turn, until: turn + 1 }]
    })
  }

  return {
    sent(sender, turn) {
      let times = sentAt[sender] ?? new Float64Array(0)
      if (turn >= times.length) {
        const longer = new Float64Array(Math.max(1024, turn * 2))
        longer.set(times)
        sentAt[sender] = times = longer
      }
      times[turn] = performance.now()
      made += 1
    },
    heard(frame, wire, receiver) {
      const now = performance.now()
      for (const { sender, from, until } of carriedBy(frame, wire)) {
        if (sender === receiver) continue
        for (let turn = from; turn < until; turn++) {
          const at = sentAt[sender]?.[turn] ?? 0
          // What was there before, a whole document for instance, was not sent by us.
          if (at === 0) continue
          delivered += 1
          latencies.add(now - at)
        }
      }
    },
    reset() {
      latencies = createLatencies()
      made = 0
      delivered = 0
    },
    latencies: () => latencies,
    made: () => made,
    delivered: () => delivered,
  }
}

/** A number that frames seldom share. */
function keyOf(frame: Buffer): number {
  const step = Math.max(1, Math.floor(frame.byteLength / KEY_BYTES))
  let key = frame.byteLength
  for (let i = frame.byteLength - 1; i >= 0; i -= step) key = (Math.imul(key, 31) + (frame[i] ?? 0)) | 0
  return key
}

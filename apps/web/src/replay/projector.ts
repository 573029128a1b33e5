/**
 * Shows moments: loads the segments that are asked for, decodes them, and tells what differs from what is shown. Must
 * never answer an old question: while one is worked on, only the newest of those that came is kept.
 */
import type { BoardElement } from '@gamelan/board-model'
import { ElementMemory, sameValue } from '@gamelan/board-model'
import type { LoggedUpdate } from '@gamelan/protocol/history/updates'
import type { Lives } from './lives.ts'
import { createLives } from './lives.ts'
import { between, decodeReel, isWithin, placeOf, sceneAt, touchedAt } from './reel.ts'
import type { Difference, Reel } from './reel.ts'
import type { Segment } from './segments.ts'
import { segmentAt, segmentsOf } from './segments.ts'

/** The part of a history that the projector needs. */
export type Roll = {
  readonly head: number
  readonly keyframes: readonly number[]
  /** When something was logged (milliseconds since 1970), and the seq that was the last then; rising. */
  readonly times: readonly (readonly [at: number, seq: number])[]
}

/** A moment, by its seq, by the last change up to a time, or so many changes on from what is shown, or back. */
export type Target = { readonly seq: number } | { readonly at: number } | { readonly step: number }

/** What turns what was shown into what is asked for. */
export type Frame = {
  readonly seq: number
  /** When that change was, in milliseconds since 1970; 0 before the first. */
  readonly at: number
  readonly author: string | null
  readonly changed: readonly BoardElement[]
  /** Ids of those that are again as they were told last. */
  readonly again: readonly string[]
  readonly removed: readonly string[]
  /** What this very moment has touched. */
  readonly touched: readonly string[]
}

export type Archive = {
  keyframe(seq: number): Promise<Uint8Array>
  /** The updates after one moment and up to another. */
  updates(after: number, until: number): Promise<readonly LoggedUpdate[]>
}

/** Segments that are held decoded. */
const HELD = 24
/** Updates that are asked for at once. */
const AT_ONCE = 5_000

export type Projector = {
  /** Shows a moment. undefined: another was asked for before this one was shown. Rejects where it cannot be loaded. */
  show(target: Target): Promise<Frame | undefined>
  /** The whole scene at a moment; what is shown stays. */
  scene(seq: number): Promise<readonly BoardElement[]>
  /** The lives of all elements up to now. Goes once through the whole history, and then only through what has come. */
  lives(): Promise<Lives>
  /** Goes on with more history, which has come meanwhile. */
  extend(roll: Roll): void
}

/**
 * @param later runs what the next moment may need, once what was shown is painted: until then the processor is the page's.
 *   Of several it runs the last one.
 */
export function createProjector(archive: Archive, first: Roll, later: (run: () => void) => void): Projector {
  let roll = first
  let segments = segmentsOf(roll.keyframes, roll.head)
  /** Newest last. */
  const reels = new Map<string, Promise<Reel>>()
  let shown: { readonly reel: Reel | undefined; readonly place: number; readonly seq: number } = {
    reel: undefined,
    place: 0,
    seq: 0,
  }
  /** Whether a question was asked after this one. */
  let newest = 0
  const lives = createLives()
  const memory = new ElementMemory()
  /** Each element as it was told last: whoever shows them still has it, also where it is gone meanwhile. */
  const told = new Map<string, BoardElement>()
  let livedUntil = 0
  let living: Promise<unknown> = Promise.resolve()

  async function load({ start, end }: Segment): Promise<Reel> {
    const keyframe = start === 0 ? Promise.resolve(undefined) : archive.keyframe(start)
    const updates: LoggedUpdate[] = []
    for (let after = start; after < end; after += AT_ONCE) {
      // Of a folded second all comes that has a part in what is asked for: some of it may be here already.
      const last = updates.at(-1)?.seq ?? start
      const more = await archive.updates(after, Math.min(end, after + AT_ONCE))
      updates.push(...more.filter(({ seq }) => seq > last))
    }
    return decodeReel(await keyframe, updates, memory)
  }

  function reelOf(segment: Segment): Promise<Reel> {
    const name = `${String(segment.start)} ${String(segment.end)}`
    const held = reels.get(name)
    const reel = held ?? load(segment)
    reels.delete(name)
    reels.set(name, reel)
    if (held === undefined) {
      // One that failed is tried again when it is asked for again.
      reel.catch(() => reels.delete(name))
      for (const oldest of reels.keys()) {
        if (reels.size <= HELD) break
        reels.delete(oldest)
      }
    }
    return reel
  }

  /** The seq up to which there was anything at a time, at the latest: the moment itself may be some before. */
  function seqBy(at: number): number {
    const index = placeBy(roll.times, at)
    return (roll.times[index] ?? roll.times.at(-1))?.[1] ?? roll.head
  }

  async function find(target: Target): Promise<{ reel: Reel; place: number; index: number }> {
    if ('step' in target) {
      let index = segmentAt(segments, shown.seq)
      let reel = await reelOf(segments[index] ?? NOTHING)
      let place = placeOf(reel.steps, { seq: shown.seq }) + target.step
      for (;;) {
        // Half of what was done within a folded second never was to be seen.
        while (isWithin(reel.steps, place)) place += Math.sign(target.step)
        // The last place of a segment is the first of the next: each moment is shown from the one that leads to it.
        if (place < 1 && index > 0) {
          index -= 1
          reel = await reelOf(segments[index] ?? NOTHING)
          place += reel.steps.length
        } else if (place > reel.steps.length && index < segments.length - 1) {
          place -= reel.steps.length
          index += 1
          reel = await reelOf(segments[index] ?? NOTHING)
        } else break
      }
      return { reel, place: Math.max(0, Math.min(place, reel.steps.length)), index }
    }
    let index = segmentAt(segments, 'seq' in target ? target.seq : seqBy(target.at))
    for (;;) {
      const reel = await reelOf(segments[index] ?? NOTHING)
      const place = placeOf(reel.steps, target)
      // A time can lie before the first change of the segment in which the next one is.
      if (place > 0 || index === 0) return { reel, place, index }
      index -= 1
    }
  }

  function frameOf(reel: Reel, place: number, difference: Difference): Frame {
    const step = reel.steps[place - 1]
    const changed: BoardElement[] = []
    const again: string[] = []
    const removed: string[] = []
    for (const [id, element] of difference) {
      if (element === undefined) removed.push(id)
      else if (told.get(id) === element) again.push(id)
      else {
        told.set(id, element)
        changed.push(element)
      }
    }
    return {
      seq: step?.seq ?? 0,
      at: step?.at ?? 0,
      author: step?.author ?? null,
      changed,
      again,
      removed,
      touched: touchedAt(reel.steps, place),
    }
  }

  async function live(): Promise<void> {
    for (const segment of segments) {
      if (segment.end <= livedUntil) continue
      const { steps } = await reelOf(segment)
      for (const step of steps.slice(placeOf(steps, { seq: livedUntil }))) {
        lives.add(step)
        livedUntil = step.seq
      }
    }
  }

  return {
    async show(target) {
      newest += 1
      const question = newest
      const { reel, place, index } = await find(target)
      if (question !== newest) return undefined
      const difference =
        reel === shown.reel
          ? between(reel, shown.place, place)
          : differenceOf(
              shown.reel === undefined ? new Map() : sceneAt(shown.reel, shown.place),
              sceneAt(reel, place),
            )
      const frame = frameOf(reel, place, difference)
      shown = { reel, place, seq: frame.seq }
      // Whoever plays will want it next; a failure is told to whoever asks for it.
      const next = segments[index + 1]
      if (next !== undefined) later(() => void reelOf(next).catch(() => undefined))
      return frame
    },
    async scene(seq) {
      const reel = await reelOf(segments[segmentAt(segments, seq)] ?? NOTHING)
      return [...sceneAt(reel, placeOf(reel.steps, { seq })).values()]
    },
    async lives() {
      // One after the other, or each would add what another adds.
      const after = living.then(live, live)
      living = after
      await after
      return lives
    },
    extend(more) {
      roll = more
      segments = segmentsOf(roll.keyframes, roll.head)
    },
  }
}

const NOTHING: Segment = { start: 0, end: 0 }

/** The first entry that is not before a time. */
function placeBy(times: Roll['times'], at: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle]?.[0] ?? Infinity) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** What turns one scene into another. */
function differenceOf(
  from: ReadonlyMap<string, BoardElement>,
  to: ReadonlyMap<string, BoardElement>,
): Difference {
  const found: Difference = new Map()
  for (const id of from.keys()) if (!to.has(id)) found.set(id, undefined)
  for (const [id, element] of to) {
    const before = from.get(id)
    // Decoded apart, equal elements are not the same object; what is shown stays the same object where it can.
    if (before === undefined || !sameValue(before, element)) found.set(id, element)
  }
  return found
}

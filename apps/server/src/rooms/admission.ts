/**
 * Whether an update from outside may be applied (S5). Pure: it looks at the bytes and at what the document holds.
 * Must never let through what Yjs would set aside as pending, or what makes it take a client id's future for past.
 *
 * What Yjs itself does not check, and what follows from it:
 * - structs past the known state wait for ever, and each later update pays for them: a gap is not applied;
 * - a delete range past the known state deletes what its victim is going to draw: refused;
 * - a struct or a delete range of no length, which no client writes, sends it round for ever: malformed;
 * - values nested thousands deep, or millions of structs in one message: refused while they are read (update.ts);
 * - a struct may carry any client id: `mayExtend` is asked for each id that would move (ownership.ts);
 * - a client may write any root and any number of keys: see map-rules.ts.
 */
import { ELEMENTS } from '@gamelan/board-model'
import { createDecoder, readVarUint } from 'lib0/decoding'
import * as Y from 'yjs'
import { writeUpdate, type Range, type Struct } from '../history/write-update.ts'
import { CLOCK_LIMIT, CLOCK_STEP } from '../limits.ts'
import { mapFault, type Maps } from './map-rules.ts'
import type { Parts } from './portions.ts'
import { readUpdate } from './update.ts'

/** May the sender add to a client id? `cut`: not now, and the rest of the update may go in without. `gap`: ask for it. */
export type Extension = 'yes' | 'cut' | 'gap' | 'no'

/**
 * `repeats`: some of its structs are known, in whole or in part. Those were not looked at, and must be cut off before
 * Yjs sees them: it would wait for what they rest on, or throw where their beginning has been collected.
 */
export type Admission =
  /** To be applied. `moves`: the ids that grow, and to which clock. */
  | {
      readonly verdict: 'apply'
      readonly update: Uint8Array
      readonly parts: Parts
      readonly moves: ReadonlyMap<number, number>
      /** How many elements it adds to the drawing, and client ids to the document. */
      readonly elements: number
      readonly clients: number
      /** The ids of which something was left out. */
      readonly cut: ReadonlySet<number>
      readonly repeats?: true
    }
  /** Nothing in it is new, though deletions may be: those cost nothing to apply, and then nothing is logged. */
  | {
      readonly verdict: 'known'
      readonly update: Uint8Array
      readonly parts: Parts
      readonly cut: ReadonlySet<number>
      readonly repeats?: true
    }
  /** It rests on what is not there: answered with step 1. */
  | { readonly verdict: 'gap' }
  | { readonly verdict: 'malformed' | 'refused'; readonly reason: string }
  /** More than the sender may send at this time. */
  | { readonly verdict: 'tooMany'; readonly reason: string }

export type Known = {
  /** The next clock of a client id: 0 for one that was never seen. */
  clock(client: number): number
  /** Whether the sender may add to this client id: the owner rule. */
  mayExtend(client: number): Extension
  /** Whether the sender may send so many structs and deletions now. */
  maySend(structs: number): boolean
  readonly maps: Maps
}

/** Looks at an update (Yjs V1). Never throws. */
export function admit(update: Uint8Array, known: Known): Admission {
  const reading = readUpdate(update)
  if (!reading.ok) return { verdict: reading.fault, reason: reading.reason }
  const ranges = [...reading.deletions.values()].reduce((sum, { length }) => sum + length, 0)
  if (!known.maySend(reading.structs.length + ranges)) return { verdict: 'tooMany', reason: 'structs' }
  if (reading.structs.some((struct) => struct.length === 0)) {
    return { verdict: 'malformed', reason: 'a struct of no length' }
  }
  const runs = runsOf(reading.structs)
  // Sections, one of each client id: what is decoded does not show one that is empty or goes on where another ended.
  if (runs === undefined || runs.size !== readVarUint(createDecoder(update))) {
    return { verdict: 'malformed', reason: 'a client id that comes twice' }
  }

  const cut = new Set<number>()
  const news = new Set<Run>()
  let repeats: true | undefined
  for (const run of runs.values()) {
    const clock = known.clock(run.client)
    if (run.start < clock) repeats = true
    if (run.end <= clock) continue
    // Skip stands for structs that the sender lacks as well.
    if (run.start > clock || run.structs.some((struct) => struct instanceof Y.Skip)) return { verdict: 'gap' }
    if (run.end > CLOCK_LIMIT || run.end - clock > CLOCK_STEP) {
      return { verdict: 'refused', reason: 'a clock past the limit' }
    }
    const extension = known.mayExtend(run.client)
    if (extension === 'no') return { verdict: 'refused', reason: "another's client id" }
    if (extension === 'gap') return { verdict: 'gap' }
    news.add(run)
    if (extension === 'cut') {
      cutFrom(
        run,
        run.structs.findIndex((struct) => struct.id.clock + struct.length > clock),
        cut,
      )
    }
  }

  const integration = integrate(runs, known, cut)
  if (integration.end === 'gap') return { verdict: 'gap' }
  if (integration.end === 'circle') {
    return { verdict: 'malformed', reason: 'a struct that rests on its own future' }
  }

  const moves = new Map<number, number>()
  for (const { client, end } of news) if (end > known.clock(client)) moves.set(client, end)
  const deletions = new Map<number, readonly Range[]>()
  for (const [client, ranges] of reading.deletions) {
    const end = moves.get(client) ?? known.clock(client)
    if (ranges.some(({ len }) => len === 0)) return { verdict: 'malformed', reason: 'a deletion of nothing' }
    const reached = ranges.filter(({ clock, len }) => clock + len <= end)
    // What it deletes of structs that were left out comes again with them.
    if (reached.length < ranges.length && !cut.has(client)) {
      return { verdict: 'refused', reason: 'a deletion of what is not there yet' }
    }
    if (reached.length > 0) deletions.set(client, reached)
  }

  const fault = mapFault({ structs: integration.order, deletions }, known.maps, (client) =>
    known.clock(client),
  )
  if (fault !== undefined) return { verdict: 'refused', reason: fault }

  const rest =
    cut.size === 0
      ? update
      : writeUpdate(
          [...runs.values()].map((run) => run.structs),
          deletions,
        )
  const parts = { structs: integration.order, deletions }
  const admitted = { update: rest, parts, cut, ...(repeats && { repeats }) }
  if (moves.size > 0) {
    const elements = reading.structs.filter((struct) => isNewElement(struct, known)).length
    const clients = [...moves.keys()].filter((client) => known.clock(client) === 0).length
    return { verdict: 'apply', moves, elements, clients, ...admitted }
  }
  return { verdict: 'known', ...admitted }
}

/** An element's place in the drawing. Its first writer names map and key; whoever overwrites it names what was there. */
function isNewElement(struct: Struct, known: Known): boolean {
  return (
    struct instanceof Y.Item &&
    // As it comes from the wire: the name of a root type.
    (struct.parent as unknown) === ELEMENTS &&
    struct.id.clock >= known.clock(struct.id.client)
  )
}

/** The structs of one client id: a run of clocks without holes, as the encoding has it. */
type Run = {
  readonly client: number
  readonly start: number
  end: number
  structs: Struct[]
  next: number
  waits: boolean
}

/** Leaves the structs from this one on out. */
function cutFrom(run: Run, index: number, cut: Set<number>): void {
  run.structs = run.structs.slice(0, index)
  const last = run.structs.at(-1)
  run.end = last === undefined ? run.start : last.id.clock + last.length
  cut.add(run.client)
}

/** undefined: an id comes in two places, of which Yjs would read the second alone. */
function runsOf(structs: readonly Struct[]): Map<number, Run> | undefined {
  const runs = new Map<number, Run>()
  let current: Run | undefined
  for (const struct of structs) {
    const { client, clock } = struct.id
    if (current === undefined || current.client !== client || current.end !== clock) {
      if (runs.has(client)) return undefined
      current = { client, start: clock, end: clock, structs: [], next: 0, waits: false }
      runs.set(client, current)
    }
    current.structs.push(struct)
    current.end = clock + struct.length
  }
  return runs
}

/**
 * Whether every new struct finds what it rests on (its neighbours and its parent) in the document or earlier in the
 * update. What rests on something that was left out is left out, too. Goes the way that Yjs goes when it integrates:
 * depth first, each struct once. `order`: the new structs, each after all that it rests on.
 */
function integrate(
  runs: ReadonlyMap<number, Run>,
  known: Known,
  cut: Set<number>,
): { readonly end: 'whole' | 'gap' | 'circle'; readonly order: readonly Struct[] } {
  const order: Struct[] = []
  const reached = new Map<number, number>()
  const reach = (client: number) => reached.get(client) ?? known.clock(client)
  for (const first of runs.values()) {
    const path: Run[] = [first]
    for (let run = path.at(-1); run !== undefined; run = path.at(-1)) {
      const struct = run.structs[run.next]
      if (struct === undefined) {
        run.waits = false
        path.pop()
        continue
      }
      const isReached = struct.id.clock + struct.length <= reach(run.client)
      const missing = isReached ? undefined : restsOn(struct, reach)
      if (missing === undefined) {
        if (!isReached) order.push(struct)
        run.next += 1
        reached.set(run.client, Math.max(reach(run.client), struct.id.clock + struct.length))
        run.waits = false
        if (path.length > 1) path.pop()
        continue
      }
      if (missing === run.client) return { end: 'circle', order }
      const needed = runs.get(missing)
      if (needed !== undefined && needed.next < needed.structs.length && !needed.waits) {
        run.waits = true
        path.push(needed)
      } else if (cut.has(missing)) {
        cutFrom(run, run.next, cut)
      } else {
        // Not in the update, or it waits for this very struct: a circle never resolves.
        return { end: 'gap', order }
      }
    }
  }
  return { end: 'whole', order }
}

/** The client id of something that the struct rests on and that is not reached yet. */
function restsOn(struct: Struct, reach: (client: number) => number): number | undefined {
  if (!(struct instanceof Y.Item)) return undefined
  for (const id of [struct.origin, struct.rightOrigin, struct.parent]) {
    if (
      id instanceof Y.ID &&
      id.clock >= (id.client === struct.id.client ? struct.id.clock : reach(id.client))
    ) {
      return id.client
    }
  }
  return undefined
}

/**
 * Whether an update from outside may be applied (S5). Pure: it looks at the bytes and at what the document holds.
 * Must never let through what Yjs would set aside as pending, or what makes it take a client id's future for past.
 *
 * What Yjs itself does not check, and what follows from it:
 * - structs past the known state wait for ever, and each later update pays for them: a gap is not applied;
 * - a delete range past the known state deletes what its victim is going to draw: refused;
 * - a struct or a delete range of no length, which no client writes, sends it round for ever: malformed;
 * - a value nested thousands deep is read here and overflows the stack of whoever writes it out or shows it: refused;
 * - a struct may carry any client id: `mayExtend` is asked for each id that would move.
 */
import { createDecoder, readVarUint } from 'lib0/decoding'
import * as Y from 'yjs'
import { CLOCK_LIMIT, CLOCK_STEP, VALUE_DEPTH } from '../limits.ts'

/**
 * `repeats`: some of its structs are known, in whole or in part. Those were not looked at, and must be cut off before
 * Yjs sees them: it would wait for what they rest on, or throw where their beginning has been collected.
 */
export type Admission =
  /** To be applied. `moves`: the ids that grow, and to which clock. */
  | { readonly verdict: 'apply'; readonly moves: ReadonlyMap<number, number>; readonly repeats?: true }
  /** Nothing in it is new, though deletions may be: those cost nothing to apply, and then nothing is logged. */
  | { readonly verdict: 'known'; readonly hasDeletions: boolean; readonly repeats?: true }
  /** It rests on what is not there: answered with step 1. */
  | { readonly verdict: 'gap' }
  | { readonly verdict: 'malformed' | 'refused'; readonly reason: string }

export type Known = {
  /** The next clock of a client id: 0 for one that was never seen. */
  clock(client: number): number
  /** Whether the sender may add to this client id. The owner rule of S5 has its place here. */
  mayExtend(client: number): boolean
}

type Struct = Y.Item | Y.GC | Y.Skip

/** Looks at an update (Yjs V1). Never throws. */
export function admit(update: Uint8Array, known: Known): Admission {
  let decoded: { structs: Struct[]; ds: { clients: Map<number, { clock: number; len: number }[]> } }
  try {
    decoded = Y.decodeUpdate(update)
  } catch (error) {
    return { verdict: 'malformed', reason: error instanceof Error ? error.message : 'not an update' }
  }
  if (decoded.structs.some((struct) => struct.length === 0)) {
    return { verdict: 'malformed', reason: 'a struct of no length' }
  }
  const runs = runsOf(decoded.structs)
  // Sections, one of each client id: what is decoded does not show one that is empty or goes on where another ended.
  if (runs === undefined || runs.size !== readVarUint(createDecoder(update)))
    return { verdict: 'malformed', reason: 'a client id that comes twice' }

  const moves = new Map<number, number>()
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
    if (!known.mayExtend(run.client)) return { verdict: 'refused', reason: "another's client id" }
    moves.set(run.client, run.end)
  }

  const problem = integrable(runs, known)
  if (problem !== undefined) return problem
  if (decoded.structs.some(holdsTooDeep)) return { verdict: 'refused', reason: 'a value nested too deep' }

  for (const [client, ranges] of decoded.ds.clients) {
    const end = moves.get(client) ?? known.clock(client)
    for (const { clock, len } of ranges) {
      if (len === 0) return { verdict: 'malformed', reason: 'a deletion of nothing' }
      if (clock + len > end) return { verdict: 'refused', reason: 'a deletion of what is not there yet' }
    }
  }
  if (moves.size > 0) return { verdict: 'apply', moves, ...(repeats && { repeats }) }
  const hasDeletions = decoded.ds.clients.size > 0
  return { verdict: 'known', hasDeletions, ...(hasDeletions && repeats && { repeats }) }
}

/** The structs of one client id: a run of clocks without holes, as the encoding has it. */
type Run = {
  readonly client: number
  readonly start: number
  end: number
  readonly structs: Struct[]
  next: number
  waits: boolean
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
 * update. Goes the way that Yjs goes when it integrates: depth first, each struct once.
 */
function integrable(runs: ReadonlyMap<number, Run>, known: Known): Admission | undefined {
  const reached = new Map<number, number>()
  const reach = (client: number) => reached.get(client) ?? known.clock(client)
  for (const first of runs.values()) {
    const path: Run[] = [first]
    for (let run = path.at(-1); run !== undefined; run = path.at(-1)) {
      const struct = run.structs[run.next]
      if (struct === undefined) {
        path.pop()
        continue
      }
      const missing =
        struct.id.clock + struct.length <= reach(run.client) ? undefined : restsOn(struct, reach)
      if (missing === undefined) {
        run.next += 1
        reached.set(run.client, Math.max(reach(run.client), struct.id.clock + struct.length))
        run.waits = false
        if (path.length > 1) path.pop()
        continue
      }
      if (missing === run.client)
        return { verdict: 'malformed', reason: 'a struct that rests on its own future' }
      const needed = runs.get(missing)
      // Not in the update, or it waits for this very struct: a circle never resolves.
      if (needed === undefined || needed.next >= needed.structs.length || needed.waits) {
        return { verdict: 'gap' }
      }
      run.waits = true
      path.push(needed)
    }
  }
  return undefined
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

/** Whether a struct carries a value that is nested deeper than anybody draws. */
function holdsTooDeep(struct: Struct): boolean {
  if (!(struct instanceof Y.Item)) return false
  const { content } = struct
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return isTooDeep(content.arr)
  if (content instanceof Y.ContentEmbed) return isTooDeep(content.embed)
  return content instanceof Y.ContentFormat && isTooDeep(content.value)
}

/** Level by level: going down by recursion is what the depth would break. */
function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > VALUE_DEPTH) return true
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}

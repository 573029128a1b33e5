/** What a scenario is, what it gets and what it answers. */
import { performance } from 'node:perf_hooks'
import type { Asked, Usage } from './servers/server.ts'
import type { ServerName } from './servers/names.ts'
import { loopFaults, type Faults, type Pace } from './pace.ts'

/** What a scenario sees of the run: the server is in another process, and so is who started it. */
export type World = {
  readonly server: ServerName
  readonly origin: () => Promise<string>
  usage(asked?: Asked): Promise<Usage>
  alive(): Promise<boolean>
  kill(): Promise<void>
  restart(): Promise<void>
  stored(): Promise<number>
  /** How long a measured window is, in milliseconds. */
  readonly window: number
  /** Whether the run may take long. */
  readonly long: boolean
  /** A file with a document of `ELEMENTS` elements. */
  readonly boardFile: string
}

export const ELEMENTS = 10_000

/** What one run of a scenario against one server found. */
export type Sample = {
  readonly values: Readonly<Record<string, number>>
  /** Why the values are not the server's. */
  readonly faults: Faults
}

export const NO_FAULTS: Faults = { all: [], late: [] }

export type Unit = 'µs' | 'ms' | 'core' | 'KiB' | 'MiB' | 's' | '%' | 'people' | 'count'

/** Whether a median of ours reaches a target, given the better of the peers. undefined: it cannot be told. */
type Reached = (ours: number, peer: number | undefined, server: ServerName) => boolean | undefined

export type Row = {
  readonly work: string
  readonly key: string
  readonly unit: Unit
  /** What is to be reached, in words. */
  readonly target: string
  readonly reached?: Reached
  /** A time that somebody waited: nothing, where the load generator sent too late. */
  readonly latency?: boolean
  /** Whether more is better. */
  readonly more?: boolean
}

export type Scenario = {
  readonly name: string
  /** How it is measured, in a sentence or two. */
  readonly how: string
  /** One round is enough: what it measures does not vary, or takes too long. */
  readonly once?: boolean
  readonly rows: readonly Row[]
  run(world: World): Promise<Sample>
}

export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/**
 * How long a server runs warm before what counts, in milliseconds: one that does little needs long until V8 has
 * compiled what it does, and compiling counts as its work.
 */
const WARM_UP = 10_000

export type Window = {
  /** Seconds of the server's processor, and seconds that went by. */
  readonly cpu: number
  readonly seconds: number
  readonly faults: Faults
}

/** Lets paces run: first to warm up, then for the window that counts. They go on afterwards. */
export async function measured(
  world: World,
  paces: readonly Pace[],
  reset: () => void,
  { warmUp = WARM_UP, window = world.window } = {},
): Promise<Window> {
  await pause(warmUp)
  for (const each of paces) each.reset()
  const loop = performance.eventLoopUtilization()
  const before = await world.usage('time')
  reset()
  const from = performance.now()
  await pause(window)
  const faults = paces.map((each) => each.faults())
  const all = new Set([...faults.flatMap((fault) => fault.all), ...loopFaults(loop)])
  const after = await world.usage('time')
  return {
    cpu: after.cpu - before.cpu,
    seconds: (performance.now() - from) / 1000,
    faults: { all: [...all], late: faults.flatMap(({ late }) => late) },
  }
}

/** Ours is at most this share of the better peer. */
export const ofPeer =
  (share: number): Reached =>
  (ours, peer) =>
    peer === undefined ? undefined : ours <= peer * share

export const atMost =
  (limit: number): Reached =>
  (ours) =>
    ours <= limit

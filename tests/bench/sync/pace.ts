/**
 * Sending at a steady rate, and the proof that it was kept: a server must not be blamed for a load generator that
 * came too late.
 */
import type { EventLoopUtilization } from 'node:perf_hooks'
import { performance } from 'node:perf_hooks'

/** How often the sender looks at what is due, in milliseconds. */
const LOOK_EVERY = 1
/** A generator whose event loop is busier than this, 0 to 1, is itself what is measured. */
const MOST_BUSY = 0.92
/** A send that is later than this, in milliseconds, once in a hundred, makes latencies its own. */
const MOST_LATE = 15
/** The share of sends that must have been made. */
const LEAST_KEPT = 0.98

export type Pace = {
  /** Starts counting anew: what was before was warm-up. */
  reset(): void
  /** Why figures since the last reset are not the server's; empty if they are. */
  faults(): Faults
  stop(): void
}

/** `all`: of no figure. `late`: of latencies alone. */
export type Faults = { readonly all: readonly string[]; readonly late: readonly string[] }

export type Sends = {
  /** Sends a second, in all. */
  readonly perSecond: number
  /** Makes the next send; `turn` grows by one. */
  readonly send: (turn: number) => void
}

/** Makes sends at an even rate until it is stopped. */
export function pace({ perSecond, send }: Sends): Pace {
  const every = 1000 / perSecond
  const start = performance.now()
  let turn = 0
  let lateness: number[] = []
  let from = { at: start, turn: 0, loop: performance.eventLoopUtilization() }
  const timer = setInterval(() => {
    const now = performance.now()
    for (let due = start + turn * every; due <= now; due = start + turn * every) {
      lateness.push(now - due)
      send(turn)
      turn += 1
    }
  }, LOOK_EVERY)
  return {
    reset() {
      lateness = []
      from = { at: performance.now(), turn, loop: performance.eventLoopUtilization() }
    },
    faults() {
      const due = Math.floor((performance.now() - from.at) / every)
      const all = loopFaults(from.loop)
      if (turn - from.turn < due * LEAST_KEPT - 1) all.push('the load generator did not keep its rate')
      const late = lateness.sort((a, b) => a - b)[Math.floor(lateness.length * 0.99)] ?? 0
      return { all, late: late > MOST_LATE ? [`the load generator sent ${late.toFixed(0)} ms late`] : [] }
    },
    stop() {
      clearInterval(timer)
    },
  }
}

/** Whether the event loop of this process was too busy since then. */
export function loopFaults(since: EventLoopUtilization): string[] {
  const { utilization } = performance.eventLoopUtilization(since)
  return utilization > MOST_BUSY ? [`the load generator was ${(utilization * 100).toFixed(0)} % busy`] : []
}

/**
 * How much of the processor one person's messages may take, on all boards together. Yjs takes time that grows with the square of the
 * changes made in one place, so that neither bytes nor structs bound what a message costs: what it takes is measured
 * while it is applied, in portions. Must never be held against work that is merely much: every message, byte
 * and struct brings an allowance, which is more than they need, and only what goes past it counts.
 *
 * Asking for the processor's time costs a third of what an ordinary message does. So of one who has nearly all of theirs
 * the wall's is looked at, which is never less; the processor is asked from the moment when that exceeds the allowance.
 */
import type { Clock } from '../clock.ts'
import { WORK_AT_ONCE, WORK_PER_BYTE, WORK_PER_MESSAGE, WORK_PER_SECOND, WORK_PER_STRUCT } from '../limits.ts'

/** Structs of the first portion; of the least and the greatest. */
const FIRST_PORTION = 64
const LEAST_PORTION = 4
const GREATEST_PORTION = 8192
/** Milliseconds that a portion should take: so exact is the bound. */
const PORTION_TIME = 8
/** The most that counts of what was not measured exactly, in milliseconds: it may have been others' time. */
const MOST_UNSURE = 20
/** Who has less than this left, in milliseconds, is measured exactly. */
const SURE_BELOW = 0.9 * WORK_AT_ONCE

/** What one message costs. */
export type Measure = {
  /** Structs and deletions that it brings. */
  allow(structs: number): void
  /** So many structs were applied since the last call. false: the time is used up. */
  goesOn(structs: number): boolean
  /** The message is done with. Must be called once. */
  end(): void
}

export type Work = {
  /** Starts to measure a message of theirs, `owner` as in ownership.ts; undefined: they have used up their time. */
  begin(owner: string, bytes: number): Measure | undefined
  /** Structs and deletions of the next portion. */
  portion(): number
}

/** Milliseconds that are left to somebody who has not all of them, and when that was. */
type Account = { readonly left: number; readonly at: number }

export function createWork(clock: Pick<Clock, 'elapsed' | 'processor'>): Work {
  const accounts = new Map<string, Account>()
  let portion = FIRST_PORTION

  /** What has passed since then, of the processor: less than that may be others' (threads), or waiting (other processes). */
  function stopwatch(): () => number {
    const [elapsed, processor] = [clock.elapsed(), clock.processor()]
    return () => Math.min(clock.elapsed() - elapsed, clock.processor() - processor)
  }

  function adapt(structs: number, took: number): void {
    if (took > 2 * PORTION_TIME) portion = Math.max(LEAST_PORTION, Math.floor(portion / 4))
    else if (took < PORTION_TIME / 2 && structs >= portion) portion = Math.min(GREATEST_PORTION, portion * 2)
  }

  /** What a message has taken of the processor, as exactly as it matters: `unsure` until it exceeds what it may. */
  function meter(isExact: boolean, allowed: () => number): () => number {
    let [sure, exact] = [0, isExact ? stopwatch() : undefined]
    const start = clock.elapsed()
    return () => {
      if (exact !== undefined) return sure + exact()
      const unsure = clock.elapsed() - start
      if (unsure <= allowed()) return unsure
      sure = Math.min(unsure, MOST_UNSURE)
      exact = stopwatch()
      return sure
    }
  }

  /** Milliseconds that they have left. */
  function balance(owner: string): number {
    const account = accounts.get(owner)
    if (account === undefined) return WORK_AT_ONCE
    const regained = account.left + ((clock.elapsed() - account.at) / 1000) * WORK_PER_SECOND
    return Math.min(WORK_AT_ONCE, regained)
  }

  return {
    portion: () => portion,
    begin(owner, bytes) {
      const has = balance(owner)
      if (has <= 0) return undefined
      let allowed = WORK_PER_MESSAGE + bytes * WORK_PER_BYTE
      const spent = meter(has < SURE_BELOW, () => allowed)
      let before = 0
      return {
        allow(structs) {
          allowed += structs * WORK_PER_STRUCT
        },
        goesOn(structs) {
          const total = spent()
          adapt(structs, total - before)
          before = total
          return total < has + allowed
        },
        end() {
          const left = has + allowed - spent()
          if (left < WORK_AT_ONCE) accounts.set(owner, { left, at: clock.elapsed() })
          else accounts.delete(owner)
        },
      }
    },
  }
}

/**
 * A clock that a test moves by hand. Must never be imported by what ships.
 */
import type { Clock } from './clock.ts'

export type FakeClock = Clock & {
  /** Work that takes so many milliseconds: nothing that is due runs meanwhile. */
  work(milliseconds: number): void
  /** Moves time on and runs what is due, in order. */
  advance(milliseconds: number): void
  /** The machine's clock is set back. */
  setBack(milliseconds: number): void
  /** Runs what is due now. */
  run(): void
}

export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start
  let worked = 0
  let back = 0
  let order = 0
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>()

  function after(milliseconds: number, run: () => void): () => void {
    order += 1
    const id = order
    timers.set(id, { at: now + Math.max(0, milliseconds), run })
    return () => {
      timers.delete(id)
    }
  }

  function advance(milliseconds: number): void {
    const until = now + milliseconds
    for (;;) {
      const [next] = [...timers]
        .filter(([, { at }]) => at <= until)
        .sort(([a, x], [b, y]) => x.at - y.at || a - b)
      if (next === undefined) break
      const [id, { at, run }] = next
      timers.delete(id)
      now = Math.max(now, at)
      run()
    }
    now = until
  }

  return {
    now: () => now - back,
    elapsed: () => now,
    processor: () => worked,
    work(milliseconds) {
      now += milliseconds
      worked += milliseconds
    },
    after,
    soon: (run) => after(0, run),
    advance,
    setBack: (milliseconds) => {
      back += milliseconds
    },
    run: () => advance(0),
  }
}

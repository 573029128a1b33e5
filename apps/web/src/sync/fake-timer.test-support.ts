/** A stand-in for timers, for tests. */
import type { Timer } from './coalesce.ts'

/** A timer whose waits all end when the test says `pass`. */
export function fakeTimer(): Timer & { pass(): void } {
  const waiting = new Map<number, () => void>()
  let handles = 0
  return {
    set: (callback) => {
      waiting.set(++handles, callback)
      return handles
    },
    clear: (handle) => void waiting.delete(handle as number),
    pass: () => {
      const due = [...waiting.values()]
      waiting.clear()
      for (const callback of due) callback()
    },
  }
}

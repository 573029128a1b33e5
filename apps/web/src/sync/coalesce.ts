/** Calls that come faster than they are worth: the first is made at once, those that follow become one. */

export type Timer = {
  set(callback: () => void, ms: number): unknown
  clear(handle: unknown): void
}

/** The browser's own. */
export const browserTimer: Timer = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout> | undefined),
}

export type Coalesced = {
  (): void
  /** Makes the call that waits, now. */
  flush(): void
  /** Forgets the call that waits. */
  cancel(): void
}

/** `action` at most once every `ms` milliseconds; the last request is never lost. */
export function coalesce(action: () => void, ms: number, timer: Timer): Coalesced {
  let handle: unknown
  let isWaiting = false
  let isResting = false
  const rest = (): void => {
    isResting = true
    handle = timer.set(() => {
      isResting = false
      if (isWaiting) run()
    }, ms)
  }
  const run = (): void => {
    isWaiting = false
    rest()
    action()
  }
  const request = (): void => {
    if (isResting) isWaiting = true
    else run()
  }
  const stop = (): void => {
    timer.clear(handle)
    isResting = false
    isWaiting = false
  }
  return Object.assign(request, {
    flush: () => {
      if (!isWaiting) return
      stop()
      run()
    },
    cancel: stop,
  })
}

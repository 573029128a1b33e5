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
  /** Forgets the call that waits. */
  cancel(): void
}

/**
 * `action` at most once every `ms` milliseconds; the last request is never lost. An action that answers false found
 * nothing to do, and the next one need not wait for it.
 */
export function coalesce(action: () => boolean, ms: number, timer: Timer): Coalesced {
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
    if (action()) rest()
  }
  const request = (): void => {
    if (isResting) isWaiting = true
    else run()
  }
  return Object.assign(request, {
    cancel: () => {
      timer.clear(handle)
      isResting = false
      isWaiting = false
    },
  })
}

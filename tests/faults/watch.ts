/**
 * Waiting for what is meant: a condition that is asked again after each event. Must never wait by the clock, and must
 * never leave a test hanging on something that cannot come any more: what fails ends every wait.
 */

export type Watch = {
  /** How often something has happened: what "at a random moment" is counted in. */
  readonly events: number
  happened(): void
  /** Ends every wait, now and later, with this error. */
  fail(error: Error): void
  /** Resolves when this holds. */
  until(what: () => boolean): Promise<void>
}

export function createWatch(): Watch {
  const looks = new Set<() => void>()
  let failure: Error | undefined
  let events = 0
  const lookAgain = () => {
    for (const look of looks) look()
  }
  return {
    get events() {
      return events
    },
    happened() {
      events += 1
      lookAgain()
    },
    fail(error) {
      failure ??= error
      lookAgain()
    },
    until: (what) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (failure === undefined && !what()) return
          looks.delete(look)
          if (failure === undefined) resolve()
          else reject(failure)
        }
        looks.add(look)
        look()
      }),
  }
}

/**
 * Time as it is passed in: what waits or stamps takes a Clock, so that a test moves time by hand.
 */

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds since some moment. They never go back, as `now` does when the machine's clock is set: to measure by. */
  elapsed(): number
  /** Milliseconds of processor time that this process has taken: what work costs, however busy the machine is. */
  processor(): number
  /** Runs once after so many milliseconds; answers how to call it off. Does not keep the process alive. */
  after(milliseconds: number, run: () => void): () => void
  /** Runs once what has already arrived has been handled; answers how to call it off. */
  soon(run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  processor() {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  },
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds).unref()
    return () => {
      clearTimeout(timer)
    }
  },
  soon(run) {
    const immediate = setImmediate(run)
    return () => {
      clearImmediate(immediate)
    }
  },
}

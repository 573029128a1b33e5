/**
 * How much longer a board's log may get (A6). Added up with each change, and asked for anew where it seems to be full,
 * since folding makes it smaller. Must never wait for that: who writes now is answered by what is known now.
 */

/** Milliseconds from a refusal to the next look at how long the log really is. */
const LOOK_AFTER = 1000

type Parts = {
  readonly limit: number
  /** Bytes of the log as far as it is committed. */
  readonly measure: () => Promise<number>
  /** Whether all that was added is committed. */
  readonly settled: () => boolean
  /** See `later` in room.ts. */
  readonly later: (name: string, milliseconds: number, run: () => void) => void
}

export type LogSize = {
  /** Whether the log has no room for so many bytes. */
  isFull(bytes: number): boolean
  /** So many are on their way to the log. */
  added(bytes: number): void
}

/** @param loaded bytes of the log when the board was loaded */
export function createLogSize(loaded: number, { limit, measure, settled, later }: Parts): LogSize {
  let size = loaded

  async function look(): Promise<void> {
    if (!settled()) {
      lookLater()
      return
    }
    const before = size
    try {
      const measured = await measure()
      // What came meanwhile may be in both: then it is less full than it seems until the next look.
      size = measured + (size - before)
    } catch {
      // The database is away: whoever writes next has it looked at again.
    }
  }

  function lookLater(): void {
    later('log-size', LOOK_AFTER, () => void look())
  }

  return {
    isFull(bytes) {
      if (size + bytes <= limit) return false
      lookLater()
      return true
    },
    added(bytes) {
      size += bytes
    },
  }
}

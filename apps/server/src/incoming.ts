/**
 * Bounds the bytes that were received and not yet handled: unfinished messages of sockets, and bodies of requests. Pure,
 * but for the clock that it is given. Never lets one address take what the others need, and never keeps an unfinished
 * message or body for longer than a slow line needs to send it.
 */
import type { Clock } from './clock.ts'
import { INCOMING_BYTES_PER_SECOND, INCOMING_PATIENCE, INCOMING_SMALL_BYTES } from './limits.ts'

/** Whose bytes are too many: those of the address, or those of all addresses together. */
export type Excess = 'address' | 'all'

/** What one connection or request holds. */
export type Held = {
  /** Sets how many bytes are held now. Counts them in any case; answers whose bytes are too many after an increase. */
  hold(bytes: number): Excess | undefined
}

export type Incoming = {
  /** Begins to count for one connection or request. It must end with `hold(0)`. */
  open(address: string): Held
}

/**
 * An address may hold as many bytes as are left free for the others: one alone half of `most`, the next half of the rest,
 * and so on. So no address can fill it, and a flood from many addresses leaves less and less to each.
 */
export function createIncoming(most: number, changed: (bytes: number) => void = () => undefined): Incoming {
  const addresses = new Map<string, number>()
  let all = 0
  return {
    open(address) {
      let own = 0
      return {
        hold(bytes) {
          const more = bytes - own
          if (more === 0) return undefined
          own = bytes
          all += more
          const ofAddress = (addresses.get(address) ?? 0) + more
          if (ofAddress > 0) addresses.set(address, ofAddress)
          else addresses.delete(address)
          changed(all)
          if (more < 0 || own <= INCOMING_SMALL_BYTES || ofAddress <= most - all) return undefined
          return all - ofAddress > ofAddress ? 'all' : 'address'
        },
      }
    },
  }
}

/** The least pace at which a message or body has to arrive. One at a time. */
export type Pace = {
  /** A message or body begins. */
  begin(): void
  arrived(bytes: number): void
  /** It is complete. */
  rest(): void
  /** No other follows. */
  stop(): void
}

/** `tooSlow` is called once for a message or body that falls behind the pace. */
export function createPace(clock: Pick<Clock, 'elapsed' | 'after' | 'soon'>, tooSlow: () => void): Pace {
  let since: number | undefined
  let bytes = 0
  let stopTimer: (() => void) | undefined

  /** Milliseconds that are left; undefined: nothing is unfinished. */
  function left(): number | undefined {
    if (since === undefined) return undefined
    return since + INCOMING_PATIENCE + (bytes / INCOMING_BYTES_PER_SECOND) * 1000 - clock.elapsed()
  }

  function look(): void {
    stopTimer = undefined
    const milliseconds = left()
    if (milliseconds === undefined) return
    // While the process was busy, bytes may have arrived that nobody has read yet.
    stopTimer = milliseconds > 0 ? clock.after(milliseconds, look) : clock.soon(lookAgain)
  }

  function lookAgain(): void {
    stopTimer = undefined
    const milliseconds = left()
    if (milliseconds === undefined) return
    if (milliseconds > 0) {
      look()
      return
    }
    since = undefined
    tooSlow()
  }

  return {
    begin() {
      since = clock.elapsed()
      bytes = 0
      // A timer that is still there from the message before looks at this one.
      stopTimer ??= clock.after(INCOMING_PATIENCE, look)
    },
    arrived(more) {
      bytes += more
    },
    rest() {
      since = undefined
    },
    stop() {
      since = undefined
      stopTimer?.()
      stopTimer = undefined
    },
  }
}

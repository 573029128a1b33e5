/**
 * Keeps an error in the code that serves one socket inside that socket: the error is logged and counted, and the socket
 * ends. Without this, an exception in an event handler or a timer ends the process for everybody.
 */
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'

/** Wraps a handler of one socket. The result never throws and never rejects. */
export type Contain = <Given extends readonly unknown[]>(
  run: (...given: Given) => unknown,
) => (...given: Given) => void

export type ContainmentParts = {
  readonly log: Pick<Log, 'error'>
  readonly metrics: Pick<Metrics, 'socketErrors'>
  readonly conversation: 'sync' | 'session'
  /** What names the socket in the log. */
  readonly ids: () => object
  /** Ends the socket. */
  readonly end: () => void
}

export function createContainment({ log, metrics, conversation, ids, end }: ContainmentParts): Contain {
  function failed(error: unknown): void {
    metrics.socketErrors.inc({ conversation })
    log.error({ err: error, ...ids() }, `an error in the code that serves a ${conversation} socket`)
    try {
      end()
    } catch (again) {
      log.error({ err: again, ...ids() }, `a ${conversation} socket could not be ended`)
    }
  }
  return (run) =>
    (...given) => {
      try {
        const result = run(...given)
        if (result instanceof Promise) result.catch(failed)
      } catch (error) {
        failed(error)
      }
    }
}

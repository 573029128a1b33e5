/**
 * A `fetch` that gives up. Where packets vanish, a browser waits for minutes: longer than the outage. The limit is on
 * silence and not on the whole, so that a slow line may take its time. Must never cut off an answer that still arrives.
 */

import { withTicket } from '../storage/tickets.ts'

/** Limit on the wait for an answer to begin, and for its next part, in milliseconds. */
const SILENCE_MS = 20_000
/** What a slow line uploads in a millisecond, in bytes: an upload shows no progress, so its size extends the limit. */
const SLOW_UPLOAD = 20

/** Statuses whose answers never have a body. */
const NULL_BODY: ReadonlySet<number> = new Set([204, 205, 304])

const sizeOf = (body: RequestInit['body']): number =>
  body instanceof Blob ? body.size : typeof body === 'string' ? body.length : 0

/** Rejects with a TimeoutError. */
export function createTimedFetch(
  fetch: typeof globalThis.fetch,
  silenceMs = SILENCE_MS,
): typeof globalThis.fetch {
  return async (input, init) => {
    const ending = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = (ms: number): void => {
      clearTimeout(timer)
      timer = setTimeout(() => ending.abort(new DOMException('no answer', 'TimeoutError')), ms)
    }
    const { signal } = ending
    wait(silenceMs + sizeOf(init?.body) / SLOW_UPLOAD)
    try {
      const response = await fetch(input, {
        ...init,
        signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal,
      })
      // Chromium gives these a body that is empty, and refuses to make a response of it.
      if (response.body === null || NULL_BODY.has(response.status)) {
        clearTimeout(timer)
        return response
      }
      wait(silenceMs)
      const { status, statusText, headers } = response
      const watched = response.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(part, controller) {
            wait(silenceMs)
            controller.enqueue(part)
          },
          flush: () => clearTimeout(timer),
        }),
      )
      return new Response(watched as ReadableStream<Uint8Array<ArrayBuffer>>, { status, statusText, headers })
    } catch (error) {
      clearTimeout(timer)
      throw error
    }
  }
}

/** The browser's own, for a page and for a worker. */
export const timedFetch = createTimedFetch(withTicket((input, init) => globalThis.fetch(input, init)))

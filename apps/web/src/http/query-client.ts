/**
 * How answers are kept and asked for again. A page asks again by itself only while the server is away, less and less often, and
 * never while nobody looks at it. What changes on the server is pushed, see pages/news. A refusal is not asked for again.
 */
import { QueryClient } from '@tanstack/react-query'
import { isPassing } from './problem.ts'

const FIRST_RETRY_MS = 4000
/** No page asks for the same thing more often than this by itself, in milliseconds. */
export const SLOW_POLL_MS = 60_000
const FRESH_MS = 10_000

/** A time that is up to a quarter longer, so that many pages do not ask at once. `random` is in [0, 1). */
export function jittered(milliseconds: number, random: number): number {
  return Math.round(milliseconds * (1 + random / 4))
}

type Asked = {
  readonly state: {
    readonly data: unknown
    readonly error: unknown
    readonly errorUpdateCount: number
    readonly errorUpdatedAt: number
  }
}

/**
 * How long to wait until a query is asked again by itself: only while its last failure may pass. The first tries of a page that
 * has nothing to show follow each other faster. The same for the same failure, or each render would begin the wait anew.
 */
export function retryWhileAway({ state }: Asked): number | false {
  if (!isPassing(state.error)) return false
  const tries = state.data === undefined ? state.errorUpdateCount : Infinity
  const wait = Math.min(FIRST_RETRY_MS * 2 ** Math.max(0, tries - 1), SLOW_POLL_MS)
  return jittered(wait, (state.errorUpdatedAt % 1000) / 1000)
}

/** For what no socket tells of: once a minute, while somebody looks. */
export function slowPoll(query: Asked): number {
  return retryWhileAway(query) || SLOW_POLL_MS
}

/** The keeper of answers. `always`: the page says itself that the server is away, whatever the browser believes. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: FRESH_MS,
        retry: false,
        refetchInterval: retryWhileAway,
        refetchIntervalInBackground: false,
        refetchOnReconnect: true,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

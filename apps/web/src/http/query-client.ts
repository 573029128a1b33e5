/**
 * How answers are kept and asked for again. A server that is away is asked again by itself, since people look at the
 * page and not at a button; an answer that is a refusal is not.
 */
import { QueryClient } from '@tanstack/react-query'
import { isPassing } from './problem.ts'

const RETRY_MS = 4000
const FRESH_MS = 10_000

/** How long to wait until a query is asked again by itself: only while its last failure may pass. */
export function retryWhileAway(query: { readonly state: { readonly error: unknown } }): number | false {
  return isPassing(query.state.error) ? RETRY_MS : false
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
        refetchIntervalInBackground: true,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** A board's history, and the marks on it. Must never be asked for while nobody looks. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'
import type { Api } from '../../http/api.ts'
import { retryWhileAway } from '../../http/query-client.ts'
import { historyKey } from '../moments/use-moments.ts'

/** The live board goes on: how often it is looked at how far it has come, in milliseconds. */
const REFRESH_MS = 15_000

export function historyQuery(api: Pick<Api, 'history'>, boardId: string) {
  return queryOptions({
    queryKey: historyKey(boardId),
    queryFn: ({ signal }) => api.history(boardId, signal),
    refetchInterval: (query) => retryWhileAway(query) || REFRESH_MS,
    refetchIntervalInBackground: false,
  })
}

export function useHistory(boardId: string) {
  return useQuery(historyQuery(useApi(), boardId))
}

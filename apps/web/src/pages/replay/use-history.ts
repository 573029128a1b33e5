/** A board's history, and the marks on it. Must never be asked for while nobody looks. */
import type { BoardHistory } from '@gamelan/protocol/http/history'
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'
import type { Api } from '../../http/api.ts'
import { useFailure } from '../../http/use-failure.ts'
import { historyKey } from '../news/board-news.ts'
import { useShown } from '../news/use-board-news.tsx'

export function historyQuery(api: Pick<Api, 'history'>, boardId: string) {
  return queryOptions({
    queryKey: historyKey(boardId),
    queryFn: ({ signal }) => api.history(boardId, signal),
  })
}

/** The history, kept up to date as long as it is shown. */
export function useHistory(boardId: string) {
  useShown([boardId], 'history')
  return useQuery(historyQuery(useApi(), boardId))
}

/** The history of a session's own board, and of each board on which something of the session was, by its id. */
export function useSessionHistories(sessionBoard: string): {
  readonly own: BoardHistory | undefined
  readonly of: ReadonlyMap<string, BoardHistory>
  /** Why there is no history of its own board; null: there is, or it is still asked for. */
  readonly failure: unknown
} {
  const api = useApi()
  const own = useHistory(sessionBoard)
  const failure = useFailure(own)
  const boards = [...new Set([sessionBoard, ...(own.data?.milestones ?? []).map(({ board }) => board)])]
  useShown(boards, 'history')
  const all = useQueries({ queries: boards.map((board) => historyQuery(api, board)) })
  const of = boards.flatMap((board, i) => {
    const data = all[i]?.data
    return data === undefined ? [] : [[board, data] as const]
  })
  return { own: own.data, of: new Map(of), failure }
}

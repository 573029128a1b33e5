/** A series as the server has it, and what a facilitator does with it. Must never be asked for while nobody looks. */
import type { InvitedRole, PatchSeries, Series, CreateSeries } from '@gamelan/protocol/http/series'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'

const keyOf = (seriesId: string | undefined) => ['series', seriesId]

/** The series; undefined: the board is of none. */
export function useSeries(seriesId: string | undefined) {
  const api = useApi()
  return useQuery({
    queryKey: keyOf(seriesId),
    queryFn: ({ signal }) => api.series(seriesId ?? '', signal),
    enabled: seriesId !== undefined,
    refetchOnMount: 'always',
  })
}

/** What an answer changes: the series, and its name on the boards that show it. */
function useKeep(): (series: Series) => Promise<void> {
  const queries = useQueryClient()
  return async (series) => {
    queries.setQueryData(keyOf(series.id), series)
    await queries.invalidateQueries({ queryKey: ['board'] })
  }
}

/** Begins a series with a board. */
export function useMakeSeries(boardId: string) {
  const api = useApi()
  const onSuccess = useKeep()
  return useMutation({ mutationFn: (terms: CreateSeries) => api.makeSeries(boardId, terms), onSuccess })
}

/** Changes its name, question or rule. */
export function useChangeSeries(seriesId: string) {
  const api = useApi()
  const onSuccess = useKeep()
  return useMutation({ mutationFn: (terms: PatchSeries) => api.changeSeries(seriesId, terms), onSuccess })
}

/** Makes a new invitation; the older one ends. */
export function useRenewInvitation(seriesId: string) {
  const api = useApi()
  const onSuccess = useKeep()
  return useMutation({ mutationFn: (role: InvitedRole) => api.renewInvitation(seriesId, role), onSuccess })
}

/** Makes the next board, unless another is the newest by now. */
export function usePlayAgain(seriesId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (from: string) => api.playAgain(seriesId, from),
    onSuccess: (board) => queries.setQueryData(['board', board.id], board),
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(seriesId) }),
  })
}

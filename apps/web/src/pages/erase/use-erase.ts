/** What erasing something would take, and erasing it. */
import type { EraseTarget } from '@gamelan/protocol/http/history'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'
import { historyKey } from '../moments/use-moments.ts'

/** Asked anew for each question: the board goes on. */
export function useErasePlan(boardId: string, target: EraseTarget) {
  const api = useApi()
  return useQuery({
    queryKey: ['erase-plan', boardId, target],
    queryFn: ({ signal }) => api.erasePlan(boardId, target, signal),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
}

export function useErase(boardId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ target, confirm }: { readonly target: EraseTarget; readonly confirm: string }) =>
      api.erase(boardId, target, confirm),
    // What the browser has kept is let go of by the page that hears of it, like everybody's.
    onSuccess: () => queries.invalidateQueries({ queryKey: historyKey(boardId) }),
  })
}

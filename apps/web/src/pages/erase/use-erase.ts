/** What erasing something would take, and erasing it. */
import type { EraseTarget } from '@gamelan/protocol/http/history'
import { useIsMutating, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'
import { dropKept } from '../../http/kept-fetch.ts'
import { historyKey } from '../news/board-news.ts'
import { generationSeen, noteReload } from './erased-memory.ts'
import { localShelf, tabShelf } from '../../storage/browser-storage.ts'

/** Where it is erased from: the page of the board reloads for it, that of the history does not. */
export type ErasedOn = 'board' | 'replay'

const eraseKey = (boardId: string) => ['erase', boardId]

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

export function useErase(boardId: string, on: ErasedOn) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationKey: eraseKey(boardId),
    mutationFn: ({ target, confirm }: { readonly target: EraseTarget; readonly confirm: string }) =>
      api.erase(boardId, target, confirm),
    // Who erases is told that it is done, and not a second time that somebody has erased something.
    async onSuccess({ generation }) {
      generationSeen(localShelf, boardId, generation)
      if (on === 'board') noteReload(tabShelf, boardId, 'own')
      await dropKept(boardId)
      await queries.invalidateQueries({ queryKey: historyKey(boardId) })
    },
  })
}

/** Whether this page waits for the answer to its own erasing. */
export function useIsErasing(boardId: string): boolean {
  return useIsMutating({ mutationKey: eraseKey(boardId) }) > 0
}

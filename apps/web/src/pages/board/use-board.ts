/** What the server keeps of a board: its title and its links. */
import type { Board } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'
import { retryWhileAway } from '../../http/query-client.ts'

/** Others change the title, too; it is asked for this often while the page is looked at. */
const REFRESH_MS = 30_000

const keyOf = (boardId: string) => ['board', boardId]

/** The board. */
export function useBoard(boardId: string) {
  const api = useApi()
  return useQuery({
    queryKey: keyOf(boardId),
    queryFn: ({ signal }) => api.board(boardId, signal),
    refetchInterval: (query) => retryWhileAway(query) || REFRESH_MS,
    refetchIntervalInBackground: false,
  })
}

/** Changes the title; it shows at once, and the old one is put back if the server does not take it. */
export function useRename(boardId: string) {
  const api = useApi()
  const queries = useQueryClient()
  const queryKey = keyOf(boardId)
  return useMutation({
    mutationFn: (title: string) => api.rename(boardId, title),
    onMutate: async (title) => {
      // An answer that is still under way would put the old title back.
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueryData<Board>(queryKey)
      if (before) queries.setQueryData<Board>(queryKey, { ...before, title })
      return { before }
    },
    onError: (_error, _title, context) => {
      if (context?.before) queries.setQueryData(queryKey, context.before)
    },
    onSuccess: (board) => queries.setQueryData(queryKey, board),
  })
}

/** Makes a new link for a role; the older one ends. */
export function useRenewLink(boardId: string) {
  const api = useApi()
  const queries = useQueryClient()
  const queryKey = keyOf(boardId)
  return useMutation({
    mutationFn: (role: Role) => api.createLink(boardId, role),
    onSuccess: ({ role, link }) =>
      queries.setQueryData<Board>(queryKey, (board) =>
        board ? { ...board, links: { ...board.links, [role]: link } } : board,
      ),
  })
}

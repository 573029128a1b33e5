/** What the server keeps of a board: its title and its links. Must never be asked for while nobody looks. */
import type { Board } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'
import type { Api } from '../../http/api.ts'
import { boardKey } from '../news/board-news.ts'
import { useShown } from '../news/use-board-news.tsx'

/** How the board is asked for: once, and when the page is seen again. */
export function boardQuery(api: Pick<Api, 'board'>, boardId: string) {
  return queryOptions({
    queryKey: boardKey(boardId),
    queryFn: ({ signal }) => api.board(boardId, signal),
    refetchOnWindowFocus: 'always',
  })
}

/** The board, kept up to date as long as it is shown. */
export function useBoard(boardId: string) {
  useShown([boardId], 'board')
  return useQuery(boardQuery(useApi(), boardId))
}

/** Changes the title; it shows at once, and the old one is put back if the server does not take it. */
export function useRename(boardId: string) {
  const api = useApi()
  const queries = useQueryClient()
  const queryKey = boardKey(boardId)
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
    onSuccess: async (board) => {
      // So would one that was asked for before the server had the new one.
      await queries.cancelQueries({ queryKey })
      queries.setQueryData(queryKey, board)
    },
  })
}

/** Makes a new link for a role, of the board whose links a board shows; the older one ends. */
export function useRenewLink(boardId: string, ofBoard: string) {
  const api = useApi()
  const queries = useQueryClient()
  const queryKey = boardKey(boardId)
  return useMutation({
    mutationFn: (role: Role) => api.createLink(ofBoard, role),
    onSuccess: ({ role, link }) =>
      queries.setQueryData<Board>(queryKey, (board) =>
        board ? { ...board, links: { ...board.links, [role]: link } } : board,
      ),
  })
}

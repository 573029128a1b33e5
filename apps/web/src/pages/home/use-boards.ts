/** The list of boards, and what is done to a board from there. */
import type { BoardPage } from '@gamelan/protocol/http/boards'
import type { InfiniteData } from '@tanstack/react-query'
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { slowPoll } from '../../http/query-client.ts'
import { useApi } from '../../http/api-context.tsx'

const BOARDS = ['boards']
const TRASH = ['trash']

/** The boards whose titles have `q` in them, page by page. What was found before stays while more is looked for. */
export function useBoards(q: string) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: [...BOARDS, q],
    queryFn: ({ pageParam, signal }) => api.boards({ q, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    // Whoever comes back from a board looks for what has changed since, and pictures come some seconds later.
    refetchOnMount: 'always',
    // Nor is a list that was seen before the whole truth, when a search is cleared.
    staleTime: 0,
    // No socket tells of what others do on these boards.
    refetchInterval: slowPoll,
  })
}

/** Makes a board. */
export function useCreateBoard() {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.createBoard(),
    onSuccess: (board) => queries.setQueryData(['board', board.id], board),
  })
}

type Pages = InfiniteData<BoardPage, string | null>

/** `pages` with `change` made to one board; undefined takes it out. */
export function withBoard(
  pages: Pages,
  boardId: string,
  change: (board: BoardPage['boards'][number]) => BoardPage['boards'][number] | undefined,
): Pages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      boards: page.boards.flatMap((board) => (board.id === boardId ? (change(board) ?? []) : [board])),
    })),
  }
}

/** Changes a board's title, in the list and on the server. */
export function useRenameBoard(boardId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (title: string) => api.rename(boardId, title),
    onSuccess: (board) => {
      queries.setQueryData(['board', boardId], board)
      queries.setQueriesData<Pages>(
        { queryKey: BOARDS },
        (pages) =>
          pages &&
          withBoard(pages, boardId, (one) => ({ ...one, title: board.title, changedAt: board.changedAt })),
      )
    },
  })
}

/** The boards in the trash, as long as somebody looks at them. */
export function useTrash() {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: TRASH,
    queryFn: ({ pageParam, signal }) => api.trashed(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchOnMount: 'always',
  })
}

/** Takes a board out of the trash. */
export function useTakeOut(boardId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.takeOut(boardId),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: TRASH }),
        queries.invalidateQueries({ queryKey: BOARDS }),
      ]),
  })
}

/** Moves a board to the trash. */
export function useTrashBoard(boardId: string) {
  const api = useApi()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.trash(boardId),
    onSuccess: () => {
      queries.setQueriesData<Pages>(
        { queryKey: BOARDS },
        (pages) => pages && withBoard(pages, boardId, () => undefined),
      )
    },
  })
}

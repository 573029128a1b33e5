/** Who was let onto a board, and what they may do: for its facilitators. */
import type { BoardMember, MemberPage } from '@gamelan/protocol/http/members'
import type { Role } from '@gamelan/protocol/roles'
import type { InfiniteData } from '@tanstack/react-query'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { retryWhileAway } from '../../http/query-client.ts'
import { useApi } from '../../http/api-context.tsx'
import { REFRESH_MS } from './use-board.ts'

type Pages = InfiniteData<MemberPage, string | null>

const keyOf = (boardId: string) => ['members', boardId]

/** The members, page by page, as long as somebody looks at them. */
export function useMembers(boardId: string) {
  const api = useApi()
  return useInfiniteQuery({
    queryKey: keyOf(boardId),
    queryFn: ({ pageParam, signal }) => api.members(boardId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchOnMount: 'always',
    refetchInterval: (query) => retryWhileAway(query) || REFRESH_MS,
  })
}

/** `pages` with `change` made to one member; undefined takes them out. */
function withMember(
  pages: Pages,
  id: string,
  change: (member: BoardMember) => BoardMember | undefined,
): Pages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      members: page.members.flatMap((one) => (one.participant.id === id ? (change(one) ?? []) : [one])),
    })),
  }
}

function useChange<Wanted extends { readonly id: string }>(
  boardId: string,
  ask: (wanted: Wanted) => Promise<BoardMember | null>,
) {
  const queries = useQueryClient()
  const queryKey = keyOf(boardId)
  return useMutation({
    mutationFn: ask,
    onSuccess: async (member, { id }) => {
      // An answer that is still under way would show what was.
      await queries.cancelQueries({ queryKey })
      queries.setQueryData<Pages>(
        queryKey,
        (pages) => pages && withMember(pages, id, () => member ?? undefined),
      )
    },
  })
}

/** Gives a member another role. */
export function useSetRole(boardId: string) {
  const api = useApi()
  return useChange(boardId, ({ id, role }: { id: string; role: Role }) => api.setRole(boardId, id, role))
}

/** Removes a member. */
export function useRemoveMember(boardId: string) {
  const api = useApi()
  return useChange(boardId, ({ id }: { id: string }) => api.removeMember(boardId, id))
}

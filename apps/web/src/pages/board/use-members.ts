/** Who was let onto a board, and what they may do: for its facilitators. */
import type { BoardMember, MemberPage } from '@gamelan/protocol/http/members'
import type { Role } from '@gamelan/protocol/roles'
import type { InfiniteData } from '@tanstack/react-query'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'
import { membersKey } from '../news/board-news.ts'
import { useShown } from '../news/use-board-news.tsx'

type Pages = InfiniteData<MemberPage, string | null>

/** The members, page by page, as long as somebody looks at them. */
export function useMembers(boardId: string) {
  const api = useApi()
  useShown([boardId], 'members')
  return useInfiniteQuery({
    queryKey: membersKey(boardId),
    queryFn: ({ pageParam, signal }) => api.members(boardId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchOnMount: 'always',
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
  const queryKey = membersKey(boardId)
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

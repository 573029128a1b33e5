/** Named moments of a board: to set one, to take one away, to go back to one, to begin a new board at one. */
import type { BookmarkKind, Mark } from '@gamelan/protocol/http/history'
import { MARK_NAME_LENGTH } from '@gamelan/protocol/limits'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../http/api-context.tsx'
import { historyKey } from '../news/board-news.ts'

export type Naming = {
  readonly kind: 'snapshot' | BookmarkKind
  readonly name: string
  readonly note: string
  /** undefined: now. */
  readonly seq: number | undefined
}

function useHistoryChange<Asked, Answer>(boardId: string, mutationFn: (asked: Asked) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => queries.invalidateQueries({ queryKey: historyKey(boardId) }),
  })
}

export function useNameMoment(boardId: string) {
  const api = useApi()
  return useHistoryChange(boardId, ({ kind, name, note, seq }: Naming): Promise<Mark> => {
    const asked = {
      ...(name !== '' && { name }),
      ...(note !== '' && { note }),
      ...(seq !== undefined && { seq }),
    }
    return kind === 'snapshot'
      ? api.takeSnapshot(boardId, { ...asked, name })
      : api.bookmark(boardId, { ...asked, kind })
  })
}

export function useRemoveMark(boardId: string) {
  const api = useApi()
  return useHistoryChange(boardId, (markId: string) => api.removeMark(boardId, markId))
}

/** The drawing becomes for all what it was. `when`: how this page says it. */
export function useRestore(boardId: string) {
  const api = useApi()
  return useHistoryChange(boardId, ({ seq, when }: { readonly seq: number; readonly when: string }) =>
    api.restore(boardId, seq, when.slice(0, MARK_NAME_LENGTH)),
  )
}

/** A new board that begins there. */
export function useFork(boardId: string) {
  const api = useApi()
  return useMutation({
    mutationFn: (asked: { readonly seq: number; readonly title: string }) => api.fork(boardId, asked),
  })
}

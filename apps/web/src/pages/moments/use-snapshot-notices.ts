/** Tells everyone on the board of a snapshot that somebody took. */
import type { Mark } from '@gamelan/protocol/http/history'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi } from '../../http/api-context.tsx'
import { useNotify } from '../../ui/notices.tsx'
import { snapshotsKey } from '../news/board-news.ts'

/**
 * Compares the list with the one before, so that a snapshot taken while this page was offline is told as well.
 * @param me who took one needs no notice of it
 */
export function useSnapshotNotices(boardId: string, me: string): void {
  const api = useApi()
  const { t } = useTranslation()
  const notify = useNotify()
  const known = useRef<ReadonlySet<string> | null>(null)
  const snapshots = useQuery({
    queryKey: snapshotsKey(boardId),
    queryFn: ({ signal }) => api.snapshots(boardId, signal),
  })
  const tell = useEffectEvent(({ name, by }: Mark) => {
    if (by.id !== me) notify({ kind: 'info', text: t('moments.taken', { by: by.name, name }) })
  })
  const list = snapshots.data?.snapshots
  useEffect(() => {
    if (!list) return
    const before = known.current
    known.current = new Set(list.map(({ id }) => id))
    // Those that were there when one came are no news.
    if (before) for (const mark of list) if (!before.has(mark.id)) tell(mark)
  }, [list])
}

/** Asks for the snapshots of a board, those before a restore included, and tells what is new among them. */
import type { Role } from '@gamelan/protocol/roles'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { useApi } from '../../http/api-context.tsx'
import { snapshotsKey } from '../news/board-news.ts'
import { useMarkNotices } from './use-mark-notices.ts'

/** @param me who took one needs no notice of it */
export function useSnapshotNotices(boardId: string, me: string, role: Role): void {
  const api = useApi()
  const navigate = useNavigate()
  const { data } = useQuery({
    queryKey: snapshotsKey(boardId),
    queryFn: ({ signal }) => api.snapshots(boardId, signal),
  })
  const marks = useMemo(() => data && [...data.snapshots, ...data.restores], [data])
  const onLook = (seq: number) => void navigate(`/b/${boardId}/replay?at=${String(seq)}`)
  useMarkNotices(marks, { boardId, me, role, onLook })
}

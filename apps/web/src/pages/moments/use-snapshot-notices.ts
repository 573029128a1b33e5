/** Asks for the snapshots of a board, those before a restore included, and tells what is new among them. */
import type { Role } from '@gamelan/protocol/roles'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNavigate } from 'react-router'
import { useApi } from '../../http/api-context.tsx'
import { retryWhileAway } from '../../http/query-client.ts'
import { useMarkNotices } from './use-mark-notices.ts'

/** How often it is asked, in milliseconds, while somebody looks. */
const REFRESH_MS = 8000

/** @param me who took one needs no notice of it */
export function useSnapshotNotices(boardId: string, me: string, role: Role): void {
  const api = useApi()
  const navigate = useNavigate()
  const { data } = useQuery({
    queryKey: ['snapshots', boardId],
    queryFn: ({ signal }) => api.snapshots(boardId, signal),
    refetchInterval: (query) => retryWhileAway(query) || REFRESH_MS,
    refetchIntervalInBackground: false,
  })
  const marks = useMemo(() => data && [...data.snapshots, ...data.restores], [data])
  const onLook = (seq: number) => void navigate(`/b/${boardId}/replay?at=${String(seq)}`)
  useMarkNotices(marks, { boardId, me, role, onLook })
}

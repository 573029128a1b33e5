/** Tells of it when something was erased from a board that is open, and lets go of what the browser has kept of it. */
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { dropKept } from '../../http/kept-fetch.ts'
import { useNotify } from '../../ui/notices.tsx'

const generationName = (boardId: string): string => `gamelan:generation:${boardId}`
const reloadName = (boardId: string): string => `gamelan:erased:${boardId}`

/** Storage may be forbidden in a browser; then nothing is remembered. */
function recall(storage: Storage, name: string): string | null {
  try {
    return storage.getItem(name)
  } catch {
    return null
  }
}

function remember(storage: Storage, name: string, value: string | null): void {
  try {
    if (value === null) storage.removeItem(name)
    else storage.setItem(name, value)
  } catch {
    // As in recall.
  }
}

/** For a page that shows the history. `generation`: of the history as it is; undefined: not known yet. */
export function useErasedNotice(boardId: string, generation: number | undefined): void {
  const { t } = useTranslation()
  const notify = useNotify()
  const tell = useEffectEvent(() => notify({ kind: 'info', text: t('erase.seen') }))
  useEffect(() => {
    if (generation === undefined) return
    const known = Number(recall(localStorage, generationName(boardId)) ?? 0)
    if (known === generation) return
    remember(localStorage, generationName(boardId), String(generation))
    void dropKept(boardId)
    tell()
  }, [boardId, generation])
}

/** The page of the board reloads next, since something was erased; then it says so. */
export function noteErasedReload(boardId: string): void {
  remember(sessionStorage, reloadName(boardId), '1')
}

/** For the page of a board: says why it has reloaded. */
export function useErasedReloadNotice(boardId: string): void {
  const { t } = useTranslation()
  const notify = useNotify()
  const tell = useEffectEvent(() => notify({ kind: 'info', text: t('erase.seen') }))
  useEffect(() => {
    if (recall(sessionStorage, reloadName(boardId)) === null) return
    remember(sessionStorage, reloadName(boardId), null)
    tell()
  }, [boardId])
}

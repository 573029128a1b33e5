/** Tells of it once when something was erased from a board, and lets go of what the browser has kept of it. */
import { timesErased } from '@gamelan/board-model'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type * as Y from 'yjs'
import { useApi } from '../../http/api-context.tsx'
import { dropKept } from '../../http/kept-fetch.ts'
import { useNotify } from '../../ui/notices.tsx'
import { generationSeen, type Reloaded, takeReload, toTell } from './erased-memory.ts'
import { localShelf, tabShelf } from '../../storage/browser-storage.ts'

const WORDS = { own: 'erase.done', seen: 'erase.seen' } as const satisfies Record<Reloaded, string>

/** Answers what is to be said of it, where `noted` is what a reload left to say. null: nothing. */
function learn(boardId: string, generation: number, noted: Reloaded | null): Reloaded | null {
  const seen = generationSeen(localShelf, boardId, generation)
  if (seen !== 'known') void dropKept(boardId)
  return toTell(noted, seen)
}

function useTell(boardId: string): (what: Reloaded | null) => void {
  const api = useApi()
  const { t } = useTranslation()
  const notify = useNotify()
  /** Says who it was, where the server can say. */
  const tellSeen = async () => {
    const history = await api.history(boardId).catch(() => null)
    const by = history?.erasures.at(-1)?.by.name
    notify({ kind: 'info', text: by === undefined ? t(WORDS.seen) : t('erase.seenBy', { by }) })
  }
  return (what) => {
    if (what === 'own') notify({ kind: 'info', text: t(WORDS.own) })
    else if (what === 'seen') void tellSeen()
  }
}

/** For a page that shows the history. `generation`: of the history as it is; undefined: not known yet. */
export function useErasedNotice(boardId: string, generation: number | undefined): void {
  const tell = useEffectEvent(useTell(boardId))
  useEffect(() => {
    if (generation !== undefined) tell(learn(boardId, generation, null))
  }, [boardId, generation])
}

/**
 * For the page of a board, which may have reloaded for it. `doc`: null as long as it is not loaded. What is signed in it
 * later is not looked at: the page then reloads, and says so after that.
 */
export function useErasedOnBoard(boardId: string, doc: Y.Doc | null): void {
  const tell = useEffectEvent(useTell(boardId))
  useEffect(() => {
    if (doc !== null) tell(learn(boardId, timesErased(doc), takeReload(tabShelf, boardId)))
  }, [boardId, doc])
}

/** Tells of it once when something was erased from a board, and lets go of what the browser has kept of it. */
import { timesErased } from '@gamelan/board-model'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type * as Y from 'yjs'
import { dropKept } from '../../http/kept-fetch.ts'
import { useNotify } from '../../ui/notices.tsx'
import { generationSeen, type Reloaded, takeReload, toTell } from './erased-memory.ts'

const WORDS = { own: 'erase.done', seen: 'erase.seen' } as const satisfies Record<Reloaded, string>

/** Answers what tells of it, where `noted` is what a reload left to say. */
function useTelling(boardId: string): (generation: number, noted: Reloaded | null) => void {
  const { t } = useTranslation()
  const notify = useNotify()
  return useEffectEvent((generation: number, noted: Reloaded | null) => {
    const seen = generationSeen(localStorage, boardId, generation)
    if (seen !== 'known') void dropKept(boardId)
    const what = toTell(noted, seen)
    if (what !== null) notify({ kind: 'info', text: t(WORDS[what]) })
  })
}

/** For a page that shows the history. `generation`: of the history as it is; undefined: not known yet. */
export function useErasedNotice(boardId: string, generation: number | undefined): void {
  const tell = useTelling(boardId)
  useEffect(() => {
    if (generation !== undefined) tell(generation, null)
  }, [boardId, generation])
}

/** For the page of a board, which may have reloaded for it. `doc`: null as long as it is not loaded. */
export function useErasedOnBoard(boardId: string, doc: Y.Doc | null): void {
  const tell = useTelling(boardId)
  useEffect(() => {
    if (doc !== null) tell(timesErased(doc), takeReload(sessionStorage, boardId))
  }, [boardId, doc])
}

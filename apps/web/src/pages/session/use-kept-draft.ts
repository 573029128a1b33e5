/**
 * What somebody types in the session's panel and has not sent yet. This window keeps it by the session's board, so that it is
 * there again whatever they look at meanwhile.
 */
import { useState } from 'react'
import { dropAll, keepText, keptText } from '../../storage/kept-text.ts'
import type { Shelf } from '../../storage/browser-storage.ts'
import { tabShelf } from '../../storage/browser-storage.ts'

const prefixOf = (sessionBoard: string) => `gamelan:draft:${sessionBoard}:`

/** @param name of the field; what belongs to one thing alone has the id of that in it */
export function useKeptDraft(sessionBoard: string, name: string) {
  const key = prefixOf(sessionBoard) + name
  const [text, setText] = useState(() => keptText(tabShelf, key) ?? '')
  const set = (next: string) => {
    setText(next)
    keepText(tabShelf, key, next === '' ? null : next)
  }
  return [text, set] as const
}

/** What this window has of a session that this person may not be in any more goes. */
export function forgetDrafts(storage: Shelf, sessionBoard: string): void {
  dropAll(storage, prefixOf(sessionBoard))
}

/**
 * What this browser remembers of erasings, so that nobody is told of one twice, nor of one from before they came. Must
 * never throw: storage may be forbidden in a browser, and then nothing is remembered.
 */
import type { Shelf } from '../../storage/browser-storage.ts'
const generationName = (boardId: string): string => `gamelan:generation:${boardId}`
const reloadName = (boardId: string): string => `gamelan:erased:${boardId}`

/** What there is to say of an erasing: that one's own is done, or that there was somebody's. */
export type Reloaded = 'own' | 'seen'

function recall(storage: Shelf, name: string): string | null {
  try {
    return storage.getItem(name)
  } catch {
    return null
  }
}

function remember(storage: Shelf, name: string, value: string | null): void {
  try {
    if (value === null) storage.removeItem(name)
    else storage.setItem(name, value)
  } catch {
    // As in recall.
  }
}

export type Seen = 'known' | 'first' | 'news'

/**
 * The board is of this generation; `storage` outlives the tab. Answers whether that is news, and whether what the
 * browser has kept may be of before: `first` where nothing is remembered, which is no news to somebody who was never
 * here, though they may have kept something all the same.
 */
export function generationSeen(storage: Shelf, boardId: string, generation: number): Seen {
  const before = recall(storage, generationName(boardId))
  // A copy that was kept from before an erasing is older than what was told of already.
  if (before !== null && Number(before) >= generation) return 'known'
  remember(storage, generationName(boardId), String(generation))
  return before === null ? 'first' : 'news'
}

/** Forgets that this browser was ever on the board: its person may not see it any more. */
export function forgetGeneration(storage: Shelf, boardId: string): void {
  remember(storage, generationName(boardId), null)
}

/** The page of the board reloads next, since something was erased. `storage`: of the tab. */
export function noteReload(storage: Shelf, boardId: string, what: Reloaded): void {
  // One's own is known before the page hears that it has to reload, and is said instead.
  if (what === 'own' || recall(storage, reloadName(boardId)) === null)
    remember(storage, reloadName(boardId), what)
}

/** What is to be said after a reload, once. null: nothing. */
export function takeReload(storage: Shelf, boardId: string): Reloaded | null {
  const noted = recall(storage, reloadName(boardId))
  if (noted === null) return null
  remember(storage, reloadName(boardId), null)
  return noted === 'own' ? 'own' : 'seen'
}

/** What is to be said on the page of a board. null: nothing, or it was said elsewhere. */
export function toTell(noted: Reloaded | null, seen: Seen): Reloaded | null {
  if (noted === 'own') return 'own'
  return seen === 'news' || (seen === 'first' && noted === 'seen') ? 'seen' : null
}

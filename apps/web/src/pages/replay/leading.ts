/**
 * Which showing of a replay this window leads, so that it goes on leading after a reload. Another window of the same person
 * does not. Where the browser keeps nothing, it leads no more and is offered the end.
 */
import { keepText, keptText } from '../../storage/kept-text.ts'
import type { Shelf } from '../../storage/browser-storage.ts'

const keyOf = (sessionBoard: string) => `gamelan:leads:${sessionBoard}`

/** @param since when it began to be shown, which names it; null: this window leads none */
export function rememberLeading(storage: Shelf, sessionBoard: string, since: number | null): void {
  keepText(storage, keyOf(sessionBoard), since === null ? null : String(since))
}

export function leadsHere(storage: Shelf, sessionBoard: string, since: number): boolean {
  return keptText(storage, keyOf(sessionBoard)) === String(since)
}

/**
 * What was offered to everyone on a board, and this window has declined, left or had: it is not taken along to that one again.
 * Where the browser keeps nothing, it is offered again.
 */
import { keepText, keptText } from '../../storage/kept-text.ts'
import type { Shelf } from '../../storage/browser-storage.ts'

const OFFERS = ['replay', 'call', 'board', 'late'] as const
export type Offer = (typeof OFFERS)[number]

const keyOf = (offer: Offer, boardId: string) => `gamelan:left-${offer}:${boardId}`

/** @param since when it began to be offered, which names it */
export function leaveOffer(storage: Shelf, offer: Offer, boardId: string, since: number): void {
  keepText(storage, keyOf(offer, boardId), String(since))
}

export function comeBackToOffer(storage: Shelf, offer: Offer, boardId: string): void {
  keepText(storage, keyOf(offer, boardId), null)
}

export function hasLeftOffer(storage: Shelf, offer: Offer, boardId: string, since: number): boolean {
  return keptText(storage, keyOf(offer, boardId)) === String(since)
}

/** What this window has of the offers on a board that it may not see any more goes. */
export function forgetOffers(storage: Shelf, boardId: string): void {
  for (const offer of OFFERS) comeBackToOffer(storage, offer, boardId)
}

/**
 * What was offered to everyone on a board, and this window has declined, left or had: it is not taken along to that one again.
 * Where the browser keeps nothing, it is offered again.
 */

const OFFERS = ['replay', 'call', 'board', 'late'] as const
export type Offer = (typeof OFFERS)[number]

const keyOf = (offer: Offer, boardId: string) => `gamelan:left-${offer}:${boardId}`

/** @param since when it began to be offered, which names it */
export function leaveOffer(storage: Storage, offer: Offer, boardId: string, since: number): void {
  try {
    storage.setItem(keyOf(offer, boardId), String(since))
  } catch {
    // Storage is full or switched off: see above.
  }
}

export function comeBackToOffer(storage: Storage, offer: Offer, boardId: string): void {
  try {
    storage.removeItem(keyOf(offer, boardId))
  } catch {
    // Nothing was kept.
  }
}

export function hasLeftOffer(storage: Storage, offer: Offer, boardId: string, since: number): boolean {
  try {
    return storage.getItem(keyOf(offer, boardId)) === String(since)
  } catch {
    return false
  }
}

/** What this window has of the offers on a board that it may not see any more goes. */
export function forgetOffers(storage: Storage, boardId: string): void {
  for (const offer of OFFERS) comeBackToOffer(storage, offer, boardId)
}

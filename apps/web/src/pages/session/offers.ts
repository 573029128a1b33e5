/** What was offered to everyone on a board, and this window has declined or left: it is not taken along to that one again. */

export type Offer = 'replay' | 'call' | 'board'

const keyOf = (offer: Offer, boardId: string) => `gamelan:left-${offer}:${boardId}`

/** @param since when it began to be offered, which names it */
export function leaveOffer(storage: Storage, offer: Offer, boardId: string, since: number): void {
  storage.setItem(keyOf(offer, boardId), String(since))
}

export function comeBackToOffer(storage: Storage, offer: Offer, boardId: string): void {
  storage.removeItem(keyOf(offer, boardId))
}

export function hasLeftOffer(storage: Storage, offer: Offer, boardId: string, since: number): boolean {
  return storage.getItem(keyOf(offer, boardId)) === String(since)
}

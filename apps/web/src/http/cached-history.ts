/**
 * The parts of a history that the browser has kept for ever, after something was erased from it (H8). Only the server
 * can have them dropped: its word that an address is of before does that (`Clear-Site-Data`).
 */

/** Has them dropped. Never rejects: where nobody answers, nothing is read from them either. */
export async function dropCachedHistory(boardId: string, fetch: typeof globalThis.fetch): Promise<void> {
  // Of before anything was erased; so nobody has that any more.
  const address = `/api/boards/${encodeURIComponent(boardId)}/history/updates?after=0&until=0&g=0`
  await fetch(address, { credentials: 'same-origin', cache: 'no-store' }).catch(() => undefined)
}

/**
 * Which showing of a replay this window leads, so that it goes on leading after a reload. Another window of the same person
 * does not. Where the browser keeps nothing, it leads no more and is offered the end.
 */
const keyOf = (sessionBoard: string) => `gamelan:leads:${sessionBoard}`

/** @param since when it began to be shown, which names it; null: this window leads none */
export function rememberLeading(storage: Storage, sessionBoard: string, since: number | null): void {
  try {
    if (since === null) storage.removeItem(keyOf(sessionBoard))
    else storage.setItem(keyOf(sessionBoard), String(since))
  } catch {
    // Storage is full or switched off: see above.
  }
}

export function leadsHere(storage: Storage, sessionBoard: string, since: number): boolean {
  try {
    return storage.getItem(keyOf(sessionBoard)) === String(since)
  } catch {
    return false
  }
}

/** Which showing of a board's replay this window has left: it is not taken along to that one again. */

const keyOf = (boardId: string) => `gamelan:left-replay:${boardId}`

/** @param since when it began to be shown, which names it */
export function leaveReplay(storage: Storage, boardId: string, since: number): void {
  storage.setItem(keyOf(boardId), String(since))
}

export function comeBackToReplay(storage: Storage, boardId: string): void {
  storage.removeItem(keyOf(boardId))
}

export function hasLeftReplay(storage: Storage, boardId: string, since: number): boolean {
  return storage.getItem(keyOf(boardId)) === String(since)
}

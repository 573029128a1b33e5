/** Where a person was looking on a board, for as long as the tab lives: a reload does not lose one's place. */

export type RememberedView = { readonly scrollX: number; readonly scrollY: number; readonly zoom: number }

type Storage = { getItem(key: string): string | null; setItem(key: string, value: string): void }

const keyOf = (boardId: string) => `gamelan:view:${boardId}`

/** The view that was remembered, or undefined. */
export function recallView(storage: Storage, boardId: string): RememberedView | undefined {
  try {
    const parts = JSON.parse(storage.getItem(keyOf(boardId)) ?? '[]') as unknown[]
    const [scrollX, scrollY, zoom] = parts.map(Number)
    const isView = [scrollX, scrollY, zoom].every(Number.isFinite) && Number(zoom) > 0
    return isView ? ({ scrollX, scrollY, zoom } as RememberedView) : undefined
  } catch {
    // Storage may be forbidden, and what is in it may be anything; the board is then shown from its beginning.
    return undefined
  }
}

export function rememberView(storage: Storage, boardId: string, view: RememberedView): void {
  try {
    storage.setItem(keyOf(boardId), JSON.stringify([view.scrollX, view.scrollY, view.zoom]))
  } catch {
    // As in recallView.
  }
}

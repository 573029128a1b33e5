/** What the browser keeps by a name. Must never throw: where storage is full or switched off, nothing is kept. */
type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** null: nothing is kept by this name. */
export function keptText(storage: Shelf, name: string): string | null {
  try {
    return storage.getItem(name)
  } catch {
    return null
  }
}

/** @param text null: nothing is kept any more */
export function keepText(storage: Shelf, name: string, text: string | null): void {
  try {
    if (text === null) storage.removeItem(name)
    else storage.setItem(name, text)
  } catch {
    // See above.
  }
}

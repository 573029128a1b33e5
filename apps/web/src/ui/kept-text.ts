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

/** Nothing is kept any more by names that begin so. */
export function dropAll(storage: Shelf & Pick<Storage, 'key' | 'length'>, beginning: string): void {
  try {
    const names = Array.from({ length: storage.length }, (_, at) => storage.key(at))
    for (const name of names) if (name?.startsWith(beginning) === true) storage.removeItem(name)
  } catch {
    // See above.
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

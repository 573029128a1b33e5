/** Texts that the browser stores by name. Must never throw: where storage is full or switched off, nothing is kept. */
import type { Shelf } from './browser-storage.ts'

/** null: nothing is kept by this name. */
export function keptText(storage: Shelf, name: string): string | null {
  try {
    return storage.getItem(name)
  } catch {
    return null
  }
}

/** Removes every text whose name begins with `beginning`. */
export function dropAll(storage: Shelf, beginning: string): void {
  try {
    const names = Array.from({ length: storage.length }, (_, at) => storage.key(at))
    for (const name of names) if (name?.startsWith(beginning) === true) storage.removeItem(name)
  } catch {
    // See above.
  }
}

/** @param text null: removes what is kept */
export function keepText(storage: Shelf, name: string, text: string | null): void {
  try {
    if (text === null) storage.removeItem(name)
    else storage.setItem(name, text)
  } catch {
    // See above.
  }
}

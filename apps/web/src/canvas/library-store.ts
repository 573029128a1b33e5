/**
 * The library of this browser, kept over reloads, and for all tabs at once. Must never install a library that an
 * address names, as Excalidraw's own `useHandleLibrary` does: that leads out of the origin (A7).
 */
import { answerOf, openDatabase } from '../storage/indexed-db.ts'

/** What is told of an item; the rest is Excalidraw's matter. */
export type LibraryEntry = { readonly id: string }

export type LibraryStore<T extends LibraryEntry> = {
  load(): Promise<readonly T[]>
  /** Replaces what is kept by what `change` makes of it, with no other tab in between. */
  update(change: (kept: readonly T[]) => readonly T[]): Promise<void>
}

/** What is kept, with what this page has added, changed and removed since `before`; others' additions stay. Pure. */
export function reconciled<T extends LibraryEntry>(
  kept: readonly T[],
  before: readonly T[],
  now: readonly T[],
): readonly T[] {
  const present = new Map(now.map((item) => [item.id, item]))
  const known = new Set(before.map(({ id }) => id))
  const keptIds = new Set(kept.map(({ id }) => id))
  const added = now.filter(({ id }) => !known.has(id) && !keptIds.has(id))
  const stayed = kept.filter(({ id }) => present.has(id) || !known.has(id))
  return [...added, ...stayed.map((item) => present.get(item.id) ?? item)]
}

export class LibraryKeeper<T extends LibraryEntry> {
  readonly #store: LibraryStore<T>
  #before: readonly T[] = []
  #isLoaded = false

  constructor(store: LibraryStore<T>) {
    this.#store = store
  }

  /** Hands what is kept to `show`, which adds it to what there is. */
  async start(show: (items: readonly T[]) => Promise<unknown>): Promise<void> {
    const items = await keeping(this.#store.load())
    this.#before = items ?? []
    this.#isLoaded = items !== undefined
    if (items && items.length > 0) await show(items)
  }

  /** Excalidraw's `onLibraryChange`. What it says before the kept ones are known would look like their removal. */
  async changed(now: readonly T[]): Promise<void> {
    if (!this.#isLoaded) return
    const before = this.#before
    this.#before = now
    await keeping(this.#store.update((kept) => reconciled(kept, before, now)))
  }
}

/** A browser that keeps nothing loses the library with the page, and nothing else. */
async function keeping<T>(storing: Promise<T>): Promise<T | undefined> {
  try {
    return await storing
  } catch (error) {
    console.warn('The library is not kept in this browser.', error)
    return undefined
  }
}

const DATABASE = 'gamelan-library'
const ITEMS = 'items'
/** There is one library. */
const KEY = 'library'

/** The browser's own store, opened with the first call. */
export function createLibraryStore<T extends LibraryEntry>(): LibraryStore<T> {
  let opened: Promise<IDBDatabase> | undefined
  const items = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => {
    opened ??= openDatabase(DATABASE, 1, (made) => made.createObjectStore(ITEMS)).catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return (await opened).transaction(ITEMS, mode).objectStore(ITEMS)
  }
  return {
    load: async () => (await answerOf<T[] | undefined>((await items('readonly')).get(KEY))) ?? [],
    update: async (change) => {
      const store = await items('readwrite')
      const kept = (await answerOf<T[] | undefined>(store.get(KEY))) ?? []
      await answerOf(store.put(change(kept), KEY))
    },
  }
}

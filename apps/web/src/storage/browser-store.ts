/**
 * Values that this browser keeps, in a database of their own. Must never say that something is kept before it would
 * outlive the page.
 */
import { answerOf, committed, openDatabase } from './indexed-db.ts'

export type BrowserStore<T> = {
  put(value: T): Promise<void>
  all(keys: IDBKeyRange): Promise<readonly T[]>
  remove(key: IDBValidKey): Promise<void>
}

/**
 * A browser that refuses to open its database may do so by never answering, and a person may be waiting. A busy one
 * answers later: the next call finds it open.
 */
const OPENING_PATIENCE_MS = 3_000

/**
 * A store of values that have their key inside; the database is opened with the first call. Every call rejects where
 * the browser keeps nothing (private mode, a full disk).
 */
export function createBrowserStore<T>(
  database: string,
  name: string,
  keyPath: string | string[],
): BrowserStore<T> {
  let opened: Promise<IDBDatabase> | undefined
  const begin = async (mode: IDBTransactionMode): Promise<IDBTransaction> => {
    opened ??= open(database, name, keyPath).catch((error: unknown) => {
      opened = undefined
      throw error
    })
    return (await Promise.race([opened, silence()])).transaction(name, mode)
  }
  const change = async (make: (store: IDBObjectStore) => void): Promise<void> => {
    const transaction = await begin('readwrite')
    make(transaction.objectStore(name))
    await committed(transaction)
  }
  return {
    put: (value) => change((store) => store.put(value)),
    all: async (keys) => answerOf<T[]>((await begin('readonly')).objectStore(name).getAll(keys)),
    remove: (key) => change((store) => store.delete(key)),
  }
}

/** All keys of two parts whose first is this one: an array sorts after every string. */
export const keysUnder = (first: string): IDBKeyRange => IDBKeyRange.bound([first], [first, []])

function open(database: string, name: string, keyPath: string | string[]): Promise<IDBDatabase> {
  return openDatabase(database, 1, (made) => made.createObjectStore(name, { keyPath }))
}

function silence(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('the database did not open')), OPENING_PATIENCE_MS)
  })
}

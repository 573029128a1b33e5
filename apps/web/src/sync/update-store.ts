/**
 * The updates of one document in this browser's database, which all tabs of the board share. The format is that of
 * y-indexeddb, so that copies which earlier versions of the page stored are read. y-indexeddb itself is not used: it
 * reports no failed write and shows no tab what another tab stored.
 */
import { answerOf, committed, deleteDatabase, openDatabase } from '../storage/indexed-db.ts'

const UPDATES = 'updates'

export type StoredUpdate = { readonly key: number; readonly update: Uint8Array }

export type UpdateStore = {
  /** The updates that were stored after `key`, by any tab; 0: all of them. */
  read(after: number): Promise<readonly StoredUpdate[]>
  /** Resolves with its key once the update is committed. */
  append(update: Uint8Array): Promise<number>
  /**
   * Puts one update in the place of all. `make` receives those that were stored after `after`, in the same transaction,
   * so that nothing which another tab stored is lost. Resolves with the new key once that is committed.
   */
  replace(after: number, make: (newer: readonly StoredUpdate[]) => Uint8Array): Promise<number>
  close(): void
}

/** Opens the store. `onClosed`: the browser or another tab has ended it; nothing can be stored here any more. */
export async function openUpdateStore(name: string, onClosed: () => void): Promise<UpdateStore> {
  const database = await openDatabase(name, undefined, (made) => {
    made.createObjectStore(UPDATES, { autoIncrement: true })
    // y-indexeddb expects it.
    made.createObjectStore('custom')
  })
  database.addEventListener('close', onClosed)
  database.addEventListener('versionchange', onClosed)

  async function entries(store: IDBObjectStore, after: number): Promise<StoredUpdate[]> {
    const range = IDBKeyRange.lowerBound(after, true)
    const [keys, updates] = await Promise.all([
      answerOf(store.getAllKeys(range)),
      answerOf(store.getAll(range) as IDBRequest<Uint8Array[]>),
    ])
    return updates.map((update, at) => ({ key: Number(keys[at]), update }))
  }

  return {
    // Async functions, so that a closed database rejects and does not throw.
    async read(after) {
      return entries(database.transaction(UPDATES, 'readonly').objectStore(UPDATES), after)
    },
    async append(update) {
      const transaction = database.transaction(UPDATES, 'readwrite')
      const key = answerOf(transaction.objectStore(UPDATES).add(update))
      const [stored] = await Promise.all([key, committed(transaction)])
      return Number(stored)
    },
    async replace(after, make) {
      const transaction = database.transaction(UPDATES, 'readwrite')
      const store = transaction.objectStore(UPDATES)
      const newer = await entries(store, after)
      const key = Number(await answerOf(store.add(make(newer))))
      store.delete(IDBKeyRange.upperBound(key, true))
      await committed(transaction)
      return key
    },
    close: () => database.close(),
  }
}

/** Deletes all that is stored under the name. */
export const deleteUpdateStore = (name: string): Promise<void> => deleteDatabase(name)

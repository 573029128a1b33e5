/** IndexedDB as promises. Every call rejects where the browser denies it, and none throws. */
import { databases } from './browser-storage.ts'

function factory(): IDBFactory {
  const found = databases()
  if (found === undefined) throw new Error('this browser has no IndexedDB here')
  return found
}

/**
 * Opens a database and makes its stores if it is new. A connection closes when another tab deletes the database, since
 * the deletion would wait for it.
 */
export async function openDatabase(
  name: string,
  version: number | undefined,
  makeStores: (database: IDBDatabase) => void,
): Promise<IDBDatabase> {
  const opening = factory().open(name, version)
  opening.addEventListener('upgradeneeded', () => makeStores(opening.result))
  const database = await answerOf(opening)
  database.addEventListener('versionchange', () => database.close())
  return database
}

export async function deleteDatabase(name: string): Promise<void> {
  await answerOf(factory().deleteDatabase(name))
}

/** Whether the browser has a database of this name. Makes none. */
export async function hasDatabase(name: string): Promise<boolean> {
  const all = await factory().databases()
  return all.some((database) => database.name === name)
}

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the database did not answer')))
  })
}

/** Resolves once the transaction is committed: a request that succeeded is undone when the page closes before that. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(transaction.error ?? new Error('the database did not store it'))
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('error', fail)
    transaction.addEventListener('abort', fail)
    transaction.commit()
  })
}

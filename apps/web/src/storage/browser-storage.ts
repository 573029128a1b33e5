/**
 * The only access to what a browser stores: local and session storage, IndexedDB, caches, and the service worker. A
 * browser may deny each of them, and then even reading the global throws. Never throws: a denied store is absent, and
 * texts are then remembered until the page closes. A lint rule forbids these globals everywhere else.
 */

/** What the page uses of a `Storage`. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

function granted<T>(read: () => T | null | undefined): T | undefined {
  try {
    return read() ?? undefined
  } catch {
    return undefined
  }
}

/**
 * A `Storage` that never throws. `read` is called for each access, since a browser may deny it later. Texts that the
 * browser does not take are held in memory, so that the page agrees with itself until it closes.
 */
export function createShelf(read: () => Storage): Shelf {
  /** null: removed here, though the browser did not let go of it. */
  const held = new Map<string, string | null>()
  const change = (name: string, text: string | null): void => {
    const isDone = granted(() => {
      const storage = read()
      if (text === null) storage.removeItem(name)
      else storage.setItem(name, text)
      return true
    })
    if (isDone) held.delete(name)
    else held.set(name, text)
  }
  const names = (): string[] => {
    const stored = granted(() => {
      const storage = read()
      return Array.from({ length: storage.length }, (_, at) => storage.key(at))
    })
    const all = new Set([...(stored ?? []), ...held.keys()])
    return [...all].filter((name): name is string => name !== null && held.get(name) !== null)
  }
  return {
    getItem(name) {
      const text = held.get(name)
      return text === undefined ? (granted(() => read().getItem(name)) ?? null) : text
    },
    setItem: (name, text) => change(name, text),
    removeItem: (name) => change(name, null),
    key: (at) => names()[at] ?? null,
    get length() {
      return names().length
    },
  }
}

/** Shared by all tabs of this browser, and kept when they close. */
export const localShelf = createShelf(() => globalThis.localStorage)

/** Of this tab, for as long as it is open. */
export const tabShelf = createShelf(() => globalThis.sessionStorage)

/** Whether a `storage` event is about the local storage of this browser. */
export const isOfLocalShelf = (event: StorageEvent): boolean =>
  granted(() => event.storageArea === globalThis.localStorage) ?? false

/** undefined: the browser has no IndexedDB here. `open` may still refuse. */
export const databases = (): IDBFactory | undefined => granted(() => globalThis.indexedDB)

/** undefined: the browser has no caches here. */
export const browserCaches = (): CacheStorage | undefined => granted(() => globalThis.caches)

/** undefined: the browser runs no service worker here. */
export const serviceWorkers = (): ServiceWorkerContainer | undefined =>
  granted(() => globalThis.navigator.serviceWorker)

/** A channel to the other tabs of this browser; undefined: the browser has none here. */
export const channel = (name: string): BroadcastChannel | undefined =>
  granted(() => new globalThis.BroadcastChannel(name))

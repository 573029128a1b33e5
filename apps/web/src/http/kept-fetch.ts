/**
 * What this browser keeps of a board's images and history, whose addresses never change what they name. The page keeps
 * it, and not the browser's own cache, so that it can let go of it: when access ends, or something was erased (H8).
 * Must never keep what the server does not call immutable. Where there is no secure context nothing is kept.
 */
import { browserCaches } from '../storage/browser-storage.ts'

const PREFIX = 'gamelan:board:'
/** Boards of which something is kept. Past it: the one that was kept first goes. */
const BOARDS = 30

const nameOf = (boardId: string): string => `${PREFIX}${boardId}`

/** A browser's caches; undefined: it has none here. */
export type Caches = Pick<CacheStorage, 'open' | 'keys' | 'delete'> | undefined

/** As `fetch`, for a board's own addresses. */
export function createKeptFetch(
  boardId: string,
  fetch: typeof globalThis.fetch,
  caches: Caches = browserCaches(),
): typeof globalThis.fetch {
  let opened: Promise<Cache | undefined> | undefined

  async function open(): Promise<Cache | undefined> {
    if (caches === undefined) return undefined
    const cache = await caches.open(nameOf(boardId))
    const boards = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== nameOf(boardId))
    const old = boards.slice(0, Math.max(0, boards.length + 1 - BOARDS))
    await Promise.all(old.map((name) => caches.delete(name)))
    return cache
  }

  return async (input, init) => {
    const isRead = init?.method === undefined || init.method === 'GET'
    if (!isRead || typeof input !== 'string') return fetch(input, init)
    // A browser may refuse to keep anything; then it is fetched each time.
    const cache = await (opened ??= open().catch(() => undefined))
    const found = await cache?.match(input).catch(() => undefined)
    if (found !== undefined) return found
    const response = await fetch(input, { ...init, cache: 'no-store' })
    const isForEver = response.headers.get('cache-control')?.includes('immutable') === true
    if (response.ok && isForEver) void cache?.put(input, response.clone()).catch(() => undefined)
    return response
  }
}

/** Lets go of all that is kept of a board. Never rejects. */
export async function dropKept(boardId: string, caches: Caches = browserCaches()): Promise<void> {
  await caches?.delete(nameOf(boardId)).catch(() => undefined)
}

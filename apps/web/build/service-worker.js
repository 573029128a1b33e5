/**
 * Keeps the page itself in the browser, so that a board opens again in a tunnel, also after a reload. The build puts
 * in what to keep (see offline-page.ts). Must never answer for the server: what is said over /api and /sync goes past.
 */
const VERSION = '__VERSION__'
const FILES = '__FILES__'

/** How long a page waits for the server. */
const SERVER_PATIENCE_MS = 4000
/** From this status on it is a proxy that speaks, for a server that does not. */
const GATEWAY = 502

const CACHE = `gamelan-page-${VERSION}`
const PAGE = '/'
/** Addresses that are answered with the page. */
const IS_PAGE = /^\/(?:b\/[^/]+)?$/
/** Files whose names carry a hash of their content: what was once fetched stays right. */
const IS_FOR_EVER = /^\/(?:assets|excalidraw\/fonts)\//

self.addEventListener('install', (event) => {
  const keepAll = async () => {
    const cache = await caches.open(CACHE)
    await cache.add(new Request(PAGE, { cache: 'reload' }))
    await cache.addAll(FILES)
    await self.skipWaiting()
  }
  event.waitUntil(keepAll())
})

self.addEventListener('activate', (event) => {
  const dropOlder = async () => {
    const names = await caches.keys()
    await Promise.all(
      names
        .filter((name) => name.startsWith('gamelan-page-') && name !== CACHE)
        .map((name) => caches.delete(name)),
    )
    await self.clients.claim()
  }
  event.waitUntil(dropOlder())
})

/** The page from the server as long as it answers, since a new version must be seen at once; else from here. */
async function page(request) {
  const kept = await caches.match(PAGE)
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(SERVER_PATIENCE_MS) })
    return kept !== undefined && answer.status >= GATEWAY ? kept : answer
  } catch (error) {
    if (kept === undefined) throw error
    return kept
  }
}

/** A file that never changes: from here, or fetched once. */
async function file(request) {
  const kept = await caches.match(request)
  if (kept !== undefined) return kept
  const answer = await fetch(request)
  if (answer.ok) {
    const cache = await caches.open(CACHE)
    await cache.put(request, answer.clone())
  }
  return answer
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate' && IS_PAGE.test(url.pathname)) event.respondWith(page(request))
  else if (IS_FOR_EVER.test(url.pathname) || FILES.includes(url.pathname)) event.respondWith(file(request))
})

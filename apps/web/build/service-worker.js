/**
 * Keeps the page itself in the browser, so that a board opens again in a tunnel, also after a reload. The build puts
 * in what to keep (see offline-page.ts). Must never answer for the server: what is said over /api and /sync goes past.
 */
const VERSION = '__VERSION__'
const FILES = '__FILES__'

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

/** The page from the server, and from here when the server does not answer. */
async function page(request) {
  try {
    return await fetch(request)
  } catch (error) {
    const kept = await caches.match(PAGE)
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

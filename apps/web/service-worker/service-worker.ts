/**
 * Lets the page open without the server, so that a reload in a tunnel shows the board that this browser keeps. It
 * holds the page's own files and nothing else: what is drawn stays with IndexedDB, and what the API answers is never
 * kept here, since a right that has ended must end here, too.
 */
import { PrecacheController, PrecacheRoute } from 'workbox-precaching'
import type { PrecacheEntry } from 'workbox-precaching'
import { NavigationRoute, Route, Router } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'

declare const self: ServiceWorkerGlobalScope
/** The files that a board needs to open; the build puts the list here. */
declare const OFFLINE_SHELL: PrecacheEntry[]

/** How long the server has to answer before the kept page is shown, in milliseconds. */
const SERVER_PATIENCE = 4000
/** Addresses that are answered with the page, whatever they ask for behind a `?`. */
const PAGES = [
  /^\/(?:\?|$)/,
  /^\/b\/[^/?]+(?:\/replay|\/rounds\/[^/?]+)?(?:\?|$)/,
  /^\/s\/[^/?]+(?:\?|$)/,
  /^\/me(?:\?|$)/,
]
/** Files that never change under their address, and that are fetched only when a drawing needs them. */
const FOR_EVER = /^\/(?:assets|excalidraw\/fonts)\//

const shell = new PrecacheController()
shell.addToCacheList(OFFLINE_SHELL)

/** The server's page as long as it answers: a new version must be seen at the first reload. */
async function page({ request }: { request: Request }): Promise<Response> {
  const kept = await shell.matchPrecache('/index.html')
  if (kept === undefined) return fetch(request)
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(SERVER_PATIENCE) })
    return answer.status >= 502 ? kept : answer
  } catch {
    return kept
  }
}

const router = new Router()
router.registerRoute(new NavigationRoute(page, { allowlist: PAGES }))
router.registerRoute(new PrecacheRoute(shell))
router.registerRoute(
  new Route(
    ({ url, sameOrigin }) => sameOrigin && FOR_EVER.test(url.pathname),
    new CacheFirst({ cacheName: 'gamelan-for-ever' }),
  ),
)
router.addFetchListener()

self.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([shell.install(event), self.skipWaiting()]))
})
self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([shell.activate(event), self.clients.claim()]))
})

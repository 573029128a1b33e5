/**
 * Lets the page open without the server, so that a reload in a tunnel shows the board that this browser keeps. It
 * holds the page's own files and nothing else: what is drawn stays with IndexedDB, and what the API answers is never
 * kept here, since a right that has ended must end here, too. An upgrade must never take files from a tab that was open
 * before it.
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
/** Files that never change under their address. Those outside the shell are fetched only when they are needed. */
const FOR_EVER = /^\/(?:assets|excalidraw\/fonts)\//
const FETCHED = 'gamelan-for-ever'
/** Limit on fetching one file, in milliseconds: where packets vanish, a browser waits for minutes. */
const FETCH_TIMEOUT = 60_000
/**
 * Files of earlier versions, one cache for each upgrade, named by its time. Tabs that were open before the upgrade load
 * their parts from here, also offline.
 */
const OLDER = 'gamelan-older-'
/** How long files of an earlier version stay, in milliseconds. The server keeps them as long. */
const KEEP_OLDER = 14 * 24 * 60 * 60 * 1000

type Plugin = NonNullable<NonNullable<ConstructorParameters<typeof CacheFirst>[0]>['plugins']>[number]

const limited: Plugin = {
  requestWillFetch: ({ request }) =>
    Promise.resolve(
      // A navigation can be passed on, but not made anew.
      request.mode === 'navigate'
        ? request
        : new Request(request, { signal: AbortSignal.timeout(FETCH_TIMEOUT) }),
    ),
}

const shell = new PrecacheController({ plugins: [limited] })
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
const fetched = new CacheFirst({ cacheName: FETCHED, plugins: [limited] })
router.registerRoute(
  new Route(
    ({ url, sameOrigin }) => sameOrigin && FOR_EVER.test(url.pathname),
    async (options) => (await matchOlder(options.request)) ?? fetched.handle(options),
  ),
)
router.addFetchListener()

async function olderCaches(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(OLDER)).sort()
}

async function matchOlder(request: Request): Promise<Response | undefined> {
  for (const name of await olderCaches()) {
    const found = await caches.match(request, { cacheName: name })
    if (found !== undefined) return found
  }
  return undefined
}

/** Moves what the new version does not use to a cache of its own, before it is deleted from the shell. */
async function keepOlder(now: number): Promise<void> {
  for (const name of await olderCaches())
    if (now - Number(name.slice(OLDER.length)) > KEEP_OLDER) await caches.delete(name)
  const current = new Set(shell.getCachedURLs())
  const installed = await caches.open(shell.strategy.cacheName)
  const left = (await installed.keys()).filter(
    ({ url }) => FOR_EVER.test(new URL(url).pathname) && !current.has(new URL(url).href),
  )
  if (left.length === 0) return
  const older = await caches.open(OLDER + String(now))
  for (const request of left) {
    const response = await installed.match(request)
    if (response !== undefined) await older.put(request, response)
  }
}

/** A browser that is short of space may not take the older files; the server still has them. */
async function activate(event: ExtendableEvent): Promise<void> {
  await keepOlder(Date.now()).catch((error: unknown) => console.warn('Older files are not kept.', error))
  await shell.activate(event)
  await self.clients.claim()
}

self.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([shell.install(event), self.skipWaiting()]))
})
self.addEventListener('activate', (event) => {
  event.waitUntil(activate(event))
})

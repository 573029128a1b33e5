/**
 * A page whose time a test moves: how often it asks the server for something by itself, in ten minutes that take seconds. Its
 * sockets go on meanwhile: the test sends the signs of life that the server would have sent in that time.
 */
import type { Page, Request, WebSocketRoute } from 'playwright-core'

/** Milliseconds between two signs of life: well within what both sockets wait for one. */
const STEP_MS = 5000
/** Engine.IO's ping, and an empty awareness frame of the sync conversation. */
const PING = '2'
const KEEP_ALIVE = Buffer.from([1, 1, 0])

export type IdlePage = {
  /** Moves time on. Answers the paths of the API that were asked for meanwhile, and how many sockets were opened. */
  pass(minutes: number): Promise<{ readonly asked: readonly string[]; readonly opened: number }>
}

/** Before the page is opened. */
export async function holdTime(page: Page): Promise<IdlePage> {
  const lines = new Set<WebSocketRoute>()
  const asked: string[] = []
  const open = new Set<Request>()
  let opened = 0
  await page.clock.install()
  await page.routeWebSocket(/\/(?:socket\.io|sync)\//, (line) => {
    opened += 1
    line.connectToServer()
    lines.add(line)
  })
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (!pathname.startsWith('/api/')) return
    asked.push(`${request.method()} ${pathname}`)
    open.add(request)
  })
  const ended = (request: Request) => void open.delete(request)
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  return {
    async pass(minutes) {
      asked.length = 0
      opened = 0
      for (let passed = 0; passed < minutes * 60_000; passed += STEP_MS) {
        await page.clock.fastForward(STEP_MS)
        for (const line of lines) line.send(line.url().includes('/socket.io/') ? PING : KEEP_ALIVE)
        // What came is handled before time goes on.
        await page.evaluate(() => fetch('/healthz'))
        // The page's limits on a request are by its own clock: no request sees more of it pass than a real one does.
        await Promise.all([...open].map((request) => request.response()))
      }
      return { asked: [...asked], opened }
    },
  }
}

/** How often each kind of request was made: addresses without their ids. */
export function byKind(asked: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const one of asked) {
    const kind = one.replaceAll(/\/[\w-]{22}(?=\/|$)/g, '/:id')
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

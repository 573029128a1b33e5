/**
 * What an end-to-end test stands on: a server as it ships and a browser, one of each for a file of tests. Must never
 * be shared between files: one restarts its server.
 */
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type Line, openLine } from '../support/line.ts'
import { startServer } from '../support/server.ts'
import type { RunningServer } from '../support/server.ts'
import { Person } from './person.ts'

export type World = {
  readonly server: RunningServer
  /** Somebody at a browser of their own; they leave by themselves when the test ends. */
  arrive(name: string, options?: BrowserContextOptions): Promise<Person>
  /** As `arrive`, at another address of the server: that of a proxy. */
  arriveAt(name: string, origin: string): Promise<Person>
  /** As `arrive`, over a line of their own, which is cut when they go offline: links that they open lead over it. */
  arriveByLine(name: string): Promise<Person>
}

/** What Chromium writes to the console when a page does what its Content-Security-Policy forbids. */
const isOfPolicy = (complaint: string) => /content security policy/i.test(complaint)

/** Sets the world up for the tests of the file that calls this; `env`: settings of its server. */
export function world(env: Readonly<Record<string, string>> = {}): World {
  let server: RunningServer | undefined
  let browser: Browser | undefined
  const here = new Set<Person>()

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startServer({ env }), launchBrowser()])
  })

  afterEach(async () => {
    const everyone = [...here]
    here.clear()
    await Promise.all(everyone.map((person) => person.leave()))
    // [A7] not one request leaves the server's origin, whatever the test did.
    for (const person of everyone) expect(person.foreignRequests).toEqual([])
    // [A7] nor does the page do what its policy forbids.
    for (const person of everyone) expect(person.complaints.filter(isOfPolicy)).toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function arrive(name: string, options?: BrowserContextOptions, way?: Line | string): Promise<Person> {
    if (!browser || !server) throw new Error('the browser is there only while a test runs')
    const person = await Person.arrive(browser, name, way ?? server.origin, options)
    here.add(person)
    return person
  }

  return {
    get server() {
      if (!server) throw new Error('the server is there only while a test runs')
      return server
    },
    arrive: (name, options) => arrive(name, options),
    arriveAt: (name, origin) => arrive(name, {}, origin),
    async arriveByLine(name) {
      if (!server) throw new Error('the server is there only while a test runs')
      return arrive(name, {}, await openLine(server.port))
    },
  }
}

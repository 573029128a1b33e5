/** What a test in Firefox stands on: a server as it ships and a browser, one of each for a file of tests. */
import puppeteer, { type Browser } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { findFirefox } from '../support/find-firefox.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { FirefoxPerson } from './person.ts'

export type World = {
  readonly server: RunningServer
  /** Somebody at a browser of their own, who leaves when the test ends. */
  arrive(name: string): Promise<FirefoxPerson>
}

/** Sets the world up for the tests of the file that calls this. */
export function world(): World {
  let server: RunningServer | undefined
  let browser: Browser | undefined
  let people: FirefoxPerson[] = []

  beforeAll(async () => {
    const executablePath = findFirefox()
    if (executablePath === undefined) throw new Error('there is no Firefox on this machine')
    server = await startServer()
    browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true })
  })
  afterEach(async () => {
    const everyone = people
    people = []
    for (const person of everyone) {
      // [A7] No page does what its policy forbids.
      expect(await person.brokenPolicy()).toEqual([])
      expect(person.errors).toEqual([])
      await person.leave()
    }
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  return {
    get server() {
      if (!server) throw new Error('the server is there only while a test runs')
      return server
    },
    async arrive(name) {
      if (!browser) throw new Error('the browser is there only while a test runs')
      const person = await FirefoxPerson.arrive(browser, name)
      people.push(person)
      return person
    },
  }
}

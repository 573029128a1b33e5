/**
 * The main path in Firefox, as it ships: make a board, draw with two people, load it again, open the session's panel. The
 * page must do nothing that its Content-Security-Policy forbids.
 */
import puppeteer, { type Browser } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { findFirefox } from '../support/find-firefox.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { FirefoxPerson } from './person.ts'

let server: RunningServer
let browser: Browser
let people: FirefoxPerson[] = []

beforeAll(async () => {
  const executablePath = findFirefox()
  if (executablePath === undefined) throw new Error('there is no Firefox on this machine')
  ;[server, browser] = await Promise.all([
    startServer(),
    puppeteer.launch({ browser: 'firefox', executablePath, headless: true }),
  ])
})
afterEach(async () => {
  const everyone = people
  people = []
  for (const person of everyone) {
    expect(await person.brokenPolicy()).toEqual([])
    expect(person.errors).toEqual([])
    await person.leave()
  }
})
afterAll(async () => {
  await browser.close()
  await server.stop()
})

async function arrive(name: string): Promise<FirefoxPerson> {
  const person = await FirefoxPerson.arrive(browser, name)
  people.push(person)
  return person
}

test('[A7] [fault P14] the first page does nothing that its policy forbids', async () => {
  const kim = await arrive('Kim')
  await kim.page.goto(server.origin)
  await kim.sees('button', en.home.newBoard)
  expect(await kim.brokenPolicy()).toEqual([])
})

test('[M2] [A7] [fault P14] two people draw on one board, load it again, and open the session', async () => {
  const kim = await arrive('Kim')
  await kim.makeBoard(server.origin)
  const lee = await arrive('Lee')
  await lee.open(await kim.linkForEditors())

  await kim.drawRectangle([400, 250], [520, 330])
  await lee.seesInk([380, 230], [540, 350])
  await lee.drawRectangle([700, 350], [820, 430])
  await kim.seesInk([680, 330], [840, 450])
  await Promise.all([kim.isSaved(), lee.isSaved()])

  expect(await kim.brokenPolicy()).toEqual([])
  await kim.page.reload()
  await kim.isReady()
  await kim.seesInk([100, 200], [1180, 720])
  await kim.press('button', en.session.title)
  await kim.sees('tab', en.session.tools.people)
  await kim.sees('tab', en.session.tools.agenda)
  await kim.press('tab', en.session.tools.agenda)
})

/** Pages that were open before the server was upgraded. */
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { Person } from './person.ts'

const apps = fileURLToPath(new URL('../../apps', import.meta.url))
const NEW_VERSION = 'A new version of Gamelan is here. Reload to continue.'
let browser: Browser
let server: RunningServer
let folder: string
let web: string

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gamelan-upgrade-'))
  const home = path.join(folder, 'server')
  web = path.join(folder, 'web', 'dist')
  await mkdir(home)
  await cp(path.join(apps, 'server/dist'), path.join(home, 'dist'), { recursive: true })
  await cp(path.join(apps, 'server/package.json'), path.join(home, 'package.json'))
  for (const name of ['node_modules', 'migrations'])
    await symlink(path.join(apps, 'server', name), path.join(home, name))
  await cp(path.join(apps, 'web/dist'), web, { recursive: true })
  for (const file of await readdir(web, { recursive: true }))
    if (/\.(?:br|gz)$/.test(file)) await rm(path.join(web, file))
  server = await startServer({ main: path.join(home, 'dist/main.js') })
})
afterEach(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Makes the page what another build would make it: some of its files have other names, and nothing else differs. */
async function upgrade(): Promise<void> {
  const assets = path.join(web, 'assets')
  const names = (await readdir(assets)).filter((name) => /^(?:index|SessionPanel|ReplayPage)-/.test(name))
  const texts = (await readdir(web, { recursive: true })).filter((file) =>
    /\.(?:js|css|html|json)$/.test(file),
  )
  for (const file of texts) {
    const before = await readFile(path.join(web, file), 'utf8')
    const after = names.reduce((text, name) => text.replaceAll(name, name.replace(/-(.)/, '-V2$1')), before)
    if (after !== before) await writeFile(path.join(web, file), after)
  }
  for (const name of names)
    await rename(path.join(assets, name), path.join(assets, name.replace(/-(.)/, '-V2$1')))
  await server.restart()
}

const panel = (person: Person) => person.page.getByRole('tab', { name: 'Agenda' })
const openPanel = (person: Person) =>
  person.page.getByRole('button', { name: 'Session', exact: true }).click()

test('[fault P10] a page that was open before an upgrade goes on, also with parts that it loads after it', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin, { serviceWorkers: 'block' })
  await kim.makeBoard(server.origin)
  await upgrade()
  await kim.seesSaveState('saved')
  await openPanel(kim)
  await panel(kim).waitFor()
  expect(await kim.page.locator('canvas.interactive').isVisible()).toBe(true)
  await kim.page.reload()
  await kim.ready()
  expect(await kim.page.locator('script[type="module"]').getAttribute('src')).toContain('-V2')
  await kim.leave()
})

test('[fault P10] with a service worker, a second tab’s upgrade takes nothing from the first', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  await kim.makeBoard(server.origin)
  await kim.page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await upgrade()
  const second = await kim.context.newPage()
  await second.goto(kim.page.url())
  // A browser looks for a new version when it likes, so it is asked to. That one has taken over when its own files are in.
  await expect
    .poll(
      () =>
        second.evaluate(async () => {
          const registration = await navigator.serviceWorker.getRegistration()
          await registration?.update()
          const isIdle = !registration?.installing && !registration?.waiting
          const urls = []
          for (const name of await caches.keys())
            if (name.includes('precache'))
              urls.push(...(await (await caches.open(name)).keys()).map(({ url }) => url))
          return (
            isIdle && registration?.active?.state === 'activated' && urls.some((url) => url.includes('-V2'))
          )
        }),
      { timeout: 60_000, interval: 200 },
    )
    .toBe(true)
  // The browser’s own cache may have dropped anything.
  const devtools = await kim.context.newCDPSession(kim.page)
  await devtools.send('Network.clearBrowserCache')
  await kim.page.bringToFront()
  await kim.context.setOffline(true)
  await openPanel(kim)
  await panel(kim).waitFor()
  await kim.context.setOffline(false)
  await kim.seesSaveState('saved')
  expect(await kim.page.locator('canvas.interactive').isVisible()).toBe(true)
  await kim.leave()
})

test('[fault P10] a part that is gone for good leaves the board, and says that a new version is here', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin, { serviceWorkers: 'block' })
  const board = await kim.makeBoard(server.origin)
  await upgrade()
  await kim.seesSaveState('saved')
  // Weeks later: nothing of the old page is left.
  await rm(path.join(server.dataDir, 'page'), { recursive: true, force: true })
  await kim.context.setOffline(true)
  await kim.seesSaveState('offline')
  await kim.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await kim.context.setOffline(false)
  await openPanel(kim)
  await kim.page.getByText(NEW_VERSION).waitFor()
  expect(await kim.page.getByText(/your connection/).count()).toBe(0)
  expect(await kim.page.locator('canvas.interactive').isVisible()).toBe(true)
  await kim.page.getByRole('button', { name: 'Reload', exact: true }).click()
  await kim.ready()
  expect((await kim.scene(board)).elements).toHaveLength(1)
  await kim.leave()
})

test('[fault P10] an address whose page is gone says that a new version is here', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin, { serviceWorkers: 'block' })
  await kim.page.goto(server.origin)
  await kim.page.getByRole('button', { name: 'New board' }).first().waitFor()
  await kim.page.route(/\/assets\/BoardPage-/, (route) => route.fulfill({ status: 404 }))
  await upgrade()
  await kim.page.getByRole('button', { name: 'New board' }).first().click()
  await kim.sayName()
  await kim.page.getByRole('heading', { name: 'A new version of Gamelan is here' }).waitFor()
  await kim.page.unroute(/\/assets\/BoardPage-/)
  expect(await kim.page.getByText(/connection/).count()).toBe(0)
  await kim.page.getByRole('button', { name: 'Reload' }).click()
  await kim.ready()
  await kim.leave()
})

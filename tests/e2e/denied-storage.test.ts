/** Browsers that deny storage: the page works, remembers nothing, and claims nothing. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { openProxy } from '../support/proxy.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { Person, SCENE_PATIENCE } from './person.ts'

let server: RunningServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
})

afterAll(async () => {
  await browser.close()
  await server.stop()
})

/** Runs in the page, before its own scripts. */
function denyDatabases(): void {
  IDBFactory.prototype.open = () => {
    throw new DOMException('denied', 'SecurityError')
  }
}

function denyEverything(): void {
  const deny = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, name, { get: deny, configurable: true })
  Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: deny })
  Object.defineProperty(Navigator.prototype, 'locks', { get: deny })
  Object.defineProperty(window, 'BroadcastChannel', { value: deny })
}

const mark = (page: Page, name: RegExp) => page.getByRole('button', { name })

/** Reloads, stays where the browser asks, and answers whether it did. */
async function isAskedOnReload(page: Page): Promise<boolean> {
  const asked = new Promise<boolean>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.type() === 'beforeunload')
      void dialog.dismiss()
    })
    page.once('domcontentloaded', () => resolve(false))
  })
  await page.evaluate(() => setTimeout(() => location.reload()))
  const isAsked = await asked
  page.removeAllListeners('dialog')
  return isAsked
}

test('[fault P3] without a database the page says that offline work is in this tab alone, and asks before it goes', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  await kim.context.addInitScript(denyDatabases)
  const board = await kim.makeBoard(server.origin)
  await kim.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(board)).elements.length, SCENE_PATIENCE).toBe(1)
  await mark(kim.page, /^Saved\. /).waitFor()
  await kim.context.setOffline(true)
  await mark(kim.page, /^Offline, only in this tab\. .*in this tab only/).waitFor()
  await kim.drawRectangle({ x: 620, y: 320, width: 140, height: 90 })
  expect(await isAskedOnReload(kim.page)).toBe(true)
  await kim.context.setOffline(false)
  await mark(kim.page, /^Saved\. /).waitFor()
  expect((await kim.scene(board)).elements).toHaveLength(2)
  expect(await isAskedOnReload(kim.page)).toBe(false)
  await kim.leave()
})

test('[fault P3] a database that fails in the middle of a session changes the state, and one that works again too', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  await kim.makeBoard(server.origin)
  await kim.page.evaluate(() => {
    // oxlint-disable-next-line typescript/unbound-method -- is put back where it was
    const { add } = IDBObjectStore.prototype
    IDBObjectStore.prototype.add = function () {
      throw new DOMException('full', 'QuotaExceededError')
    }
    Object.assign(window, { mend: () => (IDBObjectStore.prototype.add = add) })
  })
  await kim.context.setOffline(true)
  await mark(kim.page, /^Offline\. .*kept in this browser/).waitFor()
  await kim.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await mark(kim.page, /^Offline, only in this tab\. /).waitFor()
  expect(await isAskedOnReload(kim.page)).toBe(true)
  await kim.page.evaluate(() => (window as unknown as { mend(): void }).mend())
  await mark(kim.page, /^Offline\. .*kept in this browser/).waitFor()
  await kim.context.setOffline(false)
  await mark(kim.page, /^Saved\. /).waitFor()
  await kim.leave()
})

test('[fault P3] an image that the browser does not store is in this tab alone', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  await kim.makeBoard(server.origin)
  await kim.page.evaluate(() => {
    // oxlint-disable-next-line typescript/unbound-method -- is called on the store below
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function (...given) {
      if (this.name === 'images') throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, given)
    }
  })
  await kim.context.setOffline(true)
  await mark(kim.page, /^Offline\. /).waitFor()
  await kim.pasteImage(60, 40, '#e03131')
  await mark(kim.page, /^Offline, only in this tab\. /).waitFor()
  expect(await isAskedOnReload(kim.page)).toBe(true)
  await kim.context.setOffline(false)
  await mark(kim.page, /^Saved\. /).waitFor()
  await kim.leave()
})

test('[fault P6] without cookies a board opens, with its title and session, and lives through a lost connection', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  const board = await kim.makeBoard(server.origin)
  await kim.nameBoard('Checkout path')
  const link = new URL(await kim.linkFor('editor'))
  const way = await openProxy(server.port, { upgrades: /./, losesCookies: true })
  const lee = await Person.arrive(browser, 'Lee', way.origin)
  await lee.context.addInitScript(denyEverything)
  await lee.context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false }),
  )
  await lee.open(way.origin + link.pathname + link.hash)
  await lee.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await mark(lee.page, /^Saved\. /).waitFor()
  await lee.page.getByText('Checkout path').first().waitFor()
  await lee.openTool('agenda')
  await lee.context.setOffline(true)
  await mark(lee.page, /^Offline, only in this tab\. /).waitFor()
  await lee.drawRectangle({ x: 620, y: 320, width: 140, height: 90 })
  await lee.context.setOffline(false)
  await mark(lee.page, /^Saved\. /).waitFor()
  await expect.poll(async () => (await kim.scene(board)).elements.length, SCENE_PATIENCE).toBe(2)
  await lee.leave()
  await way.close()
  await kim.leave()
})

test('[fault P6] where all storage is denied a board opens, is saved, and nothing is thrown', async () => {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  await kim.makeBoard(server.origin)
  const link = await kim.linkFor('editor')
  const lee = await Person.arrive(browser, 'Lee', server.origin)
  await lee.context.addInitScript(denyEverything)
  await lee.open(link)
  const board = new URL(kim.page.url()).pathname.split('/').at(-1) ?? ''
  await lee.drawRectangle({ x: 420, y: 320, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(board)).elements.length, SCENE_PATIENCE).toBe(1)
  await mark(lee.page, /^Saved\. /).waitFor()
  await lee.openTool('agenda')
  await lee.openTool('wheel')
  await lee.page.goto(`${server.origin}/b/${board}/replay`)
  await lee.page.locator('canvas.interactive').waitFor()
  await lee.page.goto(server.origin)
  await lee.page.getByRole('button', { name: 'New board' }).first().waitFor()
  expect(lee.complaints).toEqual([])
  await lee.leave()
  await kim.leave()
})

/** Builds the sheet: Excalidraw alone, as the page ships it. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'

const WEB = fileURLToPath(new URL('../../../apps/web', import.meta.url))
const SHEET = path.join(WEB, 'sheet')

/** Nothing is requested from here: the browser is answered from the folder. */
const ORIGIN = 'http://sheet.test'

/** Builds into `folder`. */
export async function buildSheet(folder: string): Promise<void> {
  const vite = path.join(WEB, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', SHEET, '--config', path.join(SHEET, 'vite.config.ts')]
  await promisify(execFile)(
    process.execPath,
    [...args, '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
    { cwd: WEB },
  )
}

/** A fresh page with an empty sheet. */
export async function openSheet(browser: Browser, folder: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    const file = path.join(folder, pathname === '/' ? 'index.html' : pathname)
    return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 })
  })
  await page.goto(`${ORIGIN}/`)
  await page.waitForFunction('window.sheet?.isReady()')
  return page
}

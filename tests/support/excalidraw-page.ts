/**
 * Excalidraw's own functions in a real Chromium page, without Gamelan: what its restore makes of a file, and the SVG
 * that it writes. Tests compare Gamelan with these. Must never send a request: the page is served from memory.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'

type Plain = Readonly<Record<string, unknown>>

export type ExcalidrawPage = {
  /** The elements that Excalidraw has after it opened a `.excalidraw` file with this text; undefined: it refuses the file. */
  restore(text: string): Promise<readonly Plain[] | undefined>
  /** The SVG that Excalidraw exports of these elements. */
  svg(elements: readonly Plain[], appState?: Plain): Promise<string>
  /** What Excalidraw's restore makes of one link. */
  normaliseLink(link: string): Promise<string>
  close(): Promise<void>
}

const ORIGIN = 'http://localhost'

/** What the page offers to `evaluate`. */
const ENTRY = `
import { exportToSvg, loadFromBlob, normalizeLink } from ${JSON.stringify(
  createRequire(import.meta.url).resolve('@excalidraw/excalidraw'),
)}
globalThis.gamelanTests = {
  restore: async (text) => {
    try {
      const { elements } = await loadFromBlob(new Blob([text], { type: 'application/json' }), null, null)
      return JSON.stringify(elements)
    } catch {
      return 'null'
    }
  },
  svg: async (elements, appState) =>
    (await exportToSvg({ elements: JSON.parse(elements), appState: JSON.parse(appState), files: {}, skipInliningFonts: true })).outerHTML,
  normaliseLink: (link) => normalizeLink(link),
}
`

/** Excalidraw as one classic script. */
async function bundle(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gamelan-excalidraw-'))
  try {
    const entry = path.join(folder, 'entry.js')
    await writeFile(entry, ENTRY)
    await build({
      configFile: false,
      root: folder,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"', 'process.env.IS_PREACT': '"false"' },
      build: {
        outDir: path.join(folder, 'out'),
        minify: false,
        lib: { entry, formats: ['iife'], name: 'gamelanBundle', fileName: () => 'bundle.js' },
      },
    })
    return await readFile(path.join(folder, 'out', 'bundle.js'), 'utf8')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export async function openExcalidrawPage(browser: Browser): Promise<ExcalidrawPage> {
  const script = await bundle()
  const page = await browser.newPage()
  await page.route('**/*', (route) => {
    const { origin, pathname } = new URL(route.request().url())
    if (origin !== ORIGIN) return route.abort()
    if (pathname === '/bundle.js') return route.fulfill({ contentType: 'text/javascript', body: script })
    const body = '<!doctype html><meta charset="utf-8"><script src="/bundle.js"></script>'
    return pathname === '/'
      ? route.fulfill({ contentType: 'text/html', body })
      : route.fulfill({ status: 404 })
  })
  await page.goto(`${ORIGIN}/`)
  const call = async (name: string, ...given: readonly string[]): Promise<string> =>
    page.evaluate(`gamelanTests[${JSON.stringify(name)}](...${JSON.stringify(given)})`)
  return {
    restore: async (text) =>
      (JSON.parse(await call('restore', text)) as readonly Plain[] | null) ?? undefined,
    svg: (elements, appState = {}) => call('svg', JSON.stringify(elements), JSON.stringify(appState)),
    normaliseLink: (link) => call('normaliseLink', link),
    close: () => page.close(),
  }
}

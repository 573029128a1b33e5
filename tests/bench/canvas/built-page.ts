/**
 * The page as it ships, built anew with source maps into a folder of its own, and laid over the one that the server
 * has. Must never touch the build that is served.
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { BrowserContext } from 'playwright-core'

const WEB = fileURLToPath(new URL('../../../apps/web', import.meta.url))

export type BuiltPage = {
  /** Serves it in place of the server's own, in this browser context. */
  lay(context: BrowserContext, origin: string): Promise<void>
  readonly mapOf: (url: string) => SourceMap | undefined
}

/** Builds into `folder`, which takes about as long as `pnpm build`. */
export async function buildPage(folder: string): Promise<BuiltPage> {
  const vite = path.join(WEB, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--sourcemap', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn']
  await promisify(execFile)(process.execPath, args, { cwd: WEB })
  const fileAt = (url: string): string => path.join(folder, new URL(url).pathname)
  const maps = new Map<string, SourceMap | undefined>()
  return {
    lay: async (context, origin) => {
      await context.route(`${origin}/**`, (route) => {
        const { pathname } = new URL(route.request().url())
        if (pathname.startsWith('/api/')) return route.continue()
        const isPage = pathname === '/' || pathname.startsWith('/b/')
        const file = isPage ? path.join(folder, 'index.html') : fileAt(route.request().url())
        return existsSync(file) ? route.fulfill({ path: file }) : route.continue()
      })
    },
    mapOf: (url) => {
      if (!url.startsWith('http')) return undefined
      if (!maps.has(url)) {
        const file = `${fileAt(url)}.map`
        const map = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
        maps.set(url, map === undefined ? undefined : new SourceMap(map))
      }
      return maps.get(url)
    },
  }
}

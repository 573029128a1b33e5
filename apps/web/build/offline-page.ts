/**
 * A Vite plugin that makes the service worker: it is bundled by itself, since a worker may not import chunks, and told
 * which files of the build a board needs to open without the server. Must never name what is fetched only when it is
 * asked for, such as Excalidraw's fifty languages.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'vite'
import type { Plugin, Rolldown } from 'vite'
import { drawingFonts } from './excalidraw-assets.ts'

type Bundle = Rolldown.OutputBundle
type Entry = { url: string; revision: string | null }

const WORKER = path.join(import.meta.dirname, '../service-worker/service-worker.ts')
/** The module whose chunk, with all that it imports and may import, makes the page. */
const ROOT = '/index.html'
/** What is fetched only when it is asked for: fifty languages, of which the page has one, and Mermaid's diagrams. */
const LATER = /\/locales\/|mermaid/
/** Beside the bundle, from public/. */
const PUBLIC_FILES = ['/color-scheme.js', '/favicon.svg']

const PUBLIC = path.join(import.meta.dirname, '../public')

const revisionOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16)

/** The chunk, all that it imports, at once or when it is needed, and the styles of those. */
function withImports(bundle: Bundle, name: string, found: Set<string>): void {
  const chunk = bundle[name]
  if (found.has(name) || chunk?.type !== 'chunk') return
  if (chunk.isDynamicEntry && LATER.test(chunk.facadeModuleId ?? '')) return
  found.add(name)
  for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css)
  for (const imported of [...chunk.imports, ...chunk.dynamicImports]) withImports(bundle, imported, found)
}

async function bundleWorker(shell: readonly Entry[]): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    define: { OFFLINE_SHELL: JSON.stringify(shell), 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: WORKER, formats: ['iife'], name: 'worker' },
    },
  })
  const [output] = [built].flat()
  if (output === undefined || !('output' in output)) throw new Error('the service worker was not built')
  return output.output[0].code
}

/** Writes sw.js. */
export function offlinePage(): Plugin {
  return {
    name: 'gamelan:offline-page',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const found = new Set<string>()
      const page = Object.values(bundle).find(
        (output) => output.type === 'chunk' && output.facadeModuleId?.endsWith(ROOT),
      )
      if (page === undefined) this.error(`No chunk begins at ${ROOT}: boards would not open offline.`)
      withImports(bundle, page.fileName, found)
      const html = bundle['index.html']
      if (html?.type !== 'asset') this.error('The build has no index.html.')
      const shell: Entry[] = [
        { url: '/index.html', revision: revisionOf(html.source) },
        ...(await Promise.all(
          PUBLIC_FILES.map(async (url) => ({
            url,
            revision: revisionOf(await readFile(path.join(PUBLIC, url))),
          })),
        )),
        // A text that is measured in another font than it is drawn in stays cut off for everyone.
        ...(await drawingFonts()).map((url) => ({ url, revision: null })),
        // Their names hold a hash of what is in them.
        ...[...found].sort().map((name) => ({ url: `/${name}`, revision: null })),
      ]
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: await bundleWorker(shell) })
    },
  }
}

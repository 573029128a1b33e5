/**
 * A Vite plugin that writes the service worker: what a board needs to open without the server is named in it. Must
 * never name what is fetched only when it is asked for, such as Excalidraw's fifty languages.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

/** The modules whose chunks, with all that those import, make the page and a board. */
const ROOTS = ['/index.html', '/pages/board/BoardPage.tsx', '/canvas/BoardCanvas.tsx']
/** Beside the bundle, from public/. */
const PUBLIC_FILES = ['/color-scheme.js', '/favicon.svg']

/** The chunk, all that it imports at once, and the styles of those. */
function withImports(bundle: Bundle, name: string, found: Set<string>): void {
  const chunk = bundle[name]
  if (found.has(name) || chunk?.type !== 'chunk') return
  found.add(name)
  for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css)
  for (const imported of chunk.imports) withImports(bundle, imported, found)
}

/** Writes sw.js. */
export function offlinePage(): Plugin {
  return {
    name: 'gamelan:offline-page',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const found = new Set<string>()
      for (const root of ROOTS) {
        const chunk = Object.values(bundle).find(
          (output) => output.type === 'chunk' && output.facadeModuleId?.endsWith(root),
        )
        if (chunk === undefined) this.error(`No chunk begins at ${root}: boards would not open offline.`)
        withImports(bundle, chunk.fileName, found)
      }
      const files = [...PUBLIC_FILES, ...[...found].sort().map((name) => `/${name}`)]
      const template = await readFile(path.join(import.meta.dirname, 'service-worker.js'), 'utf8')
      const version = createHash('sha256').update(template).update(files.join()).digest('hex').slice(0, 12)
      this.emitFile({
        type: 'asset',
        fileName: 'sw.js',
        source: template.replace('__VERSION__', version).replace("'__FILES__'", JSON.stringify(files)),
      })
    },
  }
}

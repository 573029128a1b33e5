/**
 * A Vite plugin that tells the service worker which files of the build the page needs to open a board. Languages and
 * tools that are loaded when somebody asks for them are left out: they would make the first visit ten times as heavy.
 */
import { createHash } from 'node:crypto'
import type { Plugin, Rolldown } from 'vite'

const WORKER = 'service-worker.js'
const PLACEHOLDER = 'OFFLINE_SHELL'
/** What the page imports only when somebody asks for it. */
const LATER =
  /node_modules[\\/](?:@excalidraw[\\/]mermaid-to-excalidraw|mermaid|katex|cytoscape)|[\\/]locales[\\/]/

/** Fonts that the page itself and most drawings use; the other scripts' are fetched when they are typed. */
const FONTS = ['/excalidraw/fonts/Assistant/Assistant-Regular.woff2']

/** The chunks that opening a board loads: the entry, all it imports, and what those load on their own, but LATER. */
function shellOf(bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set<string>()
  const visit = (name: string): void => {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk' || files.has(name) || chunk.fileName === WORKER) return
    if (chunk.isDynamicEntry && LATER.test(chunk.facadeModuleId ?? '')) return
    files.add(name)
    for (const imported of [...chunk.imports, ...chunk.dynamicImports]) visit(imported)
  }
  for (const [name, output] of Object.entries(bundle)) {
    if (output.type === 'chunk' && output.isEntry) visit(name)
    if (output.type === 'asset' && name.endsWith('.css')) files.add(name)
  }
  return files
}

/** Puts the list into the worker. */
export function offlineShell(): Plugin {
  return {
    name: 'gamelan:offline-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle[WORKER]
      const html = bundle['index.html']
      if (worker?.type !== 'chunk' || html?.type !== 'asset')
        return this.error(`no ${WORKER} or no index.html`)
      const revision = createHash('sha256').update(html.source).digest('hex').slice(0, 16)
      const shell = [
        { url: '/index.html', revision },
        // Their names hold a hash of what is in them.
        ...[...shellOf(bundle)].map((name) => ({ url: `/${name}`, revision: null })),
        ...FONTS.map((url) => ({ url, revision: null })),
      ]
      if (!worker.code.includes(PLACEHOLDER)) return this.error(`${WORKER} names no ${PLACEHOLDER}`)
      worker.code = worker.code.replaceAll(PLACEHOLDER, JSON.stringify(shell))
      return undefined
    },
  }
}

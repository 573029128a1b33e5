/** Leads every import of zod to src/zod.ts, which switches its compiler off before any schema is made. */
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const SETUP = fileURLToPath(new URL('../src/zod.ts', import.meta.url))

export function zodWithoutEval(): Plugin {
  return {
    name: 'zod-without-eval',
    enforce: 'pre',
    resolveId: (source, importer) => (source === 'zod' && importer !== SETUP ? SETUP : undefined),
  }
}

/**
 * A Vite plugin that writes version.json: which module the page begins with. A page that is open compares it with its
 * own, to know whether the server has a newer one. Its name holds a hash over everything that it loads.
 */
import type { Plugin } from 'vite'

const ROOT = '/index.html'

export function version(): Plugin {
  return {
    name: 'gamelan:version',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = Object.values(bundle).find(
        (output) => output.type === 'chunk' && output.facadeModuleId?.endsWith(ROOT),
      )
      if (page === undefined) this.error(`No chunk begins at ${ROOT}.`)
      this.emitFile({
        type: 'asset',
        fileName: 'version.json',
        source: JSON.stringify({ entry: `/${page.fileName}` }),
      })
    },
  }
}

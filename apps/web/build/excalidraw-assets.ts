/**
 * Vite plugins that keep Excalidraw within our own origin (A7): its fonts are served and shipped from here, and the
 * CDN that its code names as a fallback is replaced. Must never let a build through that still names the CDN.
 */
import { createReadStream } from 'node:fs'
import { cp, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Plugin } from 'vite'

/** Where the fonts are served, and what `window.EXCALIDRAW_ASSET_PATH` says. */
const ASSET_PATH = '/excalidraw/'
const CDN = 'esm.sh'
const CDN_FALLBACK = /`https:\/\/esm\.sh\/.*?\/dist\/(?:prod|dev)\/`/gs
const OWN_FALLBACK = `\`\${window.location.origin}${ASSET_PATH}\``

function fontsFolder(): string {
  const entry = createRequire(import.meta.url).resolve('@excalidraw/excalidraw')
  return path.join(path.dirname(entry), 'fonts')
}

/** Chinese, Japanese and Korean letters: two hundred files, of which a drawing needs a few. Fetched when they are met. */
const LARGE_FONT = 'Xiaolai'

/** The addresses of the fonts that any drawing may use, but for the large one. */
export async function drawingFonts(): Promise<string[]> {
  const files = await readdir(fontsFolder(), { recursive: true, withFileTypes: true })
  return files
    .filter((file) => file.isFile() && path.basename(file.parentPath) !== LARGE_FONT)
    .map((file) => `${ASSET_PATH}fonts/${path.basename(file.parentPath)}/${file.name}`)
    .sort()
}

/** Serves the fonts in development and copies them into the build. */
export function excalidrawFonts(): Plugin {
  const fonts = fontsFolder()
  let outDir = 'dist'
  return {
    name: 'gamelan:excalidraw-fonts',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir)
    },
    configureServer(server) {
      server.middlewares.use(`${ASSET_PATH}fonts`, (request, response, next) => {
        const file = path.join(fonts, path.normalize(decodeURIComponent(request.url?.split('?')[0] ?? '/')))
        if (!file.startsWith(fonts + path.sep)) {
          next()
          return
        }
        createReadStream(file)
          .on('open', () => response.setHeader('content-type', 'font/woff2'))
          .on('error', () => next())
          .pipe(response)
      })
    },
    async writeBundle() {
      await cp(fonts, path.join(outDir, ASSET_PATH, 'fonts'), { recursive: true })
    },
  }
}

/** Puts our own origin where Excalidraw's code names a CDN to fall back on. */
export function withoutCdn(): Plugin {
  return {
    name: 'gamelan:without-cdn',
    enforce: 'pre',
    transform: {
      filter: { id: /@excalidraw/, code: CDN },
      handler(code) {
        return { code: code.replace(CDN_FALLBACK, OWN_FALLBACK), map: null }
      },
    },
    generateBundle(_options, bundle) {
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type === 'chunk' && output.code.includes(CDN)) {
          this.error(`${name} still names ${CDN}: the way Excalidraw writes its fallback has changed.`)
        }
      }
    },
  }
}

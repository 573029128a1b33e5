/**
 * A Vite plugin that puts a .br and a .gz beside each file of the build that gains from it, so that the server
 * compresses nothing while it serves. Must never touch what is compressed already: fonts, images.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(?:js|css|html|svg|json|wasm|webmanifest)$/
/** Below this a second file saves less than it costs to look for. */
const SMALLEST = 1024
/** Of 11: the last steps take ten times as long for 5 % less. */
const BROTLI_QUALITY = 7

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file)
  if (bytes.length < SMALLEST) return
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  const [br, gz] = await Promise.all([toBrotli(bytes, { params }), toGzip(bytes)])
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
}

/** Compresses the finished build. */
export function precompress(): Plugin {
  let outDir = 'dist'
  return {
    name: 'gamelan:precompress',
    apply: 'build',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir)
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const entries = await readdir(outDir, { recursive: true, withFileTypes: true })
        const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name))
        await Promise.all(files.map((entry) => compress(path.join(entry.parentPath, entry.name))))
      },
    },
  }
}

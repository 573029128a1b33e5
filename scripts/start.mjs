/**
 * `pnpm start`: builds what changed and becomes the server. The server runs in this very process, so that a signal
 * reaches it and not a parent that would leave it behind.
 */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, root } from './build.mjs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Gamelan needs Node 20.19 or newer; this is ${process.version}.`)
  process.exit(1)
}

try {
  await build(console.log)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
// The first start of the embedded database takes some seconds; a silent one looks like a hang.
console.log('Starting ...')
await import(pathToFileURL(path.join(root, 'apps/server/dist/main.js')).href)

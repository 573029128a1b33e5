/**
 * `pnpm bench <what> [options]`: measures what the README and the design promise. See tests/bench/<what>/run.ts for options.
 *
 * - `arrive`: how soon somebody who was sent a link draws.
 * - `attack`: what two honest people notice while a server is attacked.
 * - `canvas`: whose code keeps the page busy.
 * - `drawing`: whether any single element blocks a page.
 * - `files`: whether files come out as Excalidraw's own restore has them.
 * - `history`: what the log takes, and how soon a moment of it is shown.
 * - `idle`: what pages that are only looked at ask of the server.
 * - `model`: what a drawing costs, on the wire, in memory and in time.
 * - `sync`: what it costs the server that others see the drawing, beside two other servers.
 */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { root } from './build.mjs'
import { run } from './run.mjs'

const [what = '', ...options] = process.argv.slice(2)
const folder = path.join(root, 'tests/bench')
const program = path.join(folder, what, 'run.ts')
if (!/^[a-z]+$/.test(what) || !existsSync(program)) {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())
  console.error(`pnpm bench <${names.map(({ name }) => name).join('|')}> [--quick]`)
  process.exit(1)
}
process.exit(await run(process.execPath, ['--import', 'tsx', program, ...options]))

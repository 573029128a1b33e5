/**
 * `pnpm bench <what> [options]`: measures what the README and the design promise. `attack`: what two honest
 * people notice while a server is attacked. `model`: what a drawing costs, on the
 * wire, in memory and in time. `sync`: what it costs the server that others see it, beside two other servers. `canvas`: by whose
 * code the page is kept busy. `arrive`: how soon somebody who was sent a link draws. `history`: what the log takes, and how soon a moment
 * of it is shown. `idle`: what pages that are only looked at ask of the server. See tests/bench/<what>/run.ts for options.
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

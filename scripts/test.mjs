/**
 * `pnpm test [vitest's arguments]`: builds what changed, since the end-to-end tests run what ships, then runs every
 * test.
 */
import { build } from './build.mjs'
import { run } from './run.mjs'

try {
  await build(console.log)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
process.exit(await run('vitest', ['run', ...process.argv.slice(2)]))

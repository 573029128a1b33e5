/**
 * `pnpm check`: all that CI runs. With `--without-tests` only what needs no running program. Every step is run, also
 * after one that failed, so that one look shows all there is to mend.
 */
import { run } from './run.mjs'

/** @type {[name: string, command: string, args: string[]][]} */
const steps = [
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'oxlint', ['--type-aware', '--max-warnings', '0']],
  ['types', 'pnpm', ['run', 'types']],
  ['docs/limits.md', process.execPath, ['scripts/limits.mjs', '--check']],
  ['import rules', 'depcruise', ['packages', 'apps', 'tests', '--config', '.dependency-cruiser.cjs']],
  ...(process.argv.includes('--without-tests') ? [] : [['tests', process.execPath, ['scripts/test.mjs']]]),
]

const failed = []
for (const [name, command, args] of steps) {
  console.log(`\n== ${name}`)
  if ((await run(command, args)) !== 0) failed.push(name)
}
console.log(failed.length === 0 ? '\nAll is well.' : `\nTo mend: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)

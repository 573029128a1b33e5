/**
 * Builds what changed: the server's bundle and the page. What a build was made from is kept as a hash beside it, so
 * that a second start builds nothing. Plain JavaScript, since it runs before anything is built. Must never leave a
 * stamp beside a build that failed.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

const SHARED_INPUTS = ['packages', 'pnpm-lock.yaml', 'tsconfig.base.json', 'scripts/build.mjs']
const PARTS = [
  { name: 'the server', folder: 'apps/server', args: ['build', '--ssr', 'src/main.ts'] },
  { name: 'the page', folder: 'apps/web', args: ['build'] },
]
const IGNORED = new Set(['node_modules', 'dist', 'data'])

/** Every file that a build depends on, in a stable order. */
async function filesIn(target) {
  const full = path.join(root, target)
  const entries = await readdir(full, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (!entries) return [target]
  const nested = await Promise.all(
    entries
      .filter((entry) => !IGNORED.has(entry.name) && !entry.name.includes('.test.'))
      .map((entry) => {
        const child = path.join(target, entry.name)
        return entry.isDirectory() ? filesIn(child) : [child]
      }),
  )
  return nested.flat().sort()
}

async function hashOf(targets) {
  const hash = createHash('sha256').update(process.version)
  for (const file of (await Promise.all(targets.map(filesIn))).flat()) {
    hash.update(file).update('\0')
    hash.update(await readFile(path.join(root, file)))
  }
  return hash.digest('hex')
}

function run(command, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: process.env })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
    child.on('error', (error) => resolve({ code: 1, output: String(error) }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

async function buildPart(part, say) {
  const dist = path.join(root, part.folder, 'dist')
  const stamp = path.join(dist, '.built-from')
  const hash = await hashOf([...SHARED_INPUTS, part.folder])
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return false
  await rm(stamp, { force: true })
  const started = Date.now()
  say(`Building ${part.name} ...`)
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const { code, output } = await run(process.execPath, [vite, ...part.args], path.join(root, part.folder))
  if (code !== 0) throw new Error(`Building ${part.name} failed:\n${output}`)
  await mkdir(dist, { recursive: true })
  await writeFile(stamp, hash)
  say(`Built ${part.name} in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  return true
}

/**
 * Builds the parts whose sources changed, side by side.
 * @param {(line: string) => void} say where progress goes
 * @returns {Promise<boolean>} whether anything had to be built
 */
export async function build(say) {
  if (!existsSync(path.join(root, 'node_modules/vite/bin/vite.js'))) {
    throw new Error('The packages are not installed: see what pnpm printed above, then try again.')
  }
  const built = await Promise.all(PARTS.map((part) => buildPart(part, say)))
  return built.includes(true)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    if (!(await build(console.log))) console.log('Nothing changed since the last build')
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

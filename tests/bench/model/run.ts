/**
 * `pnpm bench model [--quick] [--seed N]`: what the drawing costs, beside three other ways of keeping one. Every
 * measurement runs in a process of its own; repetitions go round the shapes, so that a busy moment of the machine
 * meets all of them. `--quick`: five repetitions, fewer edits, no 50,000 elements. Prints one table, and writes it to
 * tests/output/bench-model.json.
 */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Results } from './results.ts'
import { rowsOf } from './rows.ts'
import type { ShapeName } from './shapes/all.ts'
import { SHAPE_NAMES } from './shapes/all.ts'
import { render } from './table.ts'
import type { Answers, Kind, Task } from './tasks.ts'

const OUTPUT = fileURLToPath(new URL('../../output', import.meta.url))
const MEASURE = fileURLToPath(new URL('measure.ts', import.meta.url))

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { quick: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
})
const seed = Number(values.seed)
const repetitions = values.quick ? 5 : 9
const edits = values.quick ? 200 : 600
const counts = values.quick ? [10_000] : [10_000, 50_000]

function measure<K extends Kind>(task: Extract<Task, { kind: K }>): Promise<Answers[K]> {
  const args = ['--import', 'tsx', '--expose-gc', MEASURE, JSON.stringify(task)]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (data) => (output += String(data)))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as Answers[K])
      else reject(new Error(`measuring ${task.kind} of ${task.shape} ended with ${String(code)}`))
    })
  })
}

const say = (line: string) => void process.stderr.write(`${line}\n`)

async function measureAll(folder: string): Promise<Results> {
  const fileOf = (shape: ShapeName, count: number) =>
    path.join(folder, `${SHAPE_NAMES.indexOf(shape)}-${count}.update`)
  const results: Results = { wire: {}, made: {}, loads: {}, remotes: {}, locals: {} }
  for (const shape of SHAPE_NAMES) {
    results.wire[shape] = await measure<'wire'>({ kind: 'wire', shape, seed })
    for (const count of counts) {
      const made = await measure<'make'>({ kind: 'make', shape, seed, count, file: fileOf(shape, count) })
      ;(results.made[count] ??= {})[shape] = made
    }
  }
  const many = counts[0] ?? 0
  for (let round = 1; round <= repetitions; round++) {
    say(`round ${round} of ${repetitions}`)
    for (const shape of SHAPE_NAMES) {
      const file = fileOf(shape, many)
      for (const count of counts) {
        const task = { kind: 'load', shape, file: fileOf(shape, count), count } as const
        ;((results.loads[count] ??= {})[shape] ??= []).push(await measure<'load'>(task))
      }
      const common = { shape, file, seed, count: many, edits }
      ;(results.remotes[shape] ??= []).push(await measure<'remote'>({ kind: 'remote', ...common }))
      ;(results.locals[shape] ??= []).push(await measure<'local'>({ kind: 'local', ...common }))
    }
  }
  return results
}

const loadBefore = os.loadavg()[0] ?? 0
const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-model-'))
try {
  const rows = rowsOf(await measureAll(folder), { edits })
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
  const load = [loadBefore, os.loadavg()[0] ?? 0] as const
  const head = { machine, load, seed, repetitions, quick: values.quick, date: new Date().toISOString() }
  console.log(render(rows, head))
  await mkdir(OUTPUT, { recursive: true })
  await writeFile(path.join(OUTPUT, 'bench-model.json'), `${JSON.stringify({ ...head, rows }, null, 2)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}

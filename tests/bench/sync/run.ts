/**
 * `pnpm bench sync [--rounds N] [--seconds N] [--only NAME,...] [--servers NAME,...] [--long]`: this server on PGlite
 * and on Postgres beside two others that speak Yjs, with the same raw clients. Each measurement has a fresh server and
 * a load generator of its own, each a process; rounds go round the servers, so that a busy moment of the machine meets
 * all of them. What counts is the server process's CPU time. `--profile DIR`: V8's CPU profiles of the servers go there. `--long`: five rounds of 10 s, and 200 kill -9. Runs what was
 * built: `pnpm build` first. Prints one table, and writes it to tests/output/bench-sync.json.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startPostgres, type TestPostgres } from '../../support/postgres.ts'
import type { Results } from './results.ts'
import type { Sample, Scenario } from './scenario.ts'
import { SCENARIOS } from './scenarios/all.ts'
import { SERVER_NAMES, type ServerName } from './servers/names.ts'
import { startMeasured, type Asked, type Ground, type MeasuredServer } from './servers/server.ts'
import { render } from './table.ts'
import type { Call, GeneratorMessage, ParentMessage, Question, Task } from './tasks.ts'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const OUTPUT = here('../../output')

const { values: options } = parseArgs({
  args: process.argv.slice(2),
  options: {
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    servers: { type: 'string' },
    long: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
})
const rounds = Number(options.rounds ?? (options.long ? 5 : 3))
const window = Number(options.seconds ?? (options.long ? 10 : 3)) * 1000
const scenarios = chosen(options.only, SCENARIOS, ({ name }) => name)
const servers = chosen(options.servers, SERVER_NAMES, (name) => name)

function chosen<T>(list: string | undefined, all: readonly T[], nameOf: (item: T) => string): readonly T[] {
  if (list === undefined) return all
  return list.split(',').map((name) => {
    const found = all.find((item) => nameOf(item) === name)
    if (found === undefined) throw new Error(`no "${name}"; there are ${all.map(nameOf).join(', ')}`)
    return found
  })
}

const say = (line: string) => void process.stderr.write(`${line}\n`)

const TSX = ['--import', import.meta.resolve('tsx')]

/** Answers what a generator asks. Never rejects. */
async function serve(
  server: MeasuredServer,
  name: Call,
  argument: string | undefined,
): Promise<Omit<ParentMessage, 'id'>> {
  const calls: Record<Call, () => unknown> = {
    origin: () => server.origin(),
    usage: () => server.usage(argument as Asked),
    alive: () => server.alive(),
    kill: () => server.kill(),
    restart: () => server.restart(),
    stored: () => server.stored(),
  }
  try {
    return { value: await calls[name]() }
  } catch (error) {
    return { error: String(error) }
  }
}

/** Runs a load generator against a server. */
async function generate(task: Task, server: MeasuredServer): Promise<Sample> {
  const child = fork(here('generator.ts'), [JSON.stringify(task)], {
    execArgv: TSX,
    stdio: 'inherit',
    // JSON has no NaN, and a figure that cannot be told is one.
    serialization: 'advanced',
  })
  let sample: Sample | undefined
  const answer = async ({ id, name, argument }: Question) => {
    const found = await serve(server, name, argument)
    if (child.connected) child.send({ id, ...found } satisfies ParentMessage)
  }
  child.on('message', (data) => {
    const message = data as GeneratorMessage
    if (message.kind === 'done') {
      sample = message.sample
      return
    }
    void answer(message)
  })
  await once(child, 'close')
  if (sample === undefined) throw new Error(`${task.scenario} against ${task.server} failed`)
  return sample
}

async function measure(
  scenario: Scenario,
  name: ServerName,
  ground: Ground,
  boardFile: string,
): Promise<Sample> {
  const server = await startMeasured(name, ground)
  try {
    const task = { scenario: scenario.name, server: name, window, long: options.long, boardFile }
    return await generate(task, server)
  } catch (error) {
    return { values: {}, faults: { all: [error instanceof Error ? error.message : String(error)], late: [] } }
  } finally {
    await server.stop()
  }
}

async function measureAll(ground: Ground, boardFile: string): Promise<Results> {
  const results: Results = {}
  for (let round = 1; round <= rounds; round++) {
    // Everybody is first once: what runs after a heavy one may find the machine warm.
    const order = servers.map((_, i) => servers[(i + round - 1) % servers.length] ?? servers[i])
    for (const scenario of scenarios) {
      if (scenario.once === true && round > 1) continue
      for (const name of order) {
        if (name === undefined) continue
        const sample = await measure(scenario, name, ground, boardFile)
        ;((results[scenario.name] ??= {})[name] ??= []).push(sample)
        const found = Object.entries(sample.values).map(([key, value]) => `${key} ${value.toPrecision(3)}`)
        const faults = [...sample.faults.all, ...sample.faults.late].map((fault) => `! ${fault}`)
        say(`round ${round}, ${scenario.name}, ${name}: ${[...found, ...faults].join(', ')}`)
      }
    }
  }
  return results
}

const loadBefore = os.loadavg()[0] ?? 0
const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-sync-'))
let postgres: Promise<TestPostgres> | undefined
try {
  const boardFile = path.join(folder, 'board.update')
  await once(fork(here('board-file.ts'), [boardFile], { execArgv: TSX, stdio: 'inherit' }), 'close')
  const ground = {
    folder,
    postgres: () => (postgres ??= startPostgres({ durable: true })),
    profile: options.profile,
  }
  const results = await measureAll(ground, boardFile)
  const machine = `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
  const load = [loadBefore, os.loadavg()[0] ?? 0] as const
  const head = { machine, load, rounds, seconds: window / 1000, date: new Date().toISOString() }
  console.log(render(scenarios, results, head))
  await mkdir(OUTPUT, { recursive: true })
  await writeFile(path.join(OUTPUT, 'bench-sync.json'), `${JSON.stringify({ ...head, results }, null, 2)}\n`)
} finally {
  await (await postgres)?.stop()
  await rm(folder, { recursive: true, force: true })
}

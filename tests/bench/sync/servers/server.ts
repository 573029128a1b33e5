/**
 * The measured servers, each as a process of its own, asked over IPC what it has used. Must give each nothing that
 * its users would not have: default settings, its own way of storing, a folder of its own.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { directorySize } from './folder.ts'
import { connect } from '../../../../apps/server/src/database/postgres.ts'
import type { TestPostgres } from '../../../support/postgres.ts'
import type { ServerName } from './names.ts'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const READY = /ready at (http:\S+)/
/** What is kept of what a server prints, in characters: for the error if it does not start. */
const KEPT_OUTPUT = 4000

/** What a process has used since it started, and holds now. */
export type Usage = {
  /** Seconds on a core. */
  readonly cpu: number
  readonly rss: number
  /** Bytes of the heap and of what it holds outside. */
  readonly kept: number
  /** The highest resident size: of the process, or since it was watched. */
  readonly highest: number
}

/**
 * `collect`: after the garbage is gone. `watch`: from now on memory is looked at often. `time`: the processor's time,
 * told by the system, since a server that drowns does not answer.
 */
export type Asked = 'now' | 'time' | 'collect' | 'watch'

export type MeasuredServer = {
  readonly origin: () => string
  usage(asked: Asked): Promise<Usage>
  /** Whether the process still runs. */
  alive(): boolean
  kill(): Promise<void>
  restart(): Promise<void>
  /** Bytes on disk of all that it has stored. */
  stored(): Promise<number>
  /** Ends it and takes away what it stored. */
  stop(): Promise<void>
}

export type Ground = {
  /** For everything that the servers store. */
  readonly folder: string
  readonly postgres: () => Promise<TestPostgres>
  /** A folder for V8's CPU profiles of the servers. */
  readonly profile: string | undefined
}

type Start = {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly profile?: string | undefined
}

/** A program of this project reads these; TRUST_PROXY lets the bench be many addresses, each with its rate. */
const OURS = {
  HOST: '127.0.0.1',
  PORT: '0',
  TRUST_PROXY: '1',
  LIMIT_SOCKETS_PER_ADDRESS: '100000',
}
const MAIN = here('../../../../apps/server/dist/main.js')

/** Starts a server on storage of its own. */
export async function startMeasured(name: ServerName, ground: Ground): Promise<MeasuredServer> {
  await mkdir(ground.folder, { recursive: true })
  const folder = await mkdtemp(path.join(ground.folder, `${name.replaceAll(/\W+/g, '-')}-`))
  let databaseUrl: string | undefined
  let start: Start
  switch (name) {
    case 'this on PGlite':
      await cp(await pgliteTemplate(ground), folder, { recursive: true })
      start = { args: [MAIN], env: { ...OURS, DATA_DIR: folder } }
      break
    case 'this on Postgres':
      databaseUrl = await (await ground.postgres()).createDatabase()
      start = { args: [MAIN], env: { ...OURS, DATA_DIR: folder, DATABASE_URL: databaseUrl } }
      break
    case 'y-websocket-server':
      start = { args: [here('y-websocket.mjs'), folder], env: {} }
      break
    case 'hocuspocus':
      start = { args: [here('hocuspocus.mjs'), folder], env: {} }
      break
  }
  start = { ...start, profile: ground.profile }
  let running = await run(start)
  return {
    origin: () => running.origin,
    usage: (asked) => (asked === 'time' ? processorTime(running.child) : ask(running.child, asked)),
    alive: () => isAlive(running.child),
    kill: () => end(running.child),
    async restart() {
      await end(running.child)
      running = await run(start)
    },
    stored: () => (databaseUrl === undefined ? directorySize(folder) : databaseSize(databaseUrl)),
    async stop() {
      // A profile is written by a process that ends by itself.
      await end(running.child, ground.profile === undefined ? 'SIGKILL' : 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function run({ args, env, profile }: Start): Promise<{ child: ChildProcess; origin: string }> {
  const [program = '', ...rest] = args
  const child = fork(program, rest, {
    execArgv: [
      '--expose-gc',
      '--import',
      here('probe.mjs'),
      ...(profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profile]),
    ],
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  const keep = (text: string) => (output = (output + text).slice(-KEPT_OUTPUT))
  child.stderr?.setEncoding('utf8').on('data', keep)
  if (child.stdout === null) throw new Error('a server without output')
  const lines = createInterface({ input: child.stdout })
  const origin = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      keep(`${line}\n`)
      const found = READY.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('close', (code) => {
      reject(
        new Error(`${path.basename(program)} ended with ${String(code)} before it was ready:\n${output}`),
      )
    })
  })
  return { child, origin }
}

const isAlive = (child: ChildProcess) => child.exitCode === null && child.signalCode === null

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (!isAlive(child)) return
  const closed = once(child, 'close')
  child.kill(signal)
  await closed
}

/** What the system counts a process's time in, and where it stands behind the program's name (see proc(5)). */
const TICKS_PER_SECOND = 100
const [USER_TIME, SYSTEM_TIME] = [11, 12]

async function processorTime(child: ChildProcess): Promise<Usage> {
  if (process.platform !== 'linux') return ask(child, 'now')
  const status = await readFile(`/proc/${child.pid}/stat`, 'utf8')
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
  const cpu = (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) / TICKS_PER_SECOND
  return { cpu, rss: Number.NaN, kept: Number.NaN, highest: Number.NaN }
}

let asks = 0

function ask(child: ChildProcess, what: Asked): Promise<Usage> {
  const id = ++asks
  return new Promise((resolve, reject) => {
    const stop = () => {
      child.off('message', hear)
      child.off('close', gone)
    }
    const hear = (message: unknown) => {
      const answer = message as Usage & { readonly id: number }
      if (answer.id !== id) return
      stop()
      resolve(answer)
    }
    const gone = () => {
      stop()
      reject(new Error('the server has gone'))
    }
    child.on('message', hear)
    child.once('close', gone)
    // It may have crashed under what is measured: with no callback, that would end the whole bench.
    child.send({ id, what }, (error) => {
      if (error === null) return
      stop()
      gone()
    })
  })
}

let template: Promise<string> | undefined

/** A folder with an empty database: to make one takes seconds, to copy it does not. */
function pgliteTemplate({ folder }: Ground): Promise<string> {
  template ??= (async () => {
    const made = path.join(folder, 'template')
    const { child } = await run({ args: [MAIN], env: { ...OURS, DATA_DIR: made } })
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    await closed
    return made
  })()
  return template
}

async function databaseSize(url: string): Promise<number> {
  const sql = connect(url, 1)
  try {
    const [row] = await sql<{ size: string }[]>`select pg_database_size(current_database()) as size`
    return Number(row?.size)
  } finally {
    await sql.end()
  }
}

/**
 * The server as a process of its own, on a free port and a folder of its own: for tests that kill and restart it, or
 * that look at it from outside as a browser does. Must never wait by the clock: it waits for the ready line.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const READY = /^Gamelan is ready at (\S+)$/

export type ServerOptions = {
  /** Where it keeps everything; a new temporary folder where absent, which `stop` takes away. */
  readonly dataDir?: string
  /** 0, a free one, where absent. */
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  /** Another built server than this repository's: its `dist/main.js`. */
  readonly main?: string
  /** Runs the sources instead of `dist/main.js`, which ships: a test of the server alone then needs no build. */
  readonly sources?: boolean
}

export type Exit = { readonly code: number | null; readonly stderr: string }

export type RunningServer = {
  /** `http://localhost:PORT` */
  readonly origin: string
  readonly port: number
  /** Of the process that runs now. */
  readonly pid: number
  readonly dataDir: string
  /** All that it has printed: the ready line alone, if all is well. */
  stdout(): string
  stderr(): string
  /** Sends a signal, SIGKILL by default, and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<Exit>
  /** Starts again after its end, on the same folder and port. */
  restart(): Promise<void>
  /** Ends it, if it still runs, and removes the folder that was made for it. */
  stop(): Promise<void>
}

/** Starts a server and waits until it is ready. Rejects with what it printed if it ends before that. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'gamelan-test-')))
  let { child, ready, output } = run(options, dataDir, options.port ?? 0)
  let origin: string
  try {
    origin = await ready
  } catch (error) {
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    throw error
  }
  const port = Number(new URL(origin).port)

  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal)
      await once(child, 'close')
    }
    return { code: child.exitCode, stderr: output.stderr }
  }

  return {
    origin,
    port,
    get pid() {
      return child.pid ?? 0
    },
    dataDir,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    kill,
    async restart() {
      await kill()
      ;({ child, ready, output } = run(options, dataDir, port))
      await ready
    },
    async stop() {
      await kill()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Starts a server that is expected not to come up, and waits for its end. */
export async function runToExit(options: ServerOptions & { readonly dataDir: string }): Promise<Exit> {
  const { child, ready, output } = run(options, options.dataDir, options.port ?? 0)
  const closed = once(child, 'close')
  ready.then(
    () => child.kill('SIGKILL'),
    () => undefined,
  )
  await closed
  return { code: child.exitCode, stderr: output.stderr }
}

type Started = { child: ChildProcess; ready: Promise<string>; output: { stdout: string; stderr: string } }

function run({ env, sources, main }: ServerOptions, dataDir: string, port: number): Started {
  const args = sources
    ? ['--import', import.meta.resolve('tsx'), path.join(root, 'apps/server/src/main.ts')]
    : [main ?? path.join(root, 'apps/server/dist/main.js')]
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output.stdout += `${line}\n`
      const url = READY.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('close', (code) => {
      reject(new Error(`the server ended with ${code} before it was ready:\n${output.stderr}`))
    })
  })
  // Whoever never asks for `ready` (a restart that is killed at once) must not see it rejected.
  ready.catch(() => undefined)
  return { child, ready, output }
}

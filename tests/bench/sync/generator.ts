/**
 * The load: one scenario against one server, in a process apart from both the server and the one that started it.
 * Started by run.ts with a task in its first argument; asks that process about the server over IPC, and answers with
 * what it found.
 */
import type { Sample, World } from './scenario.ts'
import { SCENARIOS } from './scenarios/all.ts'
import type { Call, GeneratorMessage, ParentMessage, Task } from './tasks.ts'

const task = JSON.parse(process.argv[2] ?? '') as Task
const scenario = SCENARIOS.find(({ name }) => name === task.scenario)
if (scenario === undefined) throw new Error(`no such scenario: ${task.scenario}`)

const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
process.on('message', (message) => {
  const { id, value, error } = message as ParentMessage
  const waiter = waiting.get(id)
  waiting.delete(id)
  if (error === undefined) waiter?.resolve(value)
  else waiter?.reject(new Error(error))
})

let calls = 0
const tell = (message: GeneratorMessage) => process.send?.(message)

async function call<T>(name: Call, argument?: string): Promise<T> {
  const id = ++calls
  const value = await new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    tell({ kind: 'call', id, name, argument })
  })
  return value as T
}

const world: World = {
  ...task,
  origin: () => call('origin'),
  usage: (asked = 'now') => call('usage', asked),
  alive: () => call('alive'),
  kill: () => call('kill'),
  restart: () => call('restart'),
  stored: () => call('stored'),
}

const sample: Sample = await scenario.run(world)
// Sockets that a scenario leaves open would keep the process.
process.send?.({ kind: 'done', sample } satisfies GeneratorMessage, () => process.exit())

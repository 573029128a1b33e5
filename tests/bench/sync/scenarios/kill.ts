/** Edits that others have seen, then kill -9 and all clients gone: what is left. */
import * as Y from 'yjs'
import { makeBoard } from '../boards.ts'
import { connectRaw } from '../client.ts'
import { pace } from '../pace.ts'
import { NO_FAULTS, pause, type Sample, type Scenario, type World } from '../scenario.ts'
import { clientOf, CREATED, drags } from '../workload.ts'

const MAKERS = 10
const PER_SECOND = 200
const [LEAST, MOST] = [1500, 3500]
const [FEW, MANY] = [3, 200]

type Found = {
  readonly seen: number
  readonly lost: number
  /** Lost, and announced as saved before. */
  readonly announced: number
  /** How long before the end the oldest lost one had been seen, in milliseconds. */
  readonly age: number
}

async function once(world: World, turn: number): Promise<Found> {
  const board = await makeBoard(world.server, await world.origin())
  /** When the watcher saw each clock, by client. */
  const seen = new Map<number, number[]>()
  const watcher = connectRaw(board, (frame, { wire }) => {
    const message = wire.read(frame)
    if (message.type !== 'edits') return
    const { from, to } = Y.parseUpdateMeta(message.payload)
    for (const [client, until] of to) {
      const times = seen.get(client) ?? []
      seen.set(client, times)
      for (let clock = from.get(client) ?? until; clock < until; clock++) times[clock] ??= performance.now()
    }
  })
  /** How many of its sync messages each has been told to be saved. The first is step 1, the second creates. */
  const saved = Array.from({ length: MAKERS }, () => 0)
  const makers = Array.from({ length: MAKERS }, (_, person) => {
    const drag = drags(person, (MOST / 1000) * PER_SECOND)
    const client = connectRaw(board, (frame, { wire }) => {
      const message = wire.read(frame)
      if (message.type === 'saved') saved[person] = message.savedMessages
    })
    return {
      client,
      first: client.wire.edit(drag.first),
      steps: drag.steps.map((step) => client.wire.edit(step)),
    }
  })
  await Promise.all([watcher, ...makers.map(({ client }) => client)].map(({ synced }) => synced))
  for (const { client, first } of makers) client.send(first)
  const running = pace({
    perSecond: PER_SECOND,
    send(turn) {
      const maker = makers[turn % MAKERS]
      const frame = maker?.steps[Math.floor(turn / MAKERS)]
      if (frame !== undefined) maker?.client.send(frame)
    },
  })
  // Each run ends at another moment of whatever rhythm a server stores in.
  await pause(LEAST + ((turn * 617) % (MOST - LEAST)))
  const end = performance.now()
  running.stop()
  await world.kill()
  await Promise.all([watcher, ...makers.map(({ client }) => client)].map((client) => client.close()))
  await world.restart()
  const left = await documentOf({ ...board, url: moved(board.url, await world.origin()) })

  let [all, lost, announced, age] = [0, 0, 0, 0]
  for (let person = 0; person < MAKERS; person++) {
    const clock = left.get(clientOf(person)) ?? 0
    const times = seen.get(clientOf(person)) ?? []
    for (let at = 0; at < times.length; at++) {
      const when = times[at]
      if (when === undefined) continue
      all += 1
      if (at < clock) continue
      lost += 1
      age = Math.max(age, end - when)
    }
    // n messages: step 1, the element, and n - 2 steps.
    const promised = (saved[person] ?? 0) < 2 ? 0 : CREATED + (saved[person] ?? 0) - 2
    announced += Math.max(0, promised - clock)
  }
  return { seen: all, lost, announced, age }
}

const moved = (url: string, origin: string) => {
  const { pathname, search } = new URL(url)
  return `${origin.replace(/^http/, 'ws')}${pathname}${search}`
}

/** How far the document that somebody gets who comes with nothing reaches, by client. */
async function documentOf(board: Parameters<typeof connectRaw>[0]): Promise<ReadonlyMap<number, number>> {
  const doc = new Y.Doc()
  const client = connectRaw(board, (frame, { wire }) => {
    const message = wire.read(frame)
    if (message.type === 'edits' || message.type === 'document') Y.applyUpdate(doc, message.payload)
  })
  await client.synced
  Y.applyUpdate(doc, client.document())
  // One that loads after it has answered sends the rest as changes.
  await pause(1500)
  await client.close()
  return Y.decodeStateVector(Y.encodeStateVector(doc))
}

async function run(world: World): Promise<Sample> {
  const found: Found[] = []
  for (let turn = 0; turn < (world.long ? MANY : FEW); turn++) found.push(await once(world, turn))
  const sum = (value: (item: Found) => number) => found.reduce((all, item) => all + value(item), 0)
  return {
    values: {
      runs: found.length,
      lost: (sum(({ lost }) => lost) / sum(({ seen }) => seen)) * 100,
      announced: sum(({ announced }) => announced),
      age: Math.max(...found.map(({ age }) => age)),
    },
    faults: NO_FAULTS,
  }
}

export const kill: Scenario = {
  name: 'kill',
  how: `10 people drag, 20 steps a second each, for ${LEAST / 1000} to ${MOST / 1000} s; then kill -9 and all clients are gone. Counted is what a watcher had been shown. ${FEW} runs, ${MANY} with --long.`,
  once: true,
  rows: [
    { work: 'kill -9: runs', key: 'runs', unit: 'count', target: '', more: true },
    { work: 'kill -9: lost of what another had seen', key: 'lost', unit: '%', target: '' },
    {
      work: 'kill -9: lost though announced as saved',
      key: 'announced',
      unit: 'count',
      target: 'none',
      reached: (ours) => ours === 0,
    },
    {
      work: 'kill -9: age of the oldest that was lost',
      key: 'age',
      unit: 'ms',
      latency: true,
      target: '50 or less',
      reached: (ours) => ours <= 50,
    },
  ],
  run,
}

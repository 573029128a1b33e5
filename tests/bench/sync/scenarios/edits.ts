/** Edits in one full room: what one costs the server that reaches one other person, and how long it takes. */
import { makeBoard } from '../boards.ts'
import { connectRaw } from '../client.ts'
import { pace } from '../pace.ts'
import { createLatencies, createRecorder } from '../recorder.ts'
import { atMost, measured, ofPeer, type Row, type Scenario, type World } from '../scenario.ts'
import { clientOf, CREATED, drags } from '../workload.ts'

type Size = { readonly people: number; readonly makers: number; readonly perSecond: number }

/** More sends than a run has, so that nobody runs out. */
const SPARE = 3
const RUN_SECONDS = (world: World) => (world.window / 1000 + 12) * SPARE

async function run(world: World, { people, makers, perSecond }: Size) {
  const board = await makeBoard(world.server, await world.origin())
  const senderOf = new Map(Array.from({ length: makers }, (_, i) => [clientOf(i), i]))
  const recorder = createRecorder('edits', senderOf)
  let saved = createLatencies()
  const each = Math.ceil(RUN_SECONDS(world) * (perSecond / makers))
  const clients = Array.from({ length: people }, (_, person) => {
    const drag = drags(person, person < makers ? each : 0)
    /** When each sync message was sent: message 102 counts them. The first is step 1. */
    const sentAt = [0]
    let known = 0
    const client = connectRaw(board, (frame, { wire }) => {
      if (frame[0] === 102) {
        const { savedMessages } = wire.read(frame)
        for (; known < savedMessages; known++) {
          const at = sentAt[known] ?? 0
          if (at > 0) saved.add(performance.now() - at)
        }
        return
      }
      recorder.heard(frame, wire, person)
    })
    const steps = drag.steps.map((step) => client.wire.edit(step))
    const send = (frame: Uint8Array) => {
      sentAt.push(performance.now())
      client.send(frame)
    }
    return { client, first: client.wire.edit(drag.first), steps, send }
  })
  await Promise.all(clients.map(({ client }) => client.synced))
  for (const { first, send } of clients.slice(0, makers)) send(first)
  const running = pace({
    perSecond,
    send(turn) {
      const sender = turn % makers
      const step = Math.floor(turn / makers)
      const frame = clients[sender]?.steps[step]
      if (frame === undefined) return
      recorder.sent(sender, CREATED + step)
      clients[sender]?.send(frame)
    },
  })
  const window = await measured(world, [running], () => {
    recorder.reset()
    saved = createLatencies()
  })
  const [delivered, made] = [recorder.delivered(), recorder.made()]
  running.stop()
  await Promise.all(clients.map(({ client }) => client.close()))
  return {
    values: {
      each: (window.cpu / delivered) * 1e6,
      core: window.cpu / window.seconds,
      p50: recorder.latencies().quantile(0.5),
      p99: recorder.latencies().quantile(0.99),
      arrived: (delivered / (made * (people - 1))) * 100,
      ...(saved.count > 0 && { saved: saved.quantile(0.95) }),
    },
    faults: window.faults,
  }
}

const arrived = (what: string): Row => ({
  work: `${what}: arrived of what was sent`,
  key: 'arrived',
  unit: '%',
  target: '98 or more',
  reached: (ours) => ours >= 98,
  more: true,
})
const saved = (what: string): Row => ({
  work: `${what}: saved after, p95`,
  key: 'saved',
  unit: 'ms',
  latency: true,
  target: '100 or less',
  reached: atMost(100),
})

const many: Size = { people: 100, makers: 10, perSecond: 200 }
export const edits: Scenario = {
  name: 'edits',
  how: '100 people in a room, 10 of them drag an element, 20 steps a second each. All here ask for message 102.',
  rows: [
    {
      work: 'edits, 200 a second to 100 people: server CPU for each that reached somebody',
      key: 'each',
      unit: 'µs',
      target: '0.7 of the better peer or less',
      reached: ofPeer(0.7),
    },
    {
      work: 'the same: p99',
      key: 'p99',
      unit: 'ms',
      latency: true,
      target: '25 or less',
      reached: atMost(25),
    },
    arrived('the same'),
    saved('the same'),
  ],
  run: (world) => run(world, many),
}

const flood: Size = { people: 100, makers: 10, perSecond: 1000 }
export const manyEdits: Scenario = {
  name: 'many-edits',
  how: 'The same with 100 steps a second each.',
  rows: [
    {
      work: 'edits, 1,000 a second to 100 people: server',
      key: 'core',
      unit: 'core',
      target: '0.35 or less on Postgres, 0.45 on PGlite',
      reached: (ours, _peer, server) => ours <= (server === 'this on Postgres' ? 0.35 : 0.45),
    },
    {
      work: 'the same: p99',
      key: 'p99',
      unit: 'ms',
      latency: true,
      target: '30 or less',
      reached: atMost(30),
    },
    arrived('the same'),
    saved('the same'),
  ],
  run: (world) => run(world, flood),
}

const two: Size = { people: 2, makers: 1, perSecond: 10 }
export const pair: Scenario = {
  name: 'pair',
  how: 'Two people, one of whom drags, 10 steps a second.',
  rows: [
    {
      work: 'edits in a quiet room of two: p50',
      key: 'p50',
      unit: 'ms',
      latency: true,
      target: 'no slower than the better peer (0.3 ms aside)',
      reached: (ours, peer) => (peer === undefined ? undefined : ours <= peer + 0.3),
    },
  ],
  run: (world) => run(world, two),
}

/** Cursors in one full room, and how full it may get. */
import { makeBoard } from '../boards.ts'
import { connectRaw } from '../client.ts'
import { pace } from '../pace.ts'
import { createRecorder } from '../recorder.ts'
import {
  atMost,
  measured,
  NO_FAULTS,
  ofPeer,
  pause,
  type Sample,
  type Scenario,
  type World,
} from '../scenario.ts'
import { clientOf, cursor } from '../workload.ts'

/** Of everybody, a second. */
const RATE = 20
/** A room in which a cursor is seen later than this, in milliseconds, one time in a hundred, is too full. */
const TOO_LATE = 200
/** A share of the cursors has to arrive at all: those that the next overtakes in the same tick need not. */
const LEAST_ARRIVED = 60

async function run(world: World, people: number, warmUp?: number): Promise<Sample> {
  const board = await makeBoard(world.server, await world.origin())
  const senderOf = new Map(Array.from({ length: people }, (_, i) => [clientOf(i), i]))
  const recorder = createRecorder('presence', senderOf)
  const clients = Array.from({ length: people }, (_, person) =>
    connectRaw(board, (frame, { wire }) => {
      recorder.heard(frame, wire, person)
    }),
  )
  await Promise.all(clients.map(({ synced }) => synced))
  const running = pace({
    perSecond: people * RATE,
    send(turn) {
      const sender = turn % people
      const client = clients[sender]
      const place = Math.floor(turn / people)
      recorder.sent(sender, place)
      client?.send(client.wire.presence(cursor(sender, place)))
    },
  })
  const window = await measured(
    world,
    [running],
    () => recorder.reset(),
    warmUp === undefined ? {} : { warmUp },
  )
  const [delivered, made] = [recorder.delivered(), recorder.made()]
  running.stop()
  await Promise.all(clients.map((client) => client.close()))
  return {
    values: {
      each: (window.cpu / delivered) * 1e6,
      core: window.cpu / window.seconds,
      p99: recorder.latencies().quantile(0.99),
      arrived: (delivered / (made * (people - 1))) * 100,
    },
    faults: window.faults,
  }
}

export const cursors: Scenario = {
  name: 'cursors',
  how: '50 people in a room, each moves a cursor 20 times a second. Counted is each place that somebody else was shown.',
  rows: [
    {
      work: 'cursors of 50 people: server CPU for each that reached somebody',
      key: 'each',
      unit: 'µs',
      target: '1/6 of the better peer or less',
      reached: ofPeer(1 / 6),
    },
    { work: 'the same: p99', key: 'p99', unit: 'ms', latency: true, target: '' },
    { work: 'the same: shown of those that were sent', key: 'arrived', unit: '%', target: '', more: true },
  ],
  run: (world) => run(world, 50),
}

const STEPS = [50, 75, 100, 150, 200, 300, 400] as const

/** The server is warm after the first: milliseconds until those who came are at rest. */
const SETTLE = 1500

/** More and more people, until it is too late; what was found of 200 and of the last that held. */
async function climb(world: World): Promise<Sample> {
  const values: Record<string, number> = { most: 0 }
  for (const people of STEPS) {
    const { values: found, faults } = await run(world, people, people === STEPS[0] ? undefined : SETTLE)
    const holds = (found['p99'] ?? Infinity) < TOO_LATE && (found['arrived'] ?? 0) >= LEAST_ARRIVED
    if (!holds && [...faults.all, ...faults.late].length > 0) {
      // What held before is the server's own; what did not hold now may not be.
      values['generator'] = people
      break
    }
    if (!holds) break
    values['most'] = people
    if (people === 200) {
      if (found['core'] !== undefined) values['core'] = found['core']
      if (found['p99'] !== undefined && faults.late.length === 0) values['p99'] = found['p99']
    }
    await pause(300)
  }
  return { values, faults: NO_FAULTS }
}

export const crowd: Scenario = {
  name: 'crowd',
  how: `Cursors of ${STEPS.join(', ')} people, until one in a hundred comes later than ${TOO_LATE} ms.`,
  once: true,
  rows: [
    {
      work: 'cursors: most people in a room at 20 a second',
      key: 'most',
      unit: 'people',
      target: '400',
      reached: (ours) => ours >= 400,
      more: true,
    },
    {
      work: '   where the load generator was the limit at',
      key: 'generator',
      unit: 'people',
      target: '',
    },
    {
      work: 'cursors of 200 people: server',
      key: 'core',
      unit: 'core',
      target: '0.4 or less',
      reached: atMost(0.4),
    },
    {
      work: 'the same: p99',
      key: 'p99',
      unit: 'ms',
      latency: true,
      target: '60 or less',
      reached: atMost(60),
    },
  ],
  run: climb,
}

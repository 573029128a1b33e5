/** One who means harm on a board where others draw: whether those notice. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import * as encoding from 'lib0/encoding'
import { encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import * as Y from 'yjs'
import { makeBoard, type Board } from '../boards.ts'
import { connectRaw, type RawClient } from '../client.ts'
import { pace } from '../pace.ts'
import { createRecorder } from '../recorder.ts'
import { measured, NO_FAULTS, pause, type Row, type Sample, type Scenario, type World } from '../scenario.ts'
import { clientOf, CREATED, cursor, drags } from '../workload.ts'

const PEOPLE = 5
const PER_SECOND = 50
/** Milliseconds in which what the others drew must have arrived. What has not is lost. */
const PATIENCE = 30_000
/** Ids that no other client of this bench has. */
const STRANGER = 0xee_00_00_01
const MIB = 1024 * 1024

type Attack = {
  readonly name: string
  readonly what: string
  /** Not counted as an attack: what one is compared with. */
  readonly isHarmless?: boolean
  make(board: Board, victim: number): Promise<readonly RawClient[]>
}

async function attacker(board: Board): Promise<RawClient> {
  const client = connectRaw(board, () => undefined)
  await client.synced
  return client
}

/** A GC struct that says that so many clocks of a client have been and gone. */
function gone(client: number, from: number, length: number): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const part of [1, 1, client, from]) encoding.writeVarUint(encoder, part)
  encoding.writeUint8(encoder, 0)
  encoding.writeVarUint(encoder, length)
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

/** 40 MB of changes, which everybody is sent. */
async function drawMuch(board: Board): Promise<RawClient> {
  const writer = await attacker(board)
  const doc = new Y.Doc()
  doc.clientID = STRANGER
  doc.on('update', (update: Uint8Array) => {
    writer.send(writer.wire.edit(update))
  })
  for (let i = 0; i < 200; i++) {
    doc.getMap('large').set('value', String(i).padEnd(200_000, 'x'))
    await pause(10)
  }
  return writer
}

const ATTACKS: readonly Attack[] = [
  {
    name: 'huge',
    what: 'a frame of 120 MB',
    async make(board) {
      const client = await attacker(board)
      client.send(new Uint8Array(120 * MIB))
      return [client]
    },
  },
  {
    name: 'clock',
    what: "a huge clock for another's id",
    async make(board, victim) {
      const client = await attacker(board)
      // It cannot know how far its victim has come: all that could follow.
      for (let from = CREATED; from < 2000; from += 5)
        client.send(client.wire.edit(gone(victim, from, 100_000)))
      return [client]
    },
  },
  {
    name: 'gap',
    what: '5,000 updates with a gap',
    async make(board) {
      const client = await attacker(board)
      const doc = new Y.Doc()
      doc.clientID = STRANGER
      const updates: Uint8Array[] = []
      doc.on('update', (update: Uint8Array) => updates.push(update))
      const list = doc.getArray('elements-of-a-stranger')
      for (let i = 0; i < 5001; i++) list.insert(0, [i])
      for (const update of updates.slice(1)) client.send(client.wire.edit(update))
      return [client]
    },
  },
  {
    name: 'forged',
    what: "another's cursor",
    async make(board, victim) {
      const client = await attacker(board)
      // Of its own it has shown something, and now it speaks for another.
      client.send(client.wire.presence(cursor(STRANGER - clientOf(0), 0)))
      const state = JSON.stringify({
        user: { name: 'Forged' },
        cursor: { x: 1, y: 1, tool: 'pointer', down: false },
      })
      const forged = encodeAwarenessEntries([{ clientId: victim, clock: 1_000_000, state }])
      for (let i = 0; i < 20; i++) client.send(client.wire.presence(forged))
      return [client]
    },
  },
  {
    name: 'readers',
    what: 'five who never read 40 MB each',
    async make(board) {
      const clients = await Promise.all(Array.from({ length: 5 }, () => attacker(board)))
      for (const client of clients) client.pause()
      return [...clients, await drawMuch(board)]
    },
  },
  {
    name: 'writer',
    what: 'the same 40 MB without those five, for comparison',
    isHarmless: true,
    make: async (board) => [await drawMuch(board)],
  },
]

type Outcome = {
  readonly crashed: boolean
  /** Of the others' edits, in percent. */
  readonly lost: number
  /** The longest that an edit of the others was on its way, in milliseconds. */
  readonly stall: number
  /** The longest that this process itself stood still meanwhile: the attackers are in it. */
  readonly own: number
  readonly memory: number
  /** After garbage collection, while the attackers are still there. */
  readonly held: number
  readonly relayed: boolean
}

async function attack(world: World, harm: Attack): Promise<Outcome> {
  const board = await makeBoard(world.server, await world.origin())
  const senderOf = new Map(Array.from({ length: PEOPLE }, (_, i) => [clientOf(i), i]))
  const recorder = createRecorder('edits', senderOf)
  let relayed = false
  const clients = Array.from({ length: PEOPLE }, (_, person) => {
    const drag = drags(person, 2000)
    const client = connectRaw(board, (frame, { wire }) => {
      if (frame.includes('Forged')) relayed = true
      recorder.heard(frame, wire, person)
    })
    return {
      client,
      first: client.wire.edit(drag.first),
      steps: drag.steps.map((step) => client.wire.edit(step)),
    }
  })
  await Promise.all(clients.map(({ client }) => client.synced))
  for (const { client, first } of clients) {
    client.send(first)
    client.send(
      client.wire.presence(
        cursor(
          clients.findIndex((item) => item.client === client),
          0,
        ),
      ),
    )
  }
  const running = pace({
    perSecond: PER_SECOND,
    send(turn) {
      const sender = turn % PEOPLE
      const step = Math.floor(turn / PEOPLE)
      const frame = clients[sender]?.steps[step]
      if (frame === undefined) return
      recorder.sent(sender, CREATED + step)
      clients[sender]?.client.send(frame)
    },
  })
  const rested = await world.usage('collect')
  const before = await world.usage('watch')
  const loop = monitorEventLoopDelay({ resolution: 1 })
  let attackers: readonly RawClient[] = []
  try {
    await measured(
      world,
      [],
      () => {
        recorder.reset()
      },
      { warmUp: 500, window: 0 },
    )
    loop.enable()
    attackers = await harm.make(board, clientOf(0))
    await pause(world.window)
    running.stop()
    const all = recorder.made() * (PEOPLE - 1)
    for (const until = performance.now() + PATIENCE; performance.now() < until;) {
      if (recorder.delivered() >= all || clients.every(({ client }) => !client.open)) break
      await pause(50)
    }
    const after = await world.usage()
    const still = await world.usage('collect')
    const lost = 1 - recorder.delivered() / all
    return {
      crashed: false,
      lost: Math.max(0, lost) * 100,
      stall: recorder.latencies().quantile(1),
      own: loop.max / 1e6,
      memory: (after.highest - before.rss) / MIB,
      held: (still.kept - rested.kept) / MIB,
      relayed,
    }
  } catch (error) {
    if (await world.alive()) throw error
    await world.restart()
    return {
      crashed: true,
      lost: 100,
      stall: Number.NaN,
      own: Number.NaN,
      memory: Number.NaN,
      held: Number.NaN,
      relayed,
    }
  } finally {
    running.stop()
    loop.disable()
    await Promise.all([...attackers, ...clients.map(({ client }) => client)].map((client) => client.close()))
  }
}

async function run(world: World): Promise<Sample> {
  const values: Record<string, number> = { crashed: 0, relayed: 0 }
  for (const each of ATTACKS) {
    const { crashed, lost, stall, own, memory, held, relayed } = await attack(world, each)
    if (crashed) values['crashed'] = (values['crashed'] ?? 0) + 1
    if (each.name === 'forged') values['relayed'] = Number(relayed)
    if (each.name === 'clock') values['lost'] = lost
    if (each.name === 'readers') Object.assign(values, { memory, held })
    if (crashed) continue
    values[`longest ${each.name}`] = stall
    values[`own ${each.name}`] = own
    if (each.isHarmless === true) continue
    values['worst'] = Math.max(values['worst'] ?? 0, lost)
    values['longest'] = Math.max(values['longest'] ?? 0, stall)
  }
  return { values, faults: NO_FAULTS }
}

export const hostile: Scenario = {
  name: 'hostile',
  how: `${PEOPLE} people drag while somebody sends a frame of 120 MB, structs with a huge clock for one of them, 5,000 updates without their first, another's cursor; and five do not read 40 MB.`,
  once: true,
  rows: [
    {
      work: 'attacks that ended the server, of 5',
      key: 'crashed',
      unit: 'count',
      target: 'none',
      reached: (ours) => ours === 0,
    },
    {
      work: "a huge clock for another's id: lost of the others' edits",
      key: 'lost',
      unit: '%',
      target: 'none',
      reached: (ours) => ours === 0,
    },
    {
      work: "another's cursor: shown",
      key: 'relayed',
      unit: 'count',
      target: 'none',
      reached: (ours) => ours === 0,
    },
    {
      work: 'whichever attack is the worst: lost of the edits of others',
      key: 'worst',
      unit: '%',
      target: 'none',
      reached: (ours) => ours === 0,
    },
    {
      work: 'whichever attack is the worst: the longest that an edit of others took',
      key: 'longest',
      unit: 'ms',
      latency: true,
      target: 'nobody notices',
    },
    ...ATTACKS.flatMap(({ name, what }): Row[] => [
      { work: `   ${what}`, key: `longest ${name}`, unit: 'ms', latency: true, target: '' },
      { work: '      the load generator itself stood still', key: `own ${name}`, unit: 'ms', target: '' },
    ]),
    {
      work: 'five who never read 40 MB each: memory kept for them (garbage collected)',
      key: 'held',
      unit: 'MiB',
      target: 'flat',
    },
    {
      work: 'the same: resident size at its highest, above what it was',
      key: 'memory',
      unit: 'MiB',
      target: '',
    },
  ],
  run,
}

/** Joining a large board: one after the other, and a hundred at once. */
import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { makeBoard, type Board } from '../boards.ts'
import { connectRaw, type RawClient } from '../client.ts'
import { loopFaults } from '../pace.ts'
import {
  atMost,
  ELEMENTS,
  NO_FAULTS,
  ofPeer,
  pause,
  type Sample,
  type Scenario,
  type World,
} from '../scenario.ts'

/** One after the other. */
const JOINS = 12
const WARM = 3
/** At once. */
const CROWD = 100
/** Milliseconds in which a server comes to rest after it was given the document: it may store it. */
const REST = 4000
const MIB = 1024 * 1024

/** A board with the elements, and somebody on it, so that it stays open. */
async function filled(world: World): Promise<{ board: Board; first: RawClient }> {
  const board = await makeBoard(world.server, await world.origin())
  const first = connectRaw(board, () => undefined)
  await first.synced
  first.send(first.wire.document(await readFile(world.boardFile)))
  await pause(REST)
  return { board, first }
}

async function join(board: Board): Promise<RawClient> {
  const client = connectRaw(board, () => undefined)
  await client.synced
  const { byteLength } = client.document()
  if (byteLength < 1e6) throw new Error(`the document that came has ${byteLength} bytes`)
  return client
}

async function oneByOne(world: World): Promise<Sample> {
  const { board, first } = await filled(world)
  for (let i = 0; i < WARM; i++) await (await join(board)).close()
  const before = await world.usage()
  for (let i = 0; i < JOINS; i++) await (await join(board)).close()
  const after = await world.usage()
  await first.close()
  return { values: { each: ((after.cpu - before.cpu) / JOINS) * 1000 }, faults: NO_FAULTS }
}

async function together(world: World): Promise<Sample> {
  const { board, first } = await filled(world)
  await world.usage('collect')
  const before = await world.usage('watch')
  const [loop, from] = [performance.eventLoopUtilization(), performance.now()]
  const clients = await Promise.all(Array.from({ length: CROWD }, () => join(board)))
  const seconds = (performance.now() - from) / 1000
  const after = await world.usage()
  await Promise.all([first, ...clients].map((client) => client.close()))
  return {
    values: {
      cpu: after.cpu - before.cpu,
      memory: (after.highest - before.rss) / MIB,
      // How long it took is the load generator's own where that was busy.
      ...(loopFaults(loop).length === 0 && { seconds }),
    },
    faults: NO_FAULTS,
  }
}

const what = `a board of ${ELEMENTS.toLocaleString('en')} elements`

export const joinOne: Scenario = {
  name: 'join',
  how: `The same document everywhere, given by a client that stays. ${JOINS} people with nothing come one after the other.`,
  rows: [
    {
      work: `joining ${what}: server CPU for each`,
      key: 'each',
      unit: 'ms',
      target: '1/5 of the better peer or less',
      reached: ofPeer(1 / 5),
    },
  ],
  run: oneByOne,
}

export const joinTogether: Scenario = {
  name: 'join-together',
  how: 'The same board; memory is the resident size, before (garbage collected) and at its highest.',
  rows: [
    {
      work: `${CROWD} people joining ${what} at once: server CPU`,
      key: 'cpu',
      unit: 's',
      target: '1/20 of the better peer or less',
      reached: ofPeer(1 / 20),
    },
    {
      work: 'the same: memory above what it was',
      key: 'memory',
      unit: 'MiB',
      target: '100 or less',
      reached: atMost(100),
    },
    { work: 'the same: until the last has the document', key: 'seconds', unit: 's', target: '' },
  ],
  run: together,
}

/** What is kept in memory for those who are there and do nothing. */
import { makeBoard } from '../boards.ts'
import { connectRaw } from '../client.ts'
import { atMost, NO_FAULTS, pause, type Sample, type Scenario, type World } from '../scenario.ts'
import { clientOf, cursor } from '../workload.ts'

const ROOMS = 2000
/** With those before, as many as this server lets onto one board. */
const PEOPLE = 450
/** Rooms and people that came before, so that what is made once does not count. */
const FIRST = 50
const AT_ONCE = 25
/** Milliseconds until what a join leaves behind is gone. */
const REST = 1500
const KIB = 1024

async function many(count: number, come: (turn: number) => Promise<void>): Promise<void> {
  for (let turn = 0; turn < count; turn += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - turn) }, (_, i) => come(turn + i)))
  }
}

async function kept(world: World): Promise<{ kept: number; rss: number }> {
  await pause(REST)
  return world.usage('collect')
}

async function run(world: World): Promise<Sample> {
  const origin = await world.origin()
  let people = 0
  const enter = async (board: Awaited<ReturnType<typeof makeBoard>>) => {
    const person = people++
    const client = connectRaw(board, () => undefined)
    await client.synced
    client.send(client.wire.presence(cursor(person, 0)))
  }
  const open = async () => {
    await enter(await makeBoard(world.server, origin))
  }
  await many(FIRST, open)
  const before = await kept(world)
  await many(ROOMS, open)
  const withRooms = await kept(world)
  const board = await makeBoard(world.server, origin)
  await many(FIRST, () => enter(board))
  const withFirst = await kept(world)
  await many(PEOPLE, () => enter(board))
  const withPeople = await kept(world)
  const room = (withRooms.kept - before.kept) / ROOMS
  const person = (withPeople.kept - withFirst.kept) / PEOPLE
  return {
    values: {
      room: room / KIB,
      resident: (withRooms.rss - before.rss) / ROOMS / KIB,
      person: person / KIB,
      alone: (room - person) / KIB,
    },
    faults: clientOf(people) > 0xff_ff_ff_ff ? { all: ['too many ids'], late: [] } : NO_FAULTS,
  }
}

export const idle: Scenario = {
  name: 'idle',
  how: `${ROOMS} rooms of one person whose cursor was seen once, then ${PEOPLE} such people in one room. Heap and what it holds outside, after garbage collection.`,
  once: true,
  rows: [
    {
      work: `${ROOMS} idle rooms of one: memory for each`,
      key: 'room',
      unit: 'KiB',
      target: '25 or less',
      reached: atMost(25),
    },
    { work: 'the same: resident size for each', key: 'resident', unit: 'KiB', target: '' },
    { work: 'an idle connection: memory', key: 'person', unit: 'KiB', target: '' },
    { work: 'an open room without its connection: memory', key: 'alone', unit: 'KiB', target: '' },
  ],
  run,
}

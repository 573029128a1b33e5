/** Many small rooms at work: what they cost together. */
import { makeBoard } from '../boards.ts'
import { connectRaw } from '../client.ts'
import { pace } from '../pace.ts'
import { createRecorder } from '../recorder.ts'
import { atMost, measured, type Sample, type Scenario, type World } from '../scenario.ts'
import { clientOf, CREATED, cursor, drags } from '../workload.ts'

const ROOMS = 200
const EACH = 5
const CURSORS = 10
const EDITS = 2
/** Boards that are opened at a time. */
const AT_ONCE = 10

async function run(world: World): Promise<Sample> {
  const people = ROOMS * EACH
  const senderOf = new Map(Array.from({ length: people }, (_, i) => [clientOf(i), i]))
  const cursorsSeen = createRecorder('presence', senderOf)
  const editsSeen = createRecorder('edits', senderOf)
  const origin = await world.origin()
  const steps = Math.ceil((world.window / 1000 + 4) * EDITS * 3)
  const join = (board: Awaited<ReturnType<typeof makeBoard>>, person: number) => {
    const drag = drags(person, steps)
    const client = connectRaw(board, (frame, { wire }) => {
      cursorsSeen.heard(frame, wire, person)
      editsSeen.heard(frame, wire, person)
    })
    return {
      client,
      first: client.wire.edit(drag.first),
      steps: drag.steps.map((step) => client.wire.edit(step)),
    }
  }
  const clients: ReturnType<typeof join>[] = []
  for (let room = 0; room < ROOMS; room += AT_ONCE) {
    const boards = await Promise.all(Array.from({ length: AT_ONCE }, () => makeBoard(world.server, origin)))
    const came = boards.flatMap((board, i) =>
      Array.from({ length: EACH }, (_, j) => join(board, (room + i) * EACH + j)),
    )
    await Promise.all(came.map(({ client }) => client.synced))
    clients.push(...came)
  }
  for (const { client, first } of clients) client.send(first)
  const cursors = pace({
    perSecond: people * CURSORS,
    send(turn) {
      const sender = turn % people
      const place = Math.floor(turn / people)
      cursorsSeen.sent(sender, place)
      const client = clients[sender]?.client
      client?.send(client.wire.presence(cursor(sender, place)))
    },
  })
  const edits = pace({
    perSecond: people * EDITS,
    send(turn) {
      const sender = turn % people
      const step = Math.floor(turn / people)
      const frame = clients[sender]?.steps[step]
      if (frame === undefined) return
      editsSeen.sent(sender, CREATED + step)
      clients[sender]?.client.send(frame)
    },
  })
  const window = await measured(world, [cursors, edits], () => {
    cursorsSeen.reset()
    editsSeen.reset()
  })
  const arrived = editsSeen.delivered() / (editsSeen.made() * (EACH - 1))
  cursors.stop()
  edits.stop()
  await Promise.all(clients.map(({ client }) => client.close()))
  return {
    values: {
      core: window.cpu / window.seconds,
      edits: editsSeen.latencies().quantile(0.99),
      cursors: cursorsSeen.latencies().quantile(0.99),
      arrived: arrived * 100,
    },
    faults: window.faults,
  }
}

export const rooms: Scenario = {
  name: 'rooms',
  how: `${ROOMS} rooms of ${EACH} people, each with ${CURSORS} cursor moves and ${EDITS} steps of a drag a second.`,
  rows: [
    {
      work: `${ROOMS} rooms of ${EACH} active people: server`,
      key: 'core',
      unit: 'core',
      target: 'half of the better peer or less',
      reached: (ours, peer) => (peer === undefined ? undefined : ours <= peer / 2),
    },
    {
      work: 'the same: edits, p99',
      key: 'edits',
      unit: 'ms',
      latency: true,
      target: '60 or less',
      reached: atMost(60),
    },
    { work: 'the same: cursors, p99', key: 'cursors', unit: 'ms', latency: true, target: '' },
    { work: 'the same: edits that arrived', key: 'arrived', unit: '%', target: '', more: true },
  ],
  run,
}

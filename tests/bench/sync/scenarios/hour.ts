/** What an hour of drawing leaves in the database. */
import { createDocument, writeChanges } from '@gamelan/board-model'
import * as Y from 'yjs'
import { board as sampleBoard } from '../../model/elements.ts'
import { drag, edit, stroke, type Change } from '../../model/hand.ts'
import { seeded, type Random } from '../../model/random.ts'
import { makeBoard } from '../boards.ts'
import { connectRaw } from '../client.ts'
import { pace } from '../pace.ts'
import { NO_FAULTS, pause, type Sample, type Scenario, type World } from '../scenario.ts'
import { clientOf } from '../workload.ts'

const PEOPLE = 8
/** Minutes that are drawn, of the sixty that are spoken of. */
const MINUTES = 3
const PER_HOUR = 60 / MINUTES
/** Of a minute, somebody does so many of each. */
const STROKES = 2
const DRAGS = 3
const EDITS = 2
const STEPS = 30
/** Changes a second for each, which a server takes from one person. */
const SPEED = 150
/** Milliseconds until what waits is stored. */
const REST = 12_000
const MIB = 1024 * 1024

/** What one person draws in those minutes, as updates. */
function drawn(person: number): Uint8Array[] {
  const random: Random = seeded(person + 1)
  const doc = new Y.Doc()
  doc.clientID = clientOf(person)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  if (person === 0) createDocument(doc)
  const write = (changes: readonly Change[]) => {
    for (const change of changes) writeChanges(doc, [change], { origin: 'bench' })
  }
  for (const [i, element] of sampleBoard(MINUTES * 4, person + 1).entries()) {
    write([{ before: undefined, after: element }])
    let now = element
    for (let j = 0; j < DRAGS / 4; j++) {
      const steps = drag(now, STEPS, 1.1, random)
      write(steps)
      now = steps.at(-1)?.after ?? now
    }
    if (i % 2 === 0) {
      for (let j = 0; j < EDITS; j++) {
        const after = edit(now, random)
        write([{ before: now, after }])
        now = after
      }
    }
  }
  const pens = sampleBoard(400, person + 100).filter(({ type }) => type === 'freedraw')
  for (const pen of pens.slice(0, STROKES * MINUTES)) write(stroke(pen, 120, STEPS, false, random))
  return updates
}

async function run(world: World): Promise<Sample> {
  const board = await makeBoard(world.server, await world.origin())
  const people = Array.from({ length: PEOPLE }, (_, person) => {
    const client = connectRaw(board, () => undefined)
    return { client, frames: drawn(person).map((update) => client.wire.edit(update)) }
  })
  await Promise.all(people.map(({ client }) => client.synced))
  await pause(1000)
  const before = await world.stored()
  const most = Math.max(...people.map(({ frames }) => frames.length))
  const running = pace({
    perSecond: PEOPLE * SPEED,
    send(turn) {
      const person = people[turn % PEOPLE]
      const frame = person?.frames[Math.floor(turn / PEOPLE)]
      if (frame !== undefined) person?.client.send(frame)
    },
  })
  await pause((most / SPEED) * 1000 + 2000)
  running.stop()
  await pause(REST)
  const after = await world.stored()
  await Promise.all(people.map(({ client }) => client.close()))
  const changes = people.reduce((sum, { frames }) => sum + frames.length, 0)
  return {
    values: {
      hour: ((after - before) * PER_HOUR) / MIB,
      changes: changes * PER_HOUR,
      each: (after - before) / changes,
    },
    faults: NO_FAULTS,
  }
}

export const hour: Scenario = {
  name: 'hour',
  how: `${PEOPLE} people draw strokes, drag and change for ${MINUTES} minutes' worth, sent faster; times ${PER_HOUR}. The whole folder or database: logs to recover from, indexes and keyframes included. hocuspocus keeps the last state alone, this server every change.`,
  once: true,
  rows: [
    { work: 'an hour of eight people drawing: stored', key: 'hour', unit: 'MiB', target: '' },
    { work: 'the same: changes', key: 'changes', unit: 'count', target: '' },
  ],
  run,
}

/**
 * People who draw on a board on which somebody means harm, over real sockets: they notice nothing. They are not sent
 * away, and what one draws the others have.
 *
 * SOCKET_INPUTS=1000000 SEED=7 pnpm test tests/faults/neighbours: so many mutated frames.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { decodeMessage, encodeStep1, encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { connect } from '../../apps/server/src/database/postgres.ts'
import { integer, seeded } from '../bench/model/random.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { figure } from './databases.ts'
import { gather, type Group } from './group.ts'
import { mutate, realFrames } from './mutations.ts'
import { createStranger, type Stranger } from './stranger.ts'
import { createWatch, type Watch } from './watch.ts'

const KIB = 1024
const INPUTS = figure('SOCKET_INPUTS', 3000)
const SEED = figure('SEED', Math.floor(Math.random() * 2 ** 31))
/** Inputs between two looks at the neighbours. */
const LOOK_EVERY = 500

let postgres: TestPostgres
let databaseUrl: string
let server: RunningServer
beforeAll(async () => {
  postgres = await startPostgres()
  databaseUrl = await postgres.createDatabase()
  server = await startServer({ env: { DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' } })
})
afterAll(async () => {
  await server.stop()
  await postgres.stop()
})

let watch: Watch
let neighbours: Group
let strangers: Stranger[]
beforeEach(async () => {
  watch = createWatch()
  strangers = []
  neighbours = await gather({ origin: server.origin, random: seeded(1), watch }, 3)
  for (const drawer of neighbours.drawers) drawer.come()
  await neighbours.synced()
})
afterEach(() => {
  for (const each of strangers) each.leave()
  neighbours.leave()
})

async function stranger(hear?: (frame: Buffer) => void): Promise<Stranger> {
  const made = createStranger(server.origin, neighbours.board, watch, hear)
  strangers.push(made)
  await made.opened
  return made
}

/** Each draws, and all others have it. */
async function expectUndisturbed(): Promise<void> {
  const { drawers } = neighbours
  for (let i = 0; i < 5; i++) for (const drawer of drawers) drawer.edit()
  const closed = () => drawers.flatMap((drawer) => drawer.closed)
  const isShared = () =>
    drawers.every(({ elements }) => drawers.every((drawer) => drawer.notYetIn(elements).length === 0))
  await watch.until(() => closed().length > 0 || isShared())
  expect(closed()).toEqual([])
}

/** Writes values of this size under a client id of its own until it is sent away. Answers with which code. */
async function flood(bytes: number): Promise<number> {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const one = await stranger()
  for (let i = 0; one.closed === undefined; i++) {
    doc.getMap('flood').set(`${bytes}`, String(i).padEnd(bytes, 'x'))
    for (const update of updates.splice(0)) await one.send(encodeUpdate(update))
    if (!one.isOpen) await watch.until(() => one.closed !== undefined)
  }
  doc.destroy()
  return one.closed
}

test('[S5] [S12] who fills what may wait for the database is sent away, and nobody else', async () => {
  const admin = connect(databaseUrl, 1)
  try {
    await admin.begin(async (held) => {
      // Until this transaction ends, no commit of the server does.
      await held`lock table updates in share mode`
      // Each fills what is left as far as it may, the last one with small change.
      for (const bytes of [1024 * KIB, 64 * KIB, 2 * KIB]) {
        expect(await flood(bytes)).toBe(CLOSE_CODES.unavailable)
      }
      await expectUndisturbed()
    })
  } finally {
    await admin.end()
  }
  await neighbours.expectConverged()
})

test('[S6] one who never reads costs bounded memory, and others get everything', async () => {
  const reader = new Y.Doc()
  let [documents, updates] = [0, 0]
  const one = await stranger((frame) => {
    const message = decodeMessage(frame)
    if (message.type === 'update') updates += 1
    if (message.type === 'step2') documents += 1
    if (message.type === 'update' || message.type === 'step2') Y.applyUpdate(reader, message.update)
  })
  await one.send(encodeStep1(Y.encodeStateVector(reader)))
  await watch.until(() => documents > 0)
  one.pause()
  // 30 MiB, each over the one before: far more than the kernel keeps for a reader, and little in the end.
  const [first, second, third] = neighbours.drawers
  if (first === undefined || second === undefined || third === undefined) throw new Error('nobody is there')
  const turns = 60
  for (let turn = 0; turn < turns; turn++) {
    const writer = turn % 2 === 0 ? first : second
    writer.doc.getMap('large').set('value', String(turn).padEnd(512 * KIB, 'x'))
    const last = Y.encodeStateVector(writer.doc)
    const clock = Y.decodeStateVector(last).get(writer.doc.clientID) ?? 0
    await watch.until(() => Y.getState(third.doc.store, writer.doc.clientID) >= clock)
  }
  await expectUndisturbed()
  one.resume()
  const clocks = [...Y.decodeStateVector(Y.encodeStateVector(third.doc))]
  const isWhole = () => clocks.every(([client, clock]) => Y.getState(reader.store, client) >= clock)
  await watch.until(() => one.closed !== undefined || isWhole())
  expect(one.closed).toBeUndefined()
  expect(reader.getMap('elements').toJSON()).toEqual(third.elements.toJSON())
  expect(updates).toBeLessThan(turns * 0.75)
  reader.destroy()
})

test(
  '[S5] mutated frames over sockets disturb nobody',
  async () => {
    console.log(`fuzz over sockets: seed ${SEED}`)
    const random = seeded(SEED)
    const [drawer] = neighbours.drawers
    if (drawer === undefined) throw new Error('nobody is there')
    let frames: Uint8Array[] = []
    let one = await stranger()
    let refused = 0
    for (let i = 0; i < INPUTS; i++) {
      if (i % LOOK_EVERY === 0) {
        await expectUndisturbed()
        frames = realFrames(random, Y.encodeStateAsUpdate(drawer.doc))
      }
      const [frame, other] = [frames, frames].map((from) => from[integer(random, 0, from.length - 1)])
      await one.send(mutate(random, frame ?? Uint8Array.of(), other ?? Uint8Array.of()))
      await one.handled()
      if (one.isOpen && random() > 0.01) continue
      if (!one.isOpen) refused += 1
      one.leave()
      strangers = []
      one = await stranger()
    }
    await expectUndisturbed()
    console.log(`fuzz over sockets: ${INPUTS} inputs, ${refused} connections closed`)
    expect(refused).toBeGreaterThan(0)
    await neighbours.expectConverged()
    expect(server.stderr()).not.toContain('"level":"error"')
  },
  60_000 + INPUTS * 5,
)

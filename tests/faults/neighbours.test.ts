/**
 * People who draw on a board on which somebody means harm, over real sockets: they notice nothing. They are not sent
 * away, and what one draws the others have.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { connect } from '../../apps/server/src/database/postgres.ts'
import { seeded } from '../bench/model/random.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { gather, type Group } from './group.ts'
import { createStranger, type Stranger } from './stranger.ts'
import { createWatch, type Watch } from './watch.ts'

const KIB = 1024

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

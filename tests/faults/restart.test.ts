/**
 * A server that goes and comes back: in order, under load (S11), and with everybody at its door at once (S8).
 *
 * CROWD=500 pnpm test tests/faults/restart: so many come back at once.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { connect } from '../../apps/server/src/database/postgres.ts'
import { seeded } from '../bench/model/random.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { figure } from './databases.ts'
import { gather, type Group } from './group.ts'
import { createStranger } from './stranger.ts'
import { createWatch, type Watch } from './watch.ts'

const CROWD = figure('CROWD', 300)

let postgres: TestPostgres
let databaseUrl: string
let server: RunningServer
let group: Group
let watch: Watch
beforeAll(async () => {
  postgres = await startPostgres()
  databaseUrl = await postgres.createDatabase()
  server = await startServer({ env: { DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' } })
})
afterAll(async () => {
  await server.stop()
  await postgres.stop()
})
beforeEach(() => {
  watch = createWatch()
})
afterEach(() => {
  group.leave()
})

const everybodyIsAway = () => watch.until(() => group.drawers.every((drawer) => !drawer.connected))

/** Resolves when the server takes nobody in any more, with the code that one is sent away with. */
async function refused(): Promise<number | undefined> {
  for (;;) {
    const stranger = createStranger(server.origin, group.board, watch)
    await watch.until(() => stranger.closed !== undefined || stranger.received > 0)
    stranger.leave()
    if (stranger.closed !== undefined) return stranger.closed
  }
}

test('[S11] SIGTERM under load: all is saved, everybody is sent away with 1012, and it ends with 0', async () => {
  group = await gather({ origin: server.origin, random: seeded(1), watch }, 6)
  const { drawers } = group
  for (const drawer of drawers) drawer.come()
  await group.synced()
  for (const drawer of drawers) drawer.draw()
  const moment = watch.events + 500
  await watch.until(() => watch.events >= moment)
  for (const drawer of drawers) drawer.stay()
  const admin = connect(databaseUrl, 1)
  const ended = await admin.begin(async (held) => {
    // Until this transaction ends, no commit of the server does: all that is drawn now is still to be saved.
    await held`lock table updates in share mode`
    for (const drawer of drawers) drawer.rest()
    for (const drawer of drawers) drawer.edit()
    await watch.until(() =>
      drawers.every(({ elements }) => drawers.every((drawer) => drawer.notYetIn(elements).length === 0)),
    )
    const end = server.kill('SIGTERM')
    expect(await refused()).toBe(CLOSE_CODES.restart)
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(503)
    expect(drawers.map(({ connected }) => connected)).toEqual(drawers.map(() => true))
    return { end }
  })
  await admin.end()
  expect(await ended.end).toEqual({ code: 0, stderr: '' })
  await everybodyIsAway()
  expect(drawers.map(({ closed }) => closed)).toEqual(drawers.map(() => [CLOSE_CODES.restart]))
  // They were told, too, before they were sent away.
  expect(drawers.map(({ acknowledged }) => acknowledged)).toEqual(drawers.map(({ made }) => made))
  await server.restart()
  await group.expectNothingLost()
  await group.expectSavedWhatOthersSaw()
  for (const drawer of drawers) drawer.come()
  await group.expectConverged()
})

test(`[S8] [S3] ${CROWD} who come back at once all have the same in the end`, async () => {
  group = await gather({ origin: server.origin, random: seeded(1), watch }, CROWD)
  const { drawers } = group
  for (const drawer of drawers) drawer.come()
  await group.synced()
  for (const drawer of drawers.slice(0, 50)) drawer.edit()
  await watch.until(() => drawers.every((drawer) => drawer.elements.size >= 50))
  for (const drawer of drawers) drawer.stay()
  await server.kill('SIGKILL')
  await everybodyIsAway()
  for (const drawer of drawers.slice(0, 100)) drawer.edit()
  await server.restart()
  for (const drawer of drawers) drawer.come()
  await watch.until(() => drawers.every((drawer) => drawer.allSaved))
  await group.expectConverged()
  // Each was closed once, by the kill: nobody was turned away at the door.
  expect(drawers.map(({ closed }) => closed.length)).toEqual(drawers.map(() => 1))
})

/**
 * A server that goes and comes back: in order, under load (S11), and with everybody at its door at once (S8).
 *
 * CROWD=500 pnpm test tests/faults/restart: so many come back at once.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { seeded } from '../bench/model/random.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { figure } from './databases.ts'
import { gather, type Group } from './group.ts'
import { createWatch, type Watch } from './watch.ts'

const CROWD = figure('CROWD', 300)

let server: RunningServer
let group: Group
let watch: Watch
beforeEach(async () => {
  server = await startServer({ env: { LOG_LEVEL: 'warn' } })
  watch = createWatch()
})
afterEach(async () => {
  group.leave()
  await server.stop()
})

const everybodyIsAway = () => watch.until(() => group.drawers.every((drawer) => !drawer.connected))

test('[S11] SIGTERM under load: all is saved, everybody is sent away with 1012, and it ends with 0', async () => {
  group = await gather({ origin: server.origin, random: seeded(1), watch }, 6)
  const { drawers } = group
  for (const drawer of drawers) drawer.come()
  await group.synced()
  for (const drawer of drawers) drawer.draw()
  const moment = watch.events + 500
  await watch.until(() => watch.events >= moment)
  for (const drawer of drawers) drawer.stay()
  // They draw on meanwhile: what the server takes until it closes a connection is saved as well.
  expect(await server.kill('SIGTERM')).toEqual({ code: 0, stderr: '' })
  await everybodyIsAway()
  for (const drawer of drawers) drawer.rest()
  expect(drawers.map(({ closed }) => closed)).toEqual(drawers.map(() => [CLOSE_CODES.restart]))
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
  expect(drawers.filter(({ closed }) => closed.length !== 1)).toEqual([])
})

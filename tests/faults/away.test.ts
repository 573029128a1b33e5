/**
 * A Postgres that goes away under load, and comes back (S12): stopped and started again, and behind a network that
 * swallows what is sent. Meanwhile drawing goes on and nothing more is called saved; nothing that was is lost; and all
 * of it is saved when the database is back.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { seeded } from '../bench/model/random.ts'
import { startOwnPostgres, type OwnPostgres } from '../support/postgres.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { createSwallowing, type Swallowing } from '../support/swallowing.ts'
import { gather, type Group } from './group.ts'
import { createWatch, type Watch } from './watch.ts'

let postgres: OwnPostgres
let network: Swallowing
let server: RunningServer
let group: Group
let watch: Watch

beforeAll(async () => {
  postgres = await startOwnPostgres()
})
afterAll(async () => {
  await postgres.stop()
})
beforeEach(async () => {
  network = await createSwallowing(await postgres.createDatabase())
  // A network that swallows is told from a slow one after three times as long.
  const DATABASE_URL = `${network.url}?connect_timeout=1`
  server = await startServer({ env: { DATABASE_URL, LOG_LEVEL: 'warn' } })
  watch = createWatch()
  group = await gather({ origin: server.origin, random: seeded(1), watch }, 4)
  for (const drawer of group.drawers) drawer.come()
  await group.synced()
})
afterEach(async () => {
  group.leave()
  await server.stop()
  network.stop()
})

const acknowledged = () => group.drawers.reduce((sum, drawer) => sum + drawer.acknowledged, 0)

/** Draws under load, takes the database away, draws on, and brings it back. Answers with what anybody was closed. */
async function drawThrough(
  away: () => Promise<void> | void,
  back: () => Promise<void> | void,
): Promise<number[]> {
  const { drawers } = group
  for (const drawer of drawers) drawer.draw()
  await watch.until(() => acknowledged() > 100)
  await away()
  for (const drawer of drawers) drawer.rest()
  // What was answered just before may still be on its way, so it is asked of what is drawn from here on.
  for (let turn = 0; turn < 20; turn++) for (const drawer of drawers) drawer.edit()
  await watch.until(() =>
    drawers.every(({ elements }) => drawers.every((drawer) => drawer.notYetIn(elements).length === 0)),
  )
  expect(drawers.filter((drawer) => drawer.allSaved)).toEqual([])
  await back()
  await watch.until(() => drawers.every((drawer) => drawer.allSaved))
  const closed = drawers.flatMap((drawer) => drawer.closed)
  await server.kill()
  await server.restart()
  await group.expectNothingLost()
  await group.expectConverged()
  return closed
}

test('[S12] Postgres is stopped and started again: drawing goes on, and all of it is saved in the end', async () => {
  const closed = await drawThrough(
    () => postgres.halt(),
    () => postgres.goOn(),
  )
  expect(closed).toEqual([])
})

test('[S12] a network that swallows what is sent to Postgres holds no commit for ever', async () => {
  const closed = await drawThrough(
    () => {
      network.swallow()
    },
    () => {
      network.pass()
    },
  )
  expect(closed).toEqual([])
})

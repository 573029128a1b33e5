/**
 * kill -9 at random moments under load (S2, S3). After each start the first to look is a witness with nothing of its
 * own: every edit that anybody was told is saved must be there. Then those who are still here come back and bring the
 * rest, without being asked.
 *
 * ROUNDS=200 SEED=7 pnpm test tests/faults/kill: so many kills on each database. A failure prints its seed.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { integer, seeded } from '../bench/model/random.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { databases, figure, type Databases } from './databases.ts'
import { gather, type Group } from './group.ts'
import { createWatch } from './watch.ts'

const ROUNDS = figure('ROUNDS', 3)
const SEED = figure('SEED', Math.floor(Math.random() * 2 ** 31))
/** Boards that are drawn on at once, so that commits carry several; new ones come after some rounds. */
const BOARDS = 2
const PEOPLE = 4
const ROUNDS_ON_A_BOARD = 10

describe.each(databases)('on %s', (name, start) => {
  let database: Databases
  let server: RunningServer
  beforeAll(async () => {
    database = await start()
    server = await startServer({ env: { ...(await database.environment()), LOG_LEVEL: 'warn' } })
  })
  afterAll(async () => {
    await server.stop()
    await database.stop()
  })

  test(
    '[S2] [S3] kill -9 at any moment loses nothing that was called saved, and those still there bring the rest',
    async () => {
      console.log(`kill -9 on ${name}: seed ${SEED}`)
      const random = seeded(SEED)
      const watch = createWatch()
      let groups: Group[] = []
      let [made, acknowledged] = [0, 0]
      const count = () => {
        for (const drawer of groups.flatMap((group) => group.ever)) {
          made += drawer.made
          acknowledged += drawer.acknowledged
        }
      }
      for (let round = 0; round < ROUNDS; round++) {
        if (round % ROUNDS_ON_A_BOARD === 0) {
          count()
          for (const group of groups) group.leave()
          const setting = { origin: server.origin, random, watch }
          groups = await Promise.all(Array.from({ length: BOARDS }, () => gather(setting, PEOPLE)))
          for (const { drawers } of groups) for (const drawer of drawers) drawer.come()
        }
        for (const group of groups) await group.synced()
        for (const { drawers } of groups) for (const drawer of drawers) drawer.draw()
        const moment = watch.events + integer(random, 1, 500)
        await watch.until(() => watch.events >= moment)
        for (const { drawers } of groups) for (const drawer of drawers) drawer.stay()
        await server.kill('SIGKILL')
        await watch.until(() => groups.every((group) => group.drawers.every((drawer) => !drawer.connected)))
        for (const group of groups) {
          for (const drawer of group.drawers.slice(1)) if (random() < 0.3) group.remove(drawer)
          for (const drawer of group.drawers) {
            drawer.rest()
            for (let n = integer(random, 0, 4); n > 0; n--) drawer.edit()
          }
        }
        await server.restart()
        for (const group of groups) await group.expectNothingLost()
        for (const group of groups) {
          while (group.drawers.length < PEOPLE) group.add()
          for (const drawer of group.drawers) drawer.come()
        }
        for (const group of groups) await group.expectConverged()
        if ((round + 1) % 20 === 0) console.log(`kill -9 on ${name}: ${round + 1} kills and nothing lost`)
      }
      count()
      for (const group of groups) group.leave()
      console.log(
        `kill -9 on ${name}: ${ROUNDS} kills, ${made} edits, ${acknowledged} called saved, none of those lost`,
      )
      expect(acknowledged).toBeGreaterThan(0)
      expect(server.stderr()).not.toContain('"level":"error"')
    },
    60_000 + ROUNDS * 60_000,
  )
})

import { describe, expect, test } from 'vitest'
import { createFakeClock } from './clock.fake.ts'
import type { Database } from './database/database.ts'
import { GamelanError } from './errors.ts'
import { DISK_LOOK_EVERY, STORED_LOOK_EVERY } from './limits.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createStorage, freeDiskOf } from './storage.ts'

const LIMIT = 1000
const LEAST = 100

function setUp({ counted = 0, knowsDisk = true } = {}) {
  const clock = createFakeClock()
  const world = { counted, free: 10 * LEAST, counts: 0, fails: false }
  const lines: string[] = []
  const queries = {
    execute() {
      world.counts += 1
      if (world.fails) return Promise.reject(Object.assign(new Error('no answer'), { code: '57P01' }))
      return Promise.resolve([{ bytes: world.counted }])
    },
  }
  const metrics = createMetrics()
  const storage = createStorage({
    database: { queries } as unknown as Pick<Database, 'queries'>,
    limits: { bytesTotal: LIMIT, minFreeDisk: LEAST },
    freeDisk: () => Promise.resolve(knowsDisk ? world.free : undefined),
    clock,
    log: createLog('info', false, { write: (line) => lines.push(line) }),
    metrics,
  })
  return {
    world,
    clock,
    storage,
    /** What was logged since the last time: level of the log, what is full, and how full. */
    logged: () =>
      lines.splice(0).map((line) => {
        const { level, storage: of, msg } = JSON.parse(line) as Record<string, string>
        return `${level ?? ''} ${of ?? ''} ${/full: new|nearly|more room|counted/.exec(msg ?? '')?.[0] ?? ''}`
      }),
    refuses: (bytes: number): boolean => {
      try {
        storage.requireRoom(bytes)
        return false
      } catch (error) {
        if (error instanceof GamelanError && error.code === 'server-full') return true
        throw error
      }
    },
    figures: () => metrics.registry.metrics(),
  }
}

describe('[A6] [fault V7] what is stored by all', () => {
  test('is refused past the limit, and counts what was stored since the database was asked', async () => {
    const { storage, refuses } = setUp({ counted: 500 })
    await storage.look()
    expect([refuses(500), refuses(501)]).toEqual([false, true])
    storage.added(400)
    expect([refuses(100), refuses(101)]).toEqual([false, true])
  })

  test('warns before, at 80 % and at 90 %, one line each time a bound is crossed', async () => {
    const { storage, logged, world, clock } = setUp({ knowsDisk: false })
    await storage.look()
    expect(logged()).toEqual([])
    for (let i = 0; i < 100; i++) storage.added(10)
    expect(logged()).toEqual(['warn stored nearly', 'warn stored nearly', 'warn stored full: new'])
    // Around a bound nothing is logged, until it has been left for good.
    for (const bytes of [960, 990, 955, 1001]) {
      world.counted = bytes
      clock.advance(STORED_LOOK_EVERY)
      await storage.look()
    }
    expect(logged()).toEqual([])
    world.counted = 100
    clock.advance(STORED_LOOK_EVERY)
    await storage.look()
    expect(logged()).toEqual(['info stored more room'])
  })

  test('is not counted for each request, nor at each look at the disk', async () => {
    const { storage, refuses, world, clock } = setUp()
    await storage.start()
    for (let i = 0; i < 1000; i++) refuses(1)
    expect(world.counts).toBe(1)
    for (let elapsed = 0; elapsed < STORED_LOOK_EVERY; elapsed += DISK_LOOK_EVERY) {
      clock.advance(DISK_LOOK_EVERY)
      await new Promise(setImmediate)
    }
    expect(world.counts).toBe(2)
    storage.stop()
  })

  test('keeps its last figure while the database is away', async () => {
    const { storage, refuses, world, clock, logged } = setUp({ counted: 999 })
    await storage.look()
    logged()
    world.fails = true
    clock.advance(STORED_LOOK_EVERY)
    await storage.look()
    expect(logged()).toEqual(['warn  counted'])
    expect(refuses(2)).toBe(true)
  })

  test('and what is free on the disk: refused below the least, warned of before', async () => {
    const { storage, refuses, world, logged, figures } = setUp()
    await storage.look()
    expect(refuses(9 * LEAST)).toBe(false)
    expect(refuses(9 * LEAST + 1)).toBe(true)
    for (const free of [190, 140, 90, 99, 101, 98, 500]) {
      world.free = free
      await storage.look()
    }
    expect(logged()).toEqual([
      'warn disk nearly',
      'warn disk nearly',
      'warn disk full: new',
      'info disk more room',
    ])
    world.free = 150
    await storage.look()
    storage.added(51)
    expect(refuses(0)).toBe(true)
    expect(await figures()).toMatch(/gamelan_storage_level\{of="disk"\} 3\n/)
    expect(await figures()).toMatch(/gamelan_refused_total\{reason="serverFull"\} 2\n/)
  })

  test('a disk of which nobody knows limits nothing, and one that is there is known', async () => {
    const { storage, refuses } = setUp({ knowsDisk: false })
    await storage.look()
    expect(refuses(LIMIT)).toBe(false)
    expect(await freeDiskOf('no/such/folder/of/the/repository')).toBeGreaterThan(0)
  })
})

import { describe, expect, test } from 'vitest'
import { createFakeClock } from './clock.fake.ts'
import type { Database } from './database/database.ts'
import { GamelanError } from './errors.ts'
import { createLog } from './log.ts'
import { createReadiness, PROOF_LASTS } from './readiness.ts'

function setUp() {
  const clock = createFakeClock()
  const state = { reads: true, writes: true, failing: false, closing: false }
  const asked = { reads: 0, writes: 0 }
  const full = Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' })
  const database: Pick<Database, 'check' | 'transaction'> = {
    check() {
      asked.reads += 1
      return state.reads ? Promise.resolve() : Promise.reject(new Error('no answer'))
    },
    transaction() {
      asked.writes += 1
      return state.writes ? Promise.resolve(undefined as never) : Promise.reject(full)
    },
  }
  const ready = createReadiness({
    database,
    writer: { isFailing: () => state.failing },
    isClosing: () => state.closing,
    clock,
    log: createLog('silent', false),
  })
  const failing = async () => {
    try {
      await ready()
      return 'ready'
    } catch (error) {
      return error instanceof GamelanError && error.code === 'unavailable' ? error.faults[0]?.path : error
    }
  }
  return { clock, state, asked, failing }
}

describe('[fault V15] readiness', () => {
  test('names the check that fails: closing, reading, writing, the log', async () => {
    const { state, failing, clock } = setUp()
    expect(await failing()).toBe('ready')
    state.failing = true
    expect(await failing()).toBe('log')
    state.writes = false
    clock.advance(PROOF_LASTS)
    expect(await failing()).toBe('database-write')
    state.reads = false
    expect(await failing()).toBe('database-read')
    state.closing = true
    expect(await failing()).toBe('closing')
  })

  test('writes at most once in a while, however many ask', async () => {
    const { asked, failing, clock, state } = setUp()
    await Promise.all(Array.from({ length: 50 }, failing))
    clock.advance(PROOF_LASTS - 1)
    await failing()
    expect(asked).toEqual({ reads: 51, writes: 1 })
    clock.advance(1)
    state.writes = false
    expect(await failing()).toBe('database-write')
    expect(await failing()).toBe('database-write')
    expect(asked.writes).toBe(2)
    clock.advance(PROOF_LASTS)
    state.writes = true
    expect(await failing()).toBe('ready')
  })
})

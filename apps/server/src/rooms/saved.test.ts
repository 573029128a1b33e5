import { describe, expect, test } from 'vitest'
import { createCommittedClocks, Ledger } from './saved.ts'

describe('[S2] how many of the first messages are saved', () => {
  test('those that brought nothing are saved as soon as all before them are', () => {
    const ledger = new Ledger()
    ledger.arrived(0)
    expect(ledger.saved(10)).toBe(1)
    ledger.arrived(11)
    ledger.arrived(0)
    expect(ledger.saved(10)).toBe(1)
    expect(ledger.saved(11)).toBe(3)
  })

  test('one that repeats what still waits for its commit is not saved before that', () => {
    const ledger = new Ledger()
    ledger.arrived(12)
    expect(ledger.saved(11)).toBe(0)
    expect(ledger.saved(12)).toBe(1)
  })

  test('one that could not be applied is saved with the step 2 that brings it again', () => {
    const ledger = new Ledger()
    ledger.arrived(1)
    ledger.held()
    ledger.arrived(2)
    expect(ledger.saved(2)).toBe(1)
    ledger.arrived(3)
    ledger.release(3)
    expect(ledger.saved(2)).toBe(1)
    expect(ledger.saved(3)).toBe(4)
  })

  test('never falls', () => {
    const ledger = new Ledger()
    let last = 0
    for (let seq = 1; seq <= 100; seq++) {
      ledger.arrived(seq % 3 === 0 ? 0 : seq)
      const saved = ledger.saved(seq - 5)
      expect(saved).toBeGreaterThanOrEqual(last)
      last = saved
    }
    expect(ledger.saved(100)).toBe(100)
  })
})

describe('[S2] which clocks are committed', () => {
  test('those of what was logged up to the commit, and no others', () => {
    const clocks = createCommittedClocks(new Map([[1, 5]]))
    clocks.logged(1, new Map([[1, 6]]))
    clocks.logged(2, new Map([[2, 3]]))
    expect([...clocks.all()]).toEqual([[1, 5]])
    clocks.commit(1)
    expect([...clocks.all()]).toEqual([[1, 6]])
    expect([...clocks.since(0)]).toEqual([[1, 6]])
    clocks.commit(2)
    expect(new Map(clocks.since(1))).toEqual(new Map([[2, 3]]))
    expect(clocks.since(2).size).toBe(0)
  })

  test('the latest clock of an id that moved often', () => {
    const clocks = createCommittedClocks(new Map())
    for (let seq = 1; seq <= 9; seq++) clocks.logged(seq, new Map([[7, seq * 10]]))
    clocks.commit(9)
    expect([...clocks.since(4)]).toEqual([[7, 90]])
    clocks.forget(8)
    expect([...clocks.since(8)]).toEqual([[7, 90]])
    clocks.forget(9)
    expect(clocks.since(0).size).toBe(0)
    expect([...clocks.all()]).toEqual([[7, 90]])
  })
})

import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../clock.fake.ts'
import { WAITING_BYTES_PER_BOARD, WAITING_ENTRY_BYTES } from '../limits.ts'
import { createLog } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import type { Share } from './batch.ts'
import type { Entry, LossReason } from './types.ts'
import { createWriter } from './writer.ts'

const BOARD = 'board'
const CONNECTION = 'connection'
const entry = (seq: number, bytes = 10): Entry => ({
  seq,
  at: 0,
  actor: 'somebody',
  connection: CONNECTION,
  payload: new Uint8Array(bytes),
})
class DatabaseError extends Error {
  readonly code: string
  constructor(code: string) {
    super(`database error ${code}`)
    this.code = code
  }
}

type Commit = { readonly shares: readonly Share[]; readonly again: boolean }

/** A writer whose commits are answered by the test, one by one. */
function setUp() {
  const clock = createFakeClock()
  const commits: Commit[] = []
  let answers: { resolve(lost: ReadonlySet<string>): void; reject(error: Error): void }[] = []
  const writer = createWriter({
    clock,
    log: createLog('silent', false),
    metrics: createMetrics(),
    commit(shares, { again }) {
      commits.push({ shares, again })
      return new Promise((resolve, reject) => answers.push({ resolve, reject }))
    },
  })
  /** Answers the commit that runs, and lets the writer hear of it. */
  async function answer(outcome: Error | readonly string[] = []): Promise<void> {
    const next = answers.shift()
    if (next === undefined) throw new Error('no commit runs')
    if (outcome instanceof Error) next.reject(outcome)
    else next.resolve(new Set(outcome))
    await new Promise(setImmediate)
  }
  function open(boardId = BOARD) {
    const told: { committed: number[]; lost: LossReason[] } = { committed: [], lost: [] }
    const appender = writer.open(
      { boardId, epoch: 1 },
      { committed: (seq) => told.committed.push(seq), lost: (reason) => told.lost.push(reason) },
    )
    return { appender, told }
  }
  const seqs = (commit: Commit | undefined) =>
    commit?.shares.map(({ boardId, entries }) => [boardId, entries.map(({ seq }) => seq)])
  return { clock, writer, commits, answer, open, seqs }
}

describe('[S2] the writer', () => {
  test('says committed when the commit has been answered, never before', async () => {
    const { clock, answer, open } = setUp()
    const { appender, told } = open()
    appender.append(entry(1))
    clock.run()
    expect(told.committed).toEqual([])
    await answer()
    expect(told.committed).toEqual([1])
    expect(appender.waiting()).toBe(0)
  })

  test('commits what all boards have at once, one commit at a time, at most every 25 ms', async () => {
    const { clock, commits, answer, open, seqs } = setUp()
    const [a, b] = [open('a'), open('b')]
    a.appender.append(entry(1))
    b.appender.append(entry(7))
    a.appender.append(entry(2))
    clock.run()
    expect(seqs(commits[0])).toEqual([
      ['a', [1, 2]],
      ['b', [7]],
    ])
    a.appender.append(entry(3))
    clock.advance(100)
    expect(commits).toHaveLength(1)
    await answer()
    clock.run()
    expect(seqs(commits[1])).toEqual([['a', [3]]])
    a.appender.append(entry(4))
    await answer()
    clock.advance(24)
    expect(commits).toHaveLength(2)
    clock.advance(1)
    expect(seqs(commits[2])).toEqual([['a', [4]]])
    expect(a.told.committed).toEqual([2, 3])
    expect(b.told.committed).toEqual([7])
  })
})

test('[S2] [S10] a clock that is set back delays no commit', async () => {
  const { clock, commits, answer, open } = setUp()
  const { appender } = open()
  appender.append(entry(1))
  clock.run()
  await answer()
  clock.setBack(3_600_000)
  appender.append(entry(2))
  clock.advance(25)
  expect(commits).toHaveLength(2)
})

describe('[S2] [S12] while the database is away', () => {
  test('entries wait and are tried again, as ones that may be there already', async () => {
    const { clock, commits, answer, open, seqs } = setUp()
    const { appender, told } = open()
    appender.append(entry(1))
    clock.run()
    await answer(new DatabaseError('08006'))
    appender.append(entry(2))
    clock.advance(99)
    expect(commits).toHaveLength(1)
    clock.advance(1)
    expect(seqs(commits[1])).toEqual([[BOARD, [1, 2]]])
    expect(commits[1]?.again).toBe(true)
    await answer(new DatabaseError('08006'))
    clock.advance(200)
    await answer()
    expect(told).toEqual({ committed: [2], lost: [] })
  })

  test('there is room up to the bound, and again once it is saved', async () => {
    const { clock, answer, open } = setUp()
    const { appender } = open()
    const half = WAITING_BYTES_PER_BOARD / 2
    expect(appender.hasRoom(half, CONNECTION)).toBe(true)
    expect(appender.hasRoom(half + 1, CONNECTION)).toBe(false)
    appender.append(entry(1, half - WAITING_ENTRY_BYTES - 5))
    expect(appender.hasRoom(5, CONNECTION)).toBe(true)
    expect(appender.hasRoom(6, CONNECTION)).toBe(false)
    clock.run()
    await answer(new DatabaseError('57P03'))
    expect(appender.hasRoom(6, CONNECTION)).toBe(false)
    clock.advance(100)
    await answer()
    expect(appender.hasRoom(6, CONNECTION)).toBe(true)
  })

  test('[S5] when some have sent too much there is room for somebody else, and all together are bounded', () => {
    const { open } = setUp()
    const { appender } = open()
    let [seq, sum] = [0, 0]
    for (let n = 0; n < 5; n++) {
      expect(appender.hasRoom(1000, `${n}`)).toBe(true)
      for (; appender.hasRoom(10_000, `${n}`); sum += 10_000) {
        appender.append({ ...entry(++seq, 10_000), connection: `${n}` })
      }
    }
    expect(sum).toBeLessThan(WAITING_BYTES_PER_BOARD)
    expect(appender.hasRoom(100_000, 'somebody else')).toBe(true)
  })

  test('[S5] when some boards have too much waiting, there is room on another', () => {
    const { open } = setUp()
    for (let n = 0; n < 4; n++) {
      const { appender } = open(`${n}`)
      for (let seq = 1; appender.hasRoom(1_000_000, `${seq}`); seq++) {
        appender.append({ ...entry(seq, 1_000_000), connection: `${seq}` })
      }
    }
    expect(open('another').appender.hasRoom(1_000_000, CONNECTION)).toBe(true)
  })

  test('small entries are counted with what it costs to keep them', () => {
    const { open } = setUp()
    const { appender } = open()
    for (let seq = 1; appender.hasRoom(10, CONNECTION); seq++) appender.append(entry(seq))
    expect(appender.waiting()).toBeLessThan(WAITING_BYTES_PER_BOARD / WAITING_ENTRY_BYTES)
  })

  test('settled waits until all is in', async () => {
    const { clock, writer, answer, open } = setUp()
    const { appender } = open()
    await appender.settled()
    appender.append(entry(1))
    const settled: string[] = []
    void appender.settled().then(() => settled.push('board'))
    void writer.settled().then(() => settled.push('writer'))
    clock.run()
    await answer(new DatabaseError('08006'))
    expect(settled).toEqual([])
    clock.advance(100)
    await answer()
    expect(settled.sort()).toEqual(['board', 'writer'])
  })
})

test('[S11] settled does not wait for what comes later: on a busy board something always waits', async () => {
  const { clock, writer, answer, open } = setUp()
  const { appender } = open()
  appender.append(entry(1))
  clock.run()
  const settled: string[] = []
  void appender.settled().then(() => settled.push('board'))
  void writer.settled().then(() => settled.push('writer'))
  appender.append(entry(2))
  await answer()
  expect(appender.waiting()).toBe(1)
  expect(settled.sort()).toEqual(['board', 'writer'])
})

describe('[S10] a board that has another owner', () => {
  test('is lost, and it alone', async () => {
    const { clock, answer, open } = setUp()
    const [a, b] = [open('a'), open('b')]
    a.appender.append(entry(1))
    b.appender.append(entry(1))
    clock.run()
    await answer(['a'])
    expect(a.told).toEqual({ committed: [], lost: ['ownership'] })
    expect(b.told).toEqual({ committed: [1], lost: [] })
    expect(() => a.appender.append(entry(2))).toThrow('closed')
  })
})

test('[S5] what one sends at once goes to the database in portions: nobody is served while it takes one', async () => {
  const { clock, commits, answer, open } = setUp()
  const { appender, told } = open()
  for (let seq = 1; seq <= 40; seq++) appender.append(entry(seq, 200_000))
  while (appender.waiting() > 0) {
    clock.advance(25)
    await answer()
  }
  const sizes = commits.map(({ shares }) =>
    shares.flatMap(({ entries }) => entries).reduce((sum, { payload }) => sum + payload.byteLength, 0),
  )
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024)
  expect(told.committed.at(-1)).toBe(40)
})

describe('entries that the database refuses', () => {
  test('cost their own board, and no other', async () => {
    const { clock, commits, answer, open, seqs } = setUp()
    const [a, b] = [open('a'), open('b')]
    a.appender.append(entry(1))
    b.appender.append(entry(1))
    clock.run()
    await answer(new DatabaseError('54000'))
    expect(seqs(commits[1])).toEqual([['a', [1]]])
    await answer(new DatabaseError('54000'))
    expect(seqs(commits[2])).toEqual([['b', [1]]])
    await answer()
    expect(a.told).toEqual({ committed: [], lost: ['refused'] })
    expect(b.told).toEqual({ committed: [1], lost: [] })
  })
})

test('a closed appender tells nobody, and its entries are committed all the same', async () => {
  const { clock, answer, open, writer } = setUp()
  const { appender, told } = open()
  appender.append(entry(1))
  appender.close()
  clock.run()
  await answer()
  await writer.settled()
  expect(told).toEqual({ committed: [], lost: [] })
  expect(appender.waiting()).toBe(0)
})
